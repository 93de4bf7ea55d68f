import type { UpstreamMetadata } from "../../protocol/upstream/upstream_metadata.ts";
import { endpointsAt, quirksAt } from "../../protocol/upstream/presets/preset_issuer.ts";
import { presetQuirks, upstreamPresets } from "../../protocol/upstream/presets/presets.ts";
import { type PersonPaths, type Quirk, quirkOf } from "../../protocol/upstream/upstream_quirk.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { metadataOf } from "./upstream_documents.ts";

interface Common {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  /** Undefined where it says in ID tokens alone who somebody is. */
  readonly userinfo_endpoint: string | undefined;
  readonly quirks: readonly Quirk[];
}

/** How to speak with an upstream: by what its discovery document says, or by what is written down of it. */
export type Way =
  | Common & { readonly kind: "oidc"; readonly metadata: UpstreamMetadata }
  | Common & { readonly kind: "oauth2"; readonly userinfo_endpoint: string; readonly person: PersonPaths }
  | Common & {
    readonly kind: "oauth1";
    readonly temporary_credential_endpoint: string;
    readonly userinfo_endpoint: string;
    readonly person: PersonPaths;
  };

/** The ways of one kind. */
export type WayOf<K extends Way["kind"]> = Extract<Way, { readonly kind: K }>;

/** The points in which an upstream differs from others. */
export const quirksOf = ({ preset, issuer }: Pick<UpstreamRow, "preset" | "issuer">): readonly Quirk[] =>
  quirksAt(presetQuirks(preset), issuer);

/** How to speak with an OpenID Provider that has this metadata. */
export function oidcWay(row: UpstreamRow, metadata: UpstreamMetadata): Way {
  const quirks = quirksOf(row), { authorization_endpoint, token_endpoint } = metadata;
  const userinfo_endpoint = quirkOf(quirks, "without_userinfo") ? undefined : metadata.userinfo_endpoint;
  return { kind: "oidc", authorization_endpoint, token_endpoint, userinfo_endpoint, quirks, metadata };
}

/** Finds out how to speak with an upstream. Not to be called inside a unit. @returns undefined where it cannot be reached. */
export async function wayTo(broker: Broker, row: UpstreamRow): Promise<Way | undefined> {
  if (row.kind === "oidc") {
    const metadata = await metadataOf(broker, row.issuer, quirksOf(row));
    return metadata && oidcWay(row, metadata);
  }
  const preset = upstreamPresets.get(row.preset), quirks = quirksOf(row);
  const { endpoints, person } = preset && preset.kind !== "oidc"
    ? { endpoints: endpointsAt(preset.endpoints, row.issuer), person: preset.person }
    : row;
  if (!endpoints || !person) throw new Error("An upstream of this kind has endpoints and paths");
  if (row.kind === "oauth2") return { kind: "oauth2", ...endpoints, person, quirks };
  const { temporary_credential_endpoint } = endpoints;
  if (temporary_credential_endpoint === undefined) throw new Error("OAuth 1.0a has a fourth endpoint");
  return { kind: "oauth1", ...endpoints, temporary_credential_endpoint, person, quirks };
}

import { none } from "../domain/machine.ts";
import { hasManyIssuers } from "../protocol/upstream/upstream_issuer.ts";
import { givenIssuer } from "../protocol/upstream/presets/preset_issuer.ts";
import { upstreamPresets } from "../protocol/upstream/presets/presets.ts";
import type { PersonPaths, UpstreamEndpoints } from "../protocol/upstream/upstream_quirk.ts";
import type { JudgedUpstream } from "../protocol/upstream/upstream_rules.ts";
import type { LastingUpstream, UpstreamRow } from "../store/upstreams.ts";
import type { LastingMembers } from "./upstream_lasting_schema.ts";

/** What stays of an upstream, as the rules judge it. */
export function judgedLasting(
  { preset = none, kind, issuer, person, ...endpoints }: LastingMembers,
): Pick<JudgedUpstream, "kind" | "preset" | "issuer" | "endpoints" | "has_person"> {
  return { preset, kind, issuer, endpoints, has_person: person !== undefined };
}

/** What stays of an upstream that fits every rule. Where it has no issuer, the origin that people are sent to stands for it. */
export function keptLasting(id: string, slug: string, given: LastingMembers): LastingUpstream {
  const { preset = none, kind = "oidc", issuer, person = null, ...named } = given;
  const own = { id, slug, preset, endpoints: null, person: null, many_issuers: false };
  const ready = upstreamPresets.get(preset);
  if (ready) {
    const its = typeof ready.issuer === "string" ? ready.issuer : issuer!;
    return { ...own, kind: ready.kind, issuer: its, many_issuers: hasManyIssuers(its, ready.quirks) };
  }
  if (kind === "oidc") return { ...own, kind, issuer: issuer! };
  const endpoints = named as UpstreamEndpoints, { origin } = new URL(endpoints.authorization_endpoint);
  return { ...own, kind, issuer: origin, endpoints, person: person as PersonPaths };
}

/** Whether the issuer of a ready-made upstream is the operator's to give. */
function isGiven(preset: string): boolean {
  const ready = upstreamPresets.get(preset);
  return ready !== undefined && givenIssuer(ready) !== undefined;
}

/** What stays of an upstream, as an administrator would give it. */
export const givenLasting = ({ preset, kind, issuer, endpoints, person }: UpstreamRow): LastingMembers =>
  preset === none
    ? {
      kind,
      ...(kind === "oidc" ? { issuer } : {}),
      ...endpoints,
      ...(person ? { person: person as NonNullable<LastingMembers["person"]> } : {}),
    }
    : { preset: preset as NonNullable<LastingMembers["preset"]>, ...(isGiven(preset) ? { issuer } : {}) };

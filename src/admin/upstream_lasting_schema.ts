import Type, { type Static, type TObject } from "typebox";
import { upstreamKinds } from "../domain/upstream.ts";
import { upstreamPresets } from "../protocol/upstream/presets/presets.ts";
import { personPaths } from "./person_paths_schema.ts";

/** What it speaks. */
export const kind = Type.Enum([...upstreamKinds], {
  description:
    "oidc: OpenID Connect, by the issuer's discovery document; oauth2: OAuth 2 with three endpoints, and person; oauth1: OAuth 1.0a (RFC 5849) with four, and person",
  default: "oidc",
});

/** What a ready-made one is chosen by. */
export const preset = Type.Enum([...upstreamPresets.keys()], {
  description:
    "A ready-made upstream: kind, endpoints and person are its own then, and issuer too where it is the same for everybody",
});

const endpoint = (description: string) =>
  Type.String({ description, pattern: "^https?://[!-~]+$", maxLength: 500 });

/** Whom it speaks for. */
export const issuer = Type.String({
  description:
    "Its issuer identifier, exactly as its discovery document says it, or what all addresses of a preset begin with that everybody runs for themselves; it never changes",
  pattern: "^https?://[!-~]+$",
  maxLength: 500,
  examples: ["https://accounts.example.com"],
});

/** What stays of an upstream, as far as it is not ready-made. */
export const lasting = {
  preset: Type.Optional(preset),
  kind: Type.Optional(kind),
  issuer: Type.Optional(issuer),
  temporary_credential_endpoint: Type.Optional(
    endpoint("Where temporary credentials are given (also: request token URL), where kind is oauth1"),
  ),
  authorization_endpoint: Type.Optional(endpoint("Where people are sent, where kind is oauth2 or oauth1")),
  token_endpoint: Type.Optional(
    endpoint("Where codes or temporary credentials are redeemed, where kind is oauth2 or oauth1"),
  ),
  userinfo_endpoint: Type.Optional(
    endpoint("What says who somebody is, where kind is oauth2 or oauth1"),
  ),
  person: Type.Optional(personPaths),
};

/** What stays of an upstream. */
export type LastingMembers = Static<TObject<typeof lasting>>;

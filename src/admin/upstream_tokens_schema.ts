import Type from "typebox";
import type { OfferedToken } from "../rp/tokens/upstream_tokens.ts";
import { upstreamSlug } from "./upstream_schema.ts";
import { instantText } from "./instant_text.ts";

const upstreamTokenSchema = Type.Object({
  upstream: upstreamSlug,
  iss: Type.String({ description: "Who speaks for the person there" }),
  sub: Type.String({ description: "Who the person is there" }),
  status: Type.Enum(["usable", "expired", "unreachable", "refused"], {
    description:
      "expired: the person has to sign in with the upstream again; unreachable: try again later; refused: the upstream does not accept us",
  }),
  access_token: Type.Optional(Type.String({ description: "Where it is usable; a bearer token (RFC 6750)" })),
  scope: Type.Optional(Type.String({ description: "What the upstream says that it is good for" })),
  expires_at: Type.Optional(
    Type.String({ description: "When it expires, where the upstream says so", format: "date-time" }),
  ),
}, { title: "UpstreamToken", additionalProperties: false });

/** What upstreams issued for a person. */
export const upstreamTokensSchema = Type.Object({ upstream_tokens: Type.Array(upstreamTokenSchema) }, {
  title: "UpstreamTokens",
  additionalProperties: false,
});

/** The same, as it is answered. */
export const shownUpstreamTokens = (tokens: readonly OfferedToken[]) => ({
  upstream_tokens: tokens.map(({ expires_at, ...token }) => ({
    ...token,
    ...(expires_at === undefined ? {} : { expires_at: instantText(expires_at) }),
  })),
});

import Type from "typebox";
import { tokenPattern } from "../domain/oauth_text.ts";
import { signatureMethods, upstreamAuthenticationMethods } from "../domain/upstream.ts";
import type { UpstreamMembers } from "./upstream_member.ts";

/** What we are at an upstream, and how we ask it. */
export const upstreamClientMembers = {
  display_name: {
    schema: Type.String({
      description: "What people read on its button; the preset's name or the id where left out",
      minLength: 1,
      maxLength: 80,
      examples: ["Example"],
    }),
    usual: ({ ready, slug }) => ready?.name ?? slug,
  },
  client_id: {
    schema: Type.String({
      description: "The client_id that it gave us; OAuth 1.0a calls it the consumer key",
      pattern: "^[\\x20-\\x7e]+$",
      maxLength: 500,
    }),
    needed: true,
  },
  token_endpoint_auth_method: {
    schema: Type.Enum([...upstreamAuthenticationMethods], {
      description:
        "How we authenticate at its token endpoint; by default the preset's way or client_secret_basic, and none where there is no client_secret or kind is oauth1",
    }),
    usual: ({ has_secret, kind, ready }) =>
      has_secret && kind !== "oauth1" ? ready?.token_endpoint_auth_method ?? "client_secret_basic" : "none",
  },
  signature_method: {
    schema: Type.Enum([...signatureMethods], {
      description:
        "How requests are signed where kind is oauth1 (RFC 5849 section 3.4); RSA-SHA1: with a key that is made here, whose public_key is to be registered there, and without client_secret; HMAC-SHA1 where left out",
    }),
    usual: ({ kind, ready }) =>
      ready?.kind === "oauth1" ? ready.signature_method : kind === "oauth1" ? "HMAC-SHA1" : null,
  },
  scopes: {
    schema: Type.Array(Type.String({ pattern: tokenPattern, maxLength: 200 }), {
      description: "What we ask for; by default the preset's, or openid, profile and email",
      maxItems: 20,
      uniqueItems: true,
    }),
    usual: ({ kind, ready }) => ready?.scopes ?? (kind === "oidc" ? ["openid", "profile", "email"] : []),
  },
} satisfies Partial<UpstreamMembers>;

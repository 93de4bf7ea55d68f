import Type from "typebox";
import { upstreamLogouts } from "../domain/upstream.ts";
import { upstreamClaims } from "./upstream_claims_schema.ts";
import type { UpstreamMembers } from "./upstream_member.ts";

/** What is done with an upstream after somebody has come from it. */
export const upstreamFollowMembers = {
  logout: {
    schema: Type.Enum([...upstreamLogouts], {
      description:
        "Whether who signs out here signs out there too, where it has an end_session_endpoint: none: no; offer: by a link; always: they are sent there",
      default: "offer",
    }),
  },
  store_tokens: {
    schema: Type.Boolean({
      description:
        "Whether the tokens that it issues for people are kept, sealed, for those who may have them; turning it off forgets them",
      default: false,
    }),
  },
  claims: { schema: upstreamClaims },
} satisfies Partial<UpstreamMembers>;

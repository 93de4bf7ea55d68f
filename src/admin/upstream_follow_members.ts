import Type from "typebox";
import { refreshableClaims } from "../domain/refreshed_claims.ts";
import { upstreamLogouts } from "../domain/upstream.ts";
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
  refresh_claims: {
    schema: Type.Array(Type.Enum([...refreshableClaims]), {
      description:
        "Claims that are set anew at each sign-in to what it says of the person; others are taken from it only where an account is made",
      uniqueItems: true,
      default: [],
    }),
  },
} satisfies Partial<UpstreamMembers>;

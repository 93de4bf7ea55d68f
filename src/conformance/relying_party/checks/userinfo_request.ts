import type { Check } from "../../check.ts";
import { bearerIn } from "../bearer.ts";
import type { Asked } from "../faults.ts";
import type { Granted } from "../granted.ts";

/** A request to the userinfo endpoint. */
export interface UserinfoRequest {
  readonly asked: Asked;
  readonly granted: Granted | undefined;
}

/** What every userinfo request has. */
export const userinfoRequestChecks: readonly Check<UserinfoRequest>[] = [
  {
    id: "rp_userinfo_request.means",
    section: "OpenID Connect Core section 5.3.1, RFC 6750 section 2",
    level: "failure",
    expects: "the access token in the header, or in the form of a POST",
    judge: ({ asked }) => {
      const { by } = bearerIn(asked);
      return by === "header" || by === "body" ? undefined : by;
    },
  },
  {
    id: "rp_userinfo_request.access_token",
    section: "OpenID Connect Core section 5.3.1",
    level: "failure",
    expects: "the access token that came with the ID token",
    judge: ({ asked, granted }) => {
      const { token } = bearerIn(asked);
      return token === undefined || token === granted?.access_token ? undefined : "another";
    },
  },
];

import type { Check } from "../../check.ts";
import { bearerIn } from "../bearer.ts";
import type { Asked } from "../faults.ts";
import type { Granted } from "../granted.ts";
import { isRefresh } from "../token_endpoint.ts";

/** What came of making the relying party refresh. */
export interface Refresh {
  /** What came to the provider meanwhile, in order. */
  readonly asked: readonly Asked[];
  readonly granted: Granted;
  /** Whether the relying party goes by the new tokens, as it tells whoever made it refresh. */
  readonly used: boolean;
}

type RefreshCheck = Check<Refresh>;

/** Without it there is nothing to see. */
export const refreshRequested: RefreshCheck = {
  id: "rp_refresh.requested",
  section: "OpenID Connect Core section 12.1",
  level: "failure",
  expects: "the refresh token is used",
  judge: ({ asked }) => asked.some(isRefresh) ? undefined : "no request",
};

/** Good tokens. */
export const refreshedTokensUsed: RefreshCheck = {
  id: "rp_refresh.used",
  section: "OpenID Connect Core section 12.2",
  level: "failure",
  expects: "the relying party goes by the new tokens",
  judge: ({ used }) => used ? undefined : "it does not",
};

/** Tokens with an ID token that is not of the same issuer, or not about the same person. */
export const refreshedTokensRefused: RefreshCheck = {
  id: "rp_refresh.refused",
  section: "OpenID Connect Core section 12.2",
  level: "failure",
  expects: "new tokens are not used where their ID token differs in iss or sub from the first one",
  judge: ({ used }) => used ? "it goes by them" : undefined,
};

/** The same, by what the access token is used for. */
export const stoppedAfterRefresh: RefreshCheck = {
  id: "rp_refresh.stopped",
  section: "OpenID Connect Core section 12.2",
  level: "failure",
  expects: "the new access token is not presented where the ID token that came with it is bad",
  judge: ({ asked, granted }) =>
    asked.some((request) => bearerIn(request).token === granted.refreshed_access_token)
      ? "it is presented"
      : undefined,
};

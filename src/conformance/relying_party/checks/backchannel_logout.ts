import type { Check } from "../../check.ts";
import { headerOf, type WireResponse } from "../../exchange.ts";

/** What came of a logout token. */
export interface LogoutTold {
  readonly response: WireResponse;
  /** Whether the person was still signed in when they came again. */
  readonly stillSignedIn: boolean;
}

type LogoutCheck = Check<LogoutTold>;

const told = ({ response }: LogoutTold) => `status ${response.status}`;

/** A good token, by what is answered. */
export const logoutTaken: LogoutCheck = {
  id: "rp_backchannel_logout.taken",
  section: "OpenID Connect Back-Channel Logout section 2.8",
  level: "failure",
  expects: "a good logout token is answered by 200, or 204",
  judge: (evidence) => [200, 204].includes(evidence.response.status) ? undefined : told(evidence),
};

/** A good token, by what it does. */
export const sessionEnded: LogoutCheck = {
  id: "rp_backchannel_logout.session_ended",
  section: "OpenID Connect Back-Channel Logout section 2.7",
  level: "failure",
  expects: "the session that a good logout token names ends",
  judge: ({ stillSignedIn }) => stillSignedIn ? "the person is still signed in" : undefined,
};

/** A bad token, by what is answered. */
export const logoutRefused: LogoutCheck = {
  id: "rp_backchannel_logout.refused",
  section: "OpenID Connect Back-Channel Logout section 2.6 and 2.8",
  level: "failure",
  expects: "a bad logout token is answered by 400",
  judge: (evidence) => evidence.response.status === 400 ? undefined : told(evidence),
};

/** A bad token, by what it does not do. */
export const sessionStands: LogoutCheck = {
  id: "rp_backchannel_logout.session_stands",
  section: "OpenID Connect Back-Channel Logout section 2.6",
  level: "failure",
  expects: "a bad logout token ends no session",
  judge: ({ stillSignedIn }) => stillSignedIn ? undefined : "the person is no longer signed in",
};

/** Any token. */
export const logoutAnswerNotKept: LogoutCheck = {
  id: "rp_backchannel_logout.no_store",
  section: "OpenID Connect Back-Channel Logout section 2.8",
  level: "warning",
  expects: "Cache-Control with no-store",
  judge: ({ response }) => {
    const found = headerOf(response, "cache-control") ?? "";
    return found.toLowerCase().split(",").some((directive) => directive.trim() === "no-store")
      ? undefined
      : found || "none";
  },
};

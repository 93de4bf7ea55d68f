import { type Check, shown } from "../../check.ts";
import { type Parameters, valueOf } from "../../parameters.ts";
import { decodeJwt } from "../../steps/verify_jwt.ts";
import type { Granted } from "../granted.ts";

/** A logout request of the relying party. */
export interface LogoutRequest {
  readonly request: Parameters;
  /** What was granted in the session that ends. */
  readonly granted: Granted;
  readonly post_logout_redirect_uri: string;
}

/** A person's way through signing out. */
export interface LogoutWay {
  /** Whether they came to the provider. */
  readonly requested: boolean;
  /** Whether they ended at the page that tells of signing out. */
  readonly returned: boolean;
  /** Whether they were still signed in when they came again. */
  readonly stillSignedIn: boolean;
}

/** What every logout request has. */
export const logoutRequestChecks: readonly Check<LogoutRequest>[] = [
  {
    id: "rp_logout_request.id_token_hint",
    section: "OpenID Connect RP-Initiated Logout section 2",
    level: "warning",
    expects: "id_token_hint with the ID token of the session",
    judge: ({ request, granted }) => {
      const hint = valueOf(request, "id_token_hint");
      if (hint === undefined) return "none";
      return decodeJwt(hint)?.claims.sub === granted.sub ? undefined : "another";
    },
  },
  {
    id: "rp_logout_request.post_logout_redirect_uri",
    section: "OpenID Connect RP-Initiated Logout section 2 and 3",
    level: "failure",
    expects: "the post_logout_redirect_uri that it has at this provider",
    judge: ({ request, post_logout_redirect_uri }) => {
      const found = valueOf(request, "post_logout_redirect_uri");
      return found === post_logout_redirect_uri ? undefined : shown(found);
    },
  },
  {
    id: "rp_logout_request.state",
    section: "OpenID Connect RP-Initiated Logout section 2",
    level: "warning",
    expects: "a state",
    judge: ({ request }) => valueOf(request, "state") ? undefined : "none",
  },
];

type WayCheck = Check<LogoutWay>;

/** Without it there is nothing to see. */
export const logoutRequested: WayCheck = {
  id: "rp_logout.requested",
  section: "OpenID Connect RP-Initiated Logout section 2",
  level: "failure",
  expects: "the person is sent to the provider's end_session_endpoint",
  judge: ({ requested }) => requested ? undefined : "no request",
};

/** The way back with the state that was sent. */
export const logoutReturned: WayCheck = {
  id: "rp_logout.returned",
  section: "OpenID Connect RP-Initiated Logout section 3",
  level: "failure",
  expects: "a person who comes back with the state that was sent is told that they are signed out",
  judge: ({ returned }) => returned ? undefined : "another page",
};

/** What signing out is for. */
export const logoutEndsSession: WayCheck = {
  id: "rp_logout.session_ended",
  section: "OpenID Connect RP-Initiated Logout section 2",
  level: "failure",
  expects: "the person is no longer signed in at the relying party",
  judge: ({ stillSignedIn }) => stillSignedIn ? "still signed in" : undefined,
};

/** The way back with another state, or with none. */
export const foreignReturnRefused: WayCheck = {
  id: "rp_logout.foreign_return_refused",
  section: "OpenID Connect RP-Initiated Logout section 3",
  level: "failure",
  expects: "a return without the state that was sent is not taken for one that was asked for",
  judge: ({ returned }) => returned ? "it is taken" : undefined,
};

import { formBody, formType } from "../../exchange.ts";
import type { Module, Stage } from "../../stage.ts";
import {
  logoutAnswerNotKept,
  logoutRefused,
  logoutTaken,
  type LogoutTold,
  sessionEnded,
  sessionStands,
} from "../checks/backchannel_logout.ts";
import { expectAccepted } from "../expect.ts";
import type { LogoutTokenFaults } from "../logout_token.ts";
import { meet } from "../meet.ts";
import { isSignedIn, openPersonsBrowser, signIn } from "../sign_in.ts";

/** Signs a person in, sends a logout token of their session, and has them come again. */
async function tell(stage: Stage, faults: LogoutTokenFaults): Promise<LogoutTold> {
  const address = stage.config.relying_party?.backchannel_logout_uri;
  if (address === undefined) {
    return stage.skip("The configuration has no relying_party.backchannel_logout_uri");
  }
  const meeting = await meet(stage), browser = openPersonsBrowser(meeting);
  const met = await signIn(meeting, { browser });
  expectAccepted(meeting, met);
  const logout_token = await meeting.provider.logoutToken(met.granted!, faults);
  stage.addSecret(logout_token);
  const response = await stage.send("logout token", {
    ...{ method: "POST", url: meeting.fill(address), headers: { "content-type": formType } },
    body: formBody({ logout_token }),
  });
  const { page } = await browser.open(met.page!.url);
  return { response, stillSignedIn: page !== undefined && isSignedIn(meeting, page) };
}

const prefix = "oidcc-client-test-rp-backchannel-rpinitlogout";

/** The provider tells of a session that ended. */
export const backchannelLogout: Module = {
  id: prefix,
  summary: "A good logout token ends the session",
  run: async (stage) =>
    void stage.verifyAll([logoutTaken, sessionEnded, logoutAnswerNotKept], await tell(stage, {})),
};

/** A module whose logout token has to be refused. */
const refused = (suffix: string, summary: string, faults: LogoutTokenFaults): Module => ({
  id: `${prefix}-${suffix}`,
  summary,
  run: async (stage) =>
    void stage.verifyAll([logoutRefused, sessionStands, logoutAnswerNotKept], await tell(stage, faults)),
});

/** Nobody signed it. */
export const backchannelLogoutAlgNone = refused(
  "alg-none",
  "A logout token that nobody signed is refused",
  { signature: "unsigned" },
);

/** It tells of nothing. */
export const backchannelLogoutNoEvent = refused(
  "no-event",
  "A logout token without events is refused",
  { claims: () => ({ events: undefined }) },
);

/** It could be an ID token. */
export const backchannelLogoutWithNonce = refused(
  "with-nonce",
  "A logout token with a nonce is refused",
  { claims: () => ({ nonce: "nonce" }) },
);

/** It is signed by another algorithm than the one that is agreed on. */
export const backchannelLogoutWrongAlg = refused(
  "wrong-alg",
  "A logout token by another algorithm than the ID tokens is refused",
  { signature: "secret" },
);

/** It is for another client. */
export const backchannelLogoutWrongAud = refused(
  "wrong-aud",
  "A logout token for another client is refused",
  { claims: () => ({ aud: "another-client" }) },
);

/** It tells of something else. */
export const backchannelLogoutWrongEvent = refused(
  "wrong-event",
  "A logout token of another event is refused",
  { claims: () => ({ events: { "http://schemas.openid.net/event/another": {} } }) },
);

/** It is of another issuer. */
export const backchannelLogoutWrongIss = refused(
  "wrong-iss",
  "A logout token of another issuer is refused",
  { claims: ({ iss }) => ({ iss: `${iss}/other` }) },
);

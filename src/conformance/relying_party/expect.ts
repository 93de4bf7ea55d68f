import type { Check } from "../check.ts";
import { authorizationRequestChecks, formPostAsked } from "./checks/authorization_request.ts";
import {
  authorizationRequested,
  codeRedeemed,
  notSignedIn,
  signedIn,
  userinfoAsked,
} from "./checks/outcome.ts";
import { tokenRequestChecks } from "./checks/token_request.ts";
import { userinfoRequestChecks } from "./checks/userinfo_request.ts";
import type { Meeting } from "./meet.ts";
import { requestsTo, type SignIn } from "./sign_in.ts";

/** Seconds for which certification waits for what must not come. */
const usualWait = 5;

/** A person has to be sent to the provider, by a good request. */
function expectRequested({ stage, party }: Meeting, met: SignIn): void {
  stage.require([authorizationRequested], met);
  const [{ method, query, form }] = requestsTo(met, "authorization_endpoint") as [SignIn["asked"][number]];
  const evidence = { request: method === "POST" ? form : query, party };
  stage.verifyAll(authorizationRequestChecks, evidence);
  if (stage.variant.response_mode === "form_post") stage.verify(formPostAsked, evidence);
}

/** The code has to be redeemed, by good requests. Without that a relying party that refuses everything would pass. */
export function expectRedeemed(meeting: Meeting, met: SignIn): void {
  const { stage, party } = meeting;
  expectRequested(meeting, met);
  stage.require([codeRedeemed], met);
  for (const asked of requestsTo(met, "token_endpoint")) {
    stage.verifyAll(tokenRequestChecks, { asked, granted: met.granted, party });
  }
}

function judgeUserinfo({ stage }: Meeting, met: SignIn): void {
  for (const asked of requestsTo(met, "userinfo_endpoint")) {
    stage.verifyAll(userinfoRequestChecks, { asked, granted: met.granted });
  }
}

/** The person has to be signed in, after userinfo was asked for. */
export function expectAccepted(meeting: Meeting, met: SignIn): void {
  expectRedeemed(meeting, met);
  meeting.stage.require([userinfoAsked], met);
  judgeUserinfo(meeting, met);
  meeting.stage.verify(signedIn, met);
}

/**
 * The person must not be signed in, and nothing further may come: by the time at which the relying party has answered
 * them, and for as long after that as the configuration has it wait.
 *
 * @param stopped What judges that nothing further came.
 */
export async function expectRefused(
  meeting: Meeting,
  met: SignIn,
  stopped: Check<SignIn>,
): Promise<void> {
  meeting.stage.verify(notSignedIn, met);
  meeting.stage.verify(stopped, await later(meeting, met));
}

/** Waits for what must not come. */
export async function pause({ stage, configured: { wait = usualWait } }: Meeting): Promise<void> {
  if (wait > 0) await stage.wait(wait);
}

/** The same way once the wait for what must not come is over. */
export async function later(meeting: Meeting, met: SignIn): Promise<SignIn> {
  await pause(meeting);
  return { ...met, asked: meeting.provider.asked.slice(met.before) };
}

import type { Module } from "../../stage.ts";
import { bearerIn } from "../bearer.ts";
import { stoppedAfterUserinfo, userinfoAsked } from "../checks/outcome.ts";
import { expectAccepted, expectRedeemed, expectRefused } from "../expect.ts";
import { meet } from "../meet.ts";
import { requestsTo, signIn } from "../sign_in.ts";

/** The access token by one of the means of RFC 6750. */
const bearerBy = (means: "header" | "body"): Module => ({
  id: `oidcc-client-test-userinfo-bearer-${means}`,
  summary: `The access token comes to userinfo in the ${means}`,
  run: async (stage) => {
    const meeting = await meet(stage), met = await signIn(meeting);
    expectAccepted(meeting, met);
    const sent = requestsTo(met, "userinfo_endpoint").map((asked) => bearerIn(asked).by);
    if (!sent.includes(means)) stage.skip(`The relying party sends access tokens by the ${sent[0]}`);
  },
});

/** By the header, as RFC 6750 section 2.1 recommends. */
export const userinfoBearerHeader = bearerBy("header");

/** By the form of a POST, which a client may choose instead (RFC 6750 section 2.2). */
export const userinfoBearerBody = bearerBy("body");

/** Claims about somebody else. */
export const userinfoInvalidSub: Module = {
  id: "oidcc-client-test-userinfo-invalid-sub",
  summary: "Userinfo about another sub than the ID token's is not used",
  run: async (stage) => {
    const meeting = await meet(stage, { userinfo: ({ sub }) => ({ sub: `${sub}-other` }) });
    const met = await signIn(meeting);
    expectRedeemed(meeting, met);
    stage.require([userinfoAsked], met);
    await expectRefused(meeting, met, stoppedAfterUserinfo);
  },
};

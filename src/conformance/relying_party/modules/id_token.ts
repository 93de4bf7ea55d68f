import type { Module } from "../../stage.ts";
import { signatureJudged, stoppedAfterIdToken, wholly } from "../checks/outcome.ts";
import { expectAccepted, expectRedeemed, expectRefused, later } from "../expect.ts";
import type { Faults, IdTokenFaults } from "../faults.ts";
import { meet } from "../meet.ts";
import { requestsTo, signIn } from "../sign_in.ts";
import { valueOf } from "../../parameters.ts";

/** A module whose ID token has to be accepted. */
const accepted = (id: string, summary: string, faults: Faults): Module => ({
  id,
  summary,
  run: async (stage) => {
    const meeting = await meet(stage, faults);
    expectAccepted(meeting, await signIn(meeting));
  },
});

/** A module whose ID token has to be refused. */
const refused = (id: string, summary: string, idToken: IdTokenFaults): Module => ({
  id,
  summary,
  run: async (stage) => {
    const meeting = await meet(stage, { idToken }), met = await signIn(meeting);
    expectRedeemed(meeting, met);
    await expectRefused(meeting, met, stoppedAfterIdToken);
  },
});

/** Another issuer than the provider's. */
export const invalidIss = refused(
  "oidcc-client-test-invalid-iss",
  "An ID token of another issuer is refused",
  { claims: ({ iss }) => ({ iss: `${iss}/other` }) },
);

/** Nobody is named. */
export const missingSub = refused(
  "oidcc-client-test-missing-sub",
  "An ID token without sub is refused",
  { claims: () => ({ sub: undefined }) },
);

/** It is for another client. */
export const invalidAud = refused(
  "oidcc-client-test-invalid-aud",
  "An ID token for another client is refused",
  { claims: () => ({ aud: "another-client" }) },
);

/** Nobody knows when it was made. */
export const missingIat = refused(
  "oidcc-client-test-missing-iat",
  "An ID token without iat is refused",
  { claims: () => ({ iat: undefined }) },
);

/** The key need not be named where there is one. */
export const kidAbsentSingleJwks = accepted(
  "oidcc-client-test-kid-absent-single-jwks",
  "An ID token without kid is accepted where there is one key",
  { idToken: { withoutKid: true } },
);

/** The usual algorithm. */
export const idTokenSigRs256 = accepted(
  "oidcc-client-test-idtoken-sig-rs256",
  "An ID token that is signed by RS256 is accepted",
  {},
);

/** Where there are several, a client may try each, or refuse. */
export const kidAbsentMultipleJwks: Module = {
  id: "oidcc-client-test-kid-absent-multiple-jwks",
  summary: "An ID token without kid is tried with each key, or refused, where there are several",
  run: async (stage) => {
    const meeting = await meet(stage, { severalKeys: true, idToken: { withoutKid: true } });
    const met = await signIn(meeting);
    expectRedeemed(meeting, met);
    stage.verify(wholly, await later(meeting, met));
  },
};

/** A client may take ID tokens that nobody signed straight from the token endpoint, where it asked for such. */
export const idTokenSigNone: Module = {
  id: "oidcc-client-test-idtoken-sig-none",
  summary: "An ID token that nobody signed is taken wholly, or refused wholly",
  run: async (stage) => {
    const meeting = await meet(stage, { idToken: { signature: "unsigned" } }), met = await signIn(meeting);
    expectRedeemed(meeting, met);
    const ended = await later(meeting, met);
    stage.verify(wholly, ended);
    if (!ended.signedIn) stage.skip("The relying party takes no ID token that nobody signed");
  },
};

/** Signed by a key that is not the provider's. */
export const invalidSigRs256: Module = {
  id: "oidcc-client-test-invalid-sig-rs256",
  summary: "An ID token whose signature is not the provider's is refused",
  run: async (stage) => {
    const meeting = await meet(stage, { idToken: { signature: "other_key" } }), met = await signIn(meeting);
    expectRedeemed(meeting, met);
    stage.verify(signatureJudged, await later(meeting, met));
  },
};

/** A nonce that was not sent; a client of the code flow need not send one. */
export const nonceInvalid: Module = {
  id: "oidcc-client-test-nonce-invalid",
  summary: "An ID token with another nonce than was sent is refused",
  run: async (stage) => {
    const meeting = await meet(stage, { idToken: { claims: () => ({ nonce: "another" }) } });
    const met = await signIn(meeting);
    expectRedeemed(meeting, met);
    const [{ query, form } = { query: [], form: [] }] = requestsTo(met, "authorization_endpoint");
    if (valueOf([...query, ...form], "nonce") === undefined) stage.skip("The relying party sends no nonce");
    await expectRefused(meeting, met, stoppedAfterIdToken);
  },
};

import type { Check } from "../../check.ts";
import type { Place } from "../faults.ts";
import type { SignIn } from "../sign_in.ts";

const came = ({ asked }: SignIn, place: Place) => asked.some((request) => request.place === place);

const seen = ({ page }: SignIn) =>
  page ? `a page of status ${page.status} at ${new URL(page.url).pathname}` : "no page";

/** A place that a relying party has to come to. */
const comesTo = (id: string, place: Place, section: string, expects: string): Check<SignIn> => ({
  ...{ id, section, expects, level: "failure" },
  judge: (evidence) => came(evidence, place) ? undefined : "no request",
});

/** Without it there is nothing to see. */
export const metadataFetched = comesTo(
  "rp_outcome.metadata_fetched",
  "metadata",
  "OpenID Connect Discovery section 4",
  "the provider's metadata is fetched",
);

/** The keys that the metadata names. */
export const keysFetched = comesTo(
  "rp_outcome.keys_fetched",
  "jwks_uri",
  "OpenID Connect Discovery section 3, OpenID Connect Core section 10.1",
  "the keys are fetched from jwks_uri",
);

/** Without it there is nothing to see. */
export const authorizationRequested = comesTo(
  "rp_outcome.authorization_requested",
  "authorization_endpoint",
  "OpenID Connect Core section 3.1.2.1",
  "the person is sent to the provider",
);

/** Without it there is nothing to see. */
export const codeRedeemed = comesTo(
  "rp_outcome.code_redeemed",
  "token_endpoint",
  "OpenID Connect Core section 3.1.3.1",
  "the code is redeemed",
);

/** What certification looks at to see that an ID token was accepted. */
export const userinfoAsked = comesTo(
  "rp_outcome.userinfo_asked",
  "userinfo_endpoint",
  "OpenID Connect Core section 5.3.1",
  "userinfo is asked for, with the ID token accepted",
);

/** The person got in. */
export const signedIn: Check<SignIn> = {
  id: "rp_outcome.signed_in",
  section: "OpenID Connect Core section 3.1",
  level: "failure",
  expects: "the person ends at the page that only somebody who is signed in comes to",
  judge: (evidence) => evidence.signedIn ? undefined : seen(evidence),
};

/** The person did not get in. */
export const notSignedIn: Check<SignIn> = {
  id: "rp_outcome.not_signed_in",
  section: "OpenID Connect Core section 3.1.3.7 and 5.3.2",
  level: "failure",
  expects: "the person is not signed in",
  judge: (evidence) => evidence.signedIn ? seen(evidence) : undefined,
};

/** Requests that came after a bad answer, but for those by which it is judged. */
const further = ({ asked }: SignIn, after: Place) =>
  asked.slice(asked.findIndex(({ place }) => place === after) + 1)
    .map(({ place }) => place)
    .filter((place) => place !== "metadata" && place !== "jwks_uri");

/** What came after an answer that has to be the last. */
const stopsAfter = (id: string, place: Place, section: string, expects: string): Check<SignIn> => ({
  ...{ id, section, expects, level: "failure" },
  judge: (evidence) => {
    const found = further(evidence, place);
    return found.length === 0 ? undefined : found.join(", ");
  },
});

/** Nothing is done with a bad ID token. */
export const stoppedAfterIdToken = stopsAfter(
  "rp_outcome.stopped_after_id_token",
  "token_endpoint",
  "OpenID Connect Core section 3.1.3.5 and 3.1.3.7",
  "no further request once the ID token was bad",
);

/** Nothing is done with claims about somebody else. */
export const stoppedAfterUserinfo = stopsAfter(
  "rp_outcome.stopped_after_userinfo",
  "userinfo_endpoint",
  "OpenID Connect Core section 5.3.2",
  "no further request once userinfo was about somebody else",
);

/** Nobody is sent to a provider whose metadata is somebody else's. */
export const stoppedAfterMetadata = stopsAfter(
  "rp_outcome.stopped_after_metadata",
  "metadata",
  "OpenID Connect Discovery section 4.3",
  "no further request once the metadata named another issuer",
);

/** A signature that does not verify: between server and server it may be left to TLS. */
export const signatureJudged: Check<SignIn> = {
  id: "rp_outcome.signature_judged",
  section: "OpenID Connect Core section 3.1.3.7 item 6",
  level: "warning",
  expects:
    "the person is not signed in: the signature does not verify, though a client may rely on TLS alone",
  judge: (evidence) =>
    evidence.signedIn || came(evidence, "userinfo_endpoint") ? "the ID token was accepted" : undefined,
};

/** Whether it accepts or refuses, it does so wholly. */
export const wholly: Check<SignIn> = {
  id: "rp_outcome.wholly",
  section: "OpenID Connect Core section 3.1.3.7",
  level: "failure",
  expects: "an ID token that may be accepted or refused is used either for signing in or for nothing",
  judge: (evidence) =>
    came(evidence, "userinfo_endpoint") === evidence.signedIn
      ? undefined
      : evidence.signedIn
      ? "signed in without userinfo"
      : "userinfo is asked for, and nobody signed in",
};

import type { Module } from "../../stage.ts";
import { keysFetched, metadataFetched, stoppedAfterMetadata } from "../checks/outcome.ts";
import type { Check } from "../../check.ts";
import { expectAccepted, expectRefused } from "../expect.ts";
import { meet } from "../meet.ts";
import { type SignIn, signIn } from "../sign_in.ts";

/** A module in which a document has to be fetched, when the provider becomes known or when somebody signs in. */
const fetched = (id: string, summary: string, check: Check<SignIn>): Module => ({
  id,
  summary,
  run: async (stage) => {
    const meeting = await meet(stage), met = await signIn(meeting);
    stage.verify(check, { ...met, asked: meeting.provider.asked });
    expectAccepted(meeting, met);
  },
});

/** The metadata. */
export const discoveryOpenidConfig = fetched(
  "oidcc-client-test-discovery-openid-config",
  "The relying party goes by the provider's metadata",
  metadataFetched,
);

/** The keys that it names. */
export const discoveryJwksUriKeys = fetched(
  "oidcc-client-test-discovery-jwks-uri-keys",
  "The relying party fetches the keys that the metadata names",
  keysFetched,
);

/** Metadata of somebody else. */
export const discoveryIssuerMismatch: Module = {
  id: "oidcc-client-test-discovery-issuer-mismatch",
  summary: "Metadata that names another issuer than it was fetched for is not used",
  run: async (stage) => {
    const meeting = await meet(stage, { metadata: ({ issuer }) => ({ issuer: `${issuer}/other` }) });
    const all = (met: SignIn) => ({ ...met, before: 0, asked: meeting.provider.asked });
    const nowhere: SignIn = { before: 0, asked: [], granted: undefined, page: undefined, signedIn: false };
    const met = all(meeting.introduced ? await signIn(meeting) : nowhere);
    stage.require([metadataFetched], met);
    await expectRefused(meeting, met, stoppedAfterMetadata);
  },
};

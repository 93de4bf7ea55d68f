import type { Module } from "../../stage.ts";
import { expectAccepted } from "../expect.ts";
import { meet } from "../meet.ts";
import { signIn } from "../sign_in.ts";

/** The provider changes its keys while somebody signs in. */
export const signingKeyRotationJustBeforeSigning: Module = {
  id: "oidcc-client-test-signing-key-rotation-just-before-signing",
  summary: "Keys that the provider changed just before it signed are fetched",
  run: async (stage) => {
    const meeting = await meet(stage, { rotatesBeforeSigning: true });
    expectAccepted(meeting, await signIn(meeting));
  },
};

/** The provider changes its keys between two people. */
export const signingKeyRotation: Module = {
  id: "oidcc-client-test-signing-key-rotation",
  summary: "Keys that the provider changed after somebody signed in are fetched for the next",
  run: async (stage) => {
    const meeting = await meet(stage);
    expectAccepted(meeting, await signIn(meeting));
    meeting.provider.rotateKeys();
    expectAccepted(meeting, await signIn(meeting));
  },
};

import { createHash } from "node:crypto";
import { idToken } from "../proxy/alter.ts";
import { frontIdToken } from "../proxy/landing.ts";
import { everythingAtOnce, inModule, type Mutation, signIn } from "./mutation.ts";

/** The right hash of something that did not come with it. */
const stale = createHash("sha256").update("of another sign-in").digest().subarray(0, 16).toString(
  "base64url",
);

export const mutations: readonly Mutation[] = [
  ...inModule(signIn, [
    {
      id: "the at_hash of another access token",
      fails: ["id_token.at_hash"],
      alter: idToken(() => ({ at_hash: stale })),
    },
    {
      id: "the c_hash of another code",
      fails: ["id_token.c_hash"],
      alter: idToken(() => ({ c_hash: stale })),
    },
  ]),
  ...inModule(signIn, [
    {
      id: "no at_hash beside an access token",
      fails: ["id_token.at_hash"],
      alter: frontIdToken(() => ({ at_hash: undefined })),
    },
    {
      id: "the at_hash of another access token than the one beside it",
      fails: ["id_token.at_hash"],
      alter: frontIdToken(() => ({ at_hash: stale })),
    },
    {
      id: "no c_hash beside a code",
      fails: ["id_token.c_hash"],
      alter: frontIdToken(() => ({ c_hash: undefined })),
    },
    {
      id: "the c_hash of another code than the one beside it",
      fails: ["id_token.c_hash"],
      alter: frontIdToken(() => ({ c_hash: stale })),
    },
  ], everythingAtOnce),
];

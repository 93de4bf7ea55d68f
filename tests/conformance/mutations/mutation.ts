import type { Variant } from "../../../src/conformance/variant.ts";
import { metadata } from "../proxy/alter.ts";
import type { Alter } from "../proxy/traffic.ts";

/** A fault that the proxy brings in, and what it is to be found out by. */
export interface Mutation {
  /** What is wrong, in words. */
  readonly id: string;
  /** The checks that no longer hold; every other that is judged does. */
  readonly fails: readonly string[];
  /** The module that is run: the cheapest that judges them. */
  readonly module: string;
  /** A plan of its own, where the module's first one will not do. */
  readonly plan?: string;
  /** What is picked where the plan pins nothing down, or several values. */
  readonly variant?: Partial<Variant>;
  /** It is about signing in, so that its browser begins signed out; others go on with a session that is there. */
  readonly signedOut?: boolean;
  /** What the proxy puts right before, where the issuer lacks something without which the checks do not hold. */
  readonly given?: Alter;
  readonly alter: Alter;
}

/** Rows that share a module, and what goes with it. */
export const inModule = (
  module: string,
  rows: readonly Omit<Mutation, "module">[],
  shared: Pick<Mutation, "plan" | "variant" | "given" | "signedOut"> = {},
): readonly Mutation[] => rows.map((row) => ({ module, ...shared, ...row }));

/** A module that signs in and nothing more. */
export const signIn = "oidcc-display-page";

/** The plan in which responses are form posts. */
export const formPost = { plan: "oidcc-formpost-basic-certification-test-plan" };

/** An ID token and an access token come through the browser beside a code. */
export const everythingAtOnce: Pick<Mutation, "plan" | "variant"> = {
  plan: "oidcc-hybrid-certification-test-plan",
  variant: { response_type: "code id_token token" },
};

/** An access token comes through the browser beside a code, and no ID token with its hash. */
export const codeAndToken: Pick<Mutation, "plan" | "variant"> = {
  plan: "oidcc-hybrid-certification-test-plan",
  variant: { response_type: "code token" },
};

/** An ID token comes through the browser, and nothing else. */
export const idTokenAlone: Pick<Mutation, "plan" | "variant"> = {
  plan: "oidcc-implicit-certification-test-plan",
  variant: { response_type: "id_token" },
};

/** Metadata without the issuer's own member for what is legacy, which is found out rightly. */
export const inKnownWords: Pick<Mutation, "given"> = {
  given: metadata(() => ({ legacy_response_types: undefined })),
};

/** Browsers begin signed out. */
export const signedOut = { signedOut: true };

/** Clients register themselves. */
export const dynamically: Pick<Mutation, "variant"> = { variant: { client_registration: "dynamic_client" } };

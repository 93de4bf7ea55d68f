import type { Variant } from "../../../src/conformance/variant.ts";
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
  /** What is picked beside what the plan pins down. */
  readonly variant?: Partial<Variant>;
  readonly alter: Alter;
}

/** Rows that share a module. */
export const inModule = (
  module: string,
  rows: readonly Omit<Mutation, "module">[],
  plan?: string,
): readonly Mutation[] => rows.map((row) => ({ ...row, module, ...(plan === undefined ? {} : { plan }) }));

/** A module that signs in and nothing more. */
export const signIn = "oidcc-display-page";

/** The plan in which responses are form posts. */
export const formPostPlan = "oidcc-formpost-basic-certification-test-plan";

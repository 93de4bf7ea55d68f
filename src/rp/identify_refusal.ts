import { err, type Result } from "../domain/result.ts";

/**
 * Why an upstream does not say who somebody is. `denied`: the person, or the upstream, said no. `unreachable`: it does
 * not answer, or asks to come later. `unusable`: what it says cannot be believed. `outdated`: it speaks a protocol with
 * which people are not safe. `why` names the demand for the log.
 */
export interface IdentifyRefusal {
  readonly kind: "denied" | "unreachable" | "unusable" | "outdated";
  readonly why: string;
}

/** Refuses, as a flow answers it. */
export const refuse = (kind: IdentifyRefusal["kind"], why: string): Result<never, IdentifyRefusal> =>
  err({ kind, why });

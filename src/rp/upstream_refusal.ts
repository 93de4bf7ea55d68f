import { err, type Result } from "../domain/result.ts";

/**
 * How an upstream's word is nothing to go by. `denied`: the person, or the upstream, said no. `unreachable`: it does not
 * answer, or asks to come later. `unusable`: what it says cannot be believed. `outdated`: it speaks a protocol with which
 * people are not safe.
 */
export type RefusalKind = "denied" | "unreachable" | "unusable" | "outdated";

/** Why an upstream's word is nothing to go by. `why` names the demand for the log. */
export interface UpstreamRefusal<Kind extends RefusalKind = RefusalKind> {
  readonly kind: Kind;
  readonly why: string;
}

/** Refuses what an upstream says. */
export const refuse = <Kind extends RefusalKind>(
  kind: Kind,
  why: string,
): Result<never, UpstreamRefusal<Kind>> => err({ kind, why });

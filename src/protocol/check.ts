import { err, ok, type Result } from "../domain/result.ts";
import type { OAuthError, OAuthErrorCode } from "./oauth_error.ts";

/**
 * One check of a request: a row of a step table. Pure over the facts, so that a refusal can be explained by running
 * the table again with one fact altered.
 */
export interface Check<Facts> {
  /** Stable name, logged and tested: subject and rule. */
  readonly id: string;
  /** The sentence that asks for the check. */
  readonly section: string;
  readonly error: OAuthErrorCode;
  /** What the client's developer is told. */
  readonly description: string | ((facts: Facts) => string);
  /** What would have been accepted, in words; never a secret. */
  readonly expected: (facts: Facts) => string;
  /** What came instead; never a secret. */
  readonly received: (facts: Facts) => string;
  readonly holds: (facts: Facts) => boolean;
}

/** A failed check: what the client is told, and what the log and the explainer say of it. */
export interface Failure extends OAuthError {
  readonly section: string;
  readonly expected: string;
  readonly received: string;
}

/** Runs a step table in its order. @returns err: the first check that does not hold. */
export function runChecks<Facts>(checks: readonly Check<Facts>[], facts: Facts): Result<void, Failure> {
  const failed = checks.find((check) => !check.holds(facts));
  if (!failed) return ok(undefined);
  const { id, section, error, description } = failed;
  return err({
    code: error,
    why: id,
    description: typeof description === "string" ? description : description(facts),
    section,
    expected: failed.expected(facts),
    received: failed.received(facts),
  });
}

import { err, ok, type Result } from "../domain/result.ts";
import type { OAuthError, OAuthErrorCode } from "./oauth_error.ts";
import type { Change, TraceRow } from "./trace.ts";

/** A change together with the facts as they would be with it. */
export interface Mend<Facts> {
  readonly facts: Facts;
  readonly change: Change;
}

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
  /** Where it does not hold, nothing that comes after it could be judged: the explanation ends there. */
  readonly blinds?: true;
  /** The smallest change with which it would hold. Called only where it does not. */
  readonly mend: (facts: Facts) => Mend<Facts>;
}

/** Walks a step table to its end, making the change that each failing check asks for before it goes on. */
export function explain<Facts>(checks: readonly Check<Facts>[], facts: Facts): readonly TraceRow[] {
  const rows: TraceRow[] = [];
  let mended = facts;
  for (const check of checks) {
    const { id, section } = check;
    if (check.holds(mended)) {
      rows.push({ id, section, held: true });
      continue;
    }
    const { facts: after, change } = check.mend(mended);
    const expected = check.expected(mended), received = check.received(mended);
    rows.push({ id, section, held: false, expected, received, change });
    if (check.blinds) break;
    mended = after;
  }
  return rows;
}

/** Runs a step table in its order. @returns err: the first check that does not hold, and the way of all of them. */
export function runChecks<Facts>(checks: readonly Check<Facts>[], facts: Facts): Result<void, OAuthError> {
  const failed = checks.find((check) => !check.holds(facts));
  if (!failed) return ok(undefined);
  const { id, error, description } = failed;
  return err({
    code: error,
    why: id,
    description: typeof description === "string" ? description : description(facts),
    trace: explain(checks, facts),
  });
}

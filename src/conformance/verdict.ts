import type { Finding } from "./check.ts";

/** How a module ended. */
export type Verdict = "PASSED" | "FAILED" | "WARNING" | "REVIEW" | "SKIPPED";

/** Every verdict, the worst first. */
export const verdicts: readonly Verdict[] = ["FAILED", "WARNING", "REVIEW", "SKIPPED", "PASSED"];

/** How a module ended, apart from its findings. */
export type Ending =
  /** It went to its end, or to a finding after which there was nothing more to see. */
  | { readonly kind: "ended" }
  /** It does not apply, and why. */
  | { readonly kind: "skipped"; readonly reason: string }
  /** Something that nobody judges went wrong: no answer, a page that nobody knows what to do on. */
  | { readonly kind: "broken"; readonly reason: string };

const saying = ({ id, received }: Finding) => `${id}: ${received}`;

/**
 * The verdict on a module.
 *
 * @param reviews What a person still has to look at.
 */
export function judgeModule(
  findings: readonly Finding[],
  ending: Ending,
  reviews: readonly string[],
): { readonly verdict: Verdict; readonly reason: string } {
  const bad = findings.filter(({ received }) => received !== undefined);
  const failures = bad.filter(({ level }) => level === "failure");
  if (failures.length > 0) return { verdict: "FAILED", reason: failures.map(saying).join("; ") };
  if (ending.kind === "broken") return { verdict: "FAILED", reason: ending.reason };
  if (bad.length > 0) return { verdict: "WARNING", reason: bad.map(saying).join("; ") };
  if (ending.kind === "skipped") return { verdict: "SKIPPED", reason: ending.reason };
  if (reviews.length > 0) return { verdict: "REVIEW", reason: reviews.join("; ") };
  return { verdict: "PASSED", reason: "" };
}

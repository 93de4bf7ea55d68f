import { isObject } from "./json.ts";
import type { ModuleResult } from "./run.ts";
import { type Verdict, verdicts } from "./verdict.ts";

/** A module that is known not to pass: a row of the one file in which such are reviewed. */
export interface Expectation {
  /** The plan in which it is so; absent: wherever the module is run. */
  readonly plan?: string;
  readonly module: string;
  readonly verdict: Exclude<Verdict, "PASSED">;
  /** A part of the reason that the run gives, so that another reason is not covered. */
  readonly says: string;
  /** Why that is accepted. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** The day from which it is accepted no longer, as YYYY-MM-DD in UTC. */
  readonly expires: string;
}

const required = ["module", "verdict", "says", "reason", "owner", "expires"] as const;
const known: readonly string[] = [...required, "plan"];

const isDay = (text: string) => {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !isNaN(at.getTime()) && at.toISOString().startsWith(text);
};

function faultIn(row: unknown): string | undefined {
  if (!isObject(row)) return "is no object";
  const strange = Object.keys(row).find((name) => !known.includes(name));
  if (strange !== undefined) return `has no member ${strange}: it knows ${known.join(", ")}`;
  const missing = required.find((name) => !(name in row));
  if (missing) return `lacks ${missing}`;
  const empty = Object.entries(row).find(([, value]) => typeof value !== "string" || value.trim() === "");
  if (empty) return `${empty[0]} has to be a text that is not empty`;
  if (row.verdict === "PASSED" || !verdicts.includes(row.verdict as Verdict)) {
    return `verdict has to be one of ${verdicts.filter((verdict) => verdict !== "PASSED").join(", ")}`;
  }
  return isDay(row.expires as string) ? undefined : "expires has to be a day, as YYYY-MM-DD";
}

/** Reads the text of the file: a JSON array. @returns the rows, or what is wrong with them. */
export function readExpected(json: string): readonly Expectation[] | { readonly fault: string } {
  let rows: unknown;
  try {
    rows = JSON.parse(json);
  } catch (fault) {
    return { fault: `it is no JSON: ${(fault as Error).message}` };
  }
  if (!Array.isArray(rows)) return { fault: "it has to be a list" };
  for (const [at, row] of rows.entries()) {
    const fault = faultIn(row);
    if (fault !== undefined) return { fault: `entry ${at + 1} ${fault}` };
  }
  return rows;
}

/** Whether a row speaks of a module that was run, however that came out. */
export const concerns = (row: Expectation, { planned }: ModuleResult): boolean =>
  row.module === planned.module.id && (row.plan ?? planned.plan) === planned.plan;

/** Whether a row expects exactly how a module came out. */
export const expects = (row: Expectation, result: ModuleResult): boolean =>
  concerns(row, result) && row.verdict === result.verdict && result.reason.includes(row.says);

/** Whether a row has run out. @param today YYYY-MM-DD in UTC. */
export const hasExpired = ({ expires }: Expectation, today: string): boolean => expires <= today;

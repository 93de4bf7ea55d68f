import type { Entry } from "../../src/conformance/journal.ts";
import { plans } from "../../src/conformance/plans/plans.ts";
import { schedule } from "../../src/conformance/plan.ts";
import type { Report } from "../../src/conformance/report.ts";
import type { ModuleResult } from "../../src/conformance/run.ts";
import { judgeModule, type Verdict } from "../../src/conformance/verdict.ts";

/** The plan that made results are of. */
export const madePlan = plans[0]!;

const planned = schedule(madePlan, {});

const findingOf = (verdict: Verdict, received: string): readonly Entry[] =>
  verdict === "FAILED" || verdict === "WARNING"
    ? [{
      kind: "finding",
      finding: {
        id: "subject.rule",
        section: "RFC 6749 section 1",
        level: verdict === "FAILED" ? "failure" : "warning",
        expects: "What has to be seen",
        received,
      },
    }]
    : [];

/** A result as a run gives it, without a run: the module's place in the plan, how it ended, and its log. */
export function madeResult(
  place: number,
  verdict: Verdict,
  { reason = "something else", entries = [], secrets = [] }: {
    readonly reason?: string;
    readonly entries?: readonly Entry[];
    readonly secrets?: readonly string[];
  } = {},
): ModuleResult {
  const log = [...entries, ...findingOf(verdict, reason)];
  const judged = judgeModule(
    log.flatMap((entry) => entry.kind === "finding" ? [entry.finding] : []),
    verdict === "SKIPPED" ? { kind: "skipped", reason } : { kind: "ended" },
    verdict === "REVIEW" ? [reason] : [],
  );
  if (judged.verdict !== verdict) throw new Error(`It came out as ${judged.verdict}`);
  return { planned: planned[place]!, ...judged, entries: log, secrets: new Set(secrets), milliseconds: 1500 };
}

/** A report of made results. */
export const madeReport = (
  results: readonly ModuleResult[],
  measure: Partial<Report["measure"]> = {},
): Report => ({
  plan: madePlan.name,
  issuer: "https://id.example",
  seed: 7,
  at: Date.UTC(2026, 0, 2, 3, 4, 5),
  milliseconds: 3000,
  results,
  measure: { chosen: [], today: "2026-01-02", ...measure },
});

/** An exchange in a log. */
export const madeExchange = (
  { url = "https://id.example/token", headers = {}, form, response }: {
    readonly url?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly form?: Readonly<Record<string, string>>;
    readonly response?: { readonly headers?: readonly (readonly [string, string])[]; readonly body: string };
  },
): Entry => ({
  kind: "exchange",
  purpose: "made",
  exchange: {
    at: 0,
    milliseconds: 12,
    request: {
      method: form ? "POST" : "GET",
      url,
      headers: { ...headers, ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}) },
      ...(form ? { body: new URLSearchParams(form).toString() } : {}),
    },
    response: response && { status: 200, headers: response.headers ?? [], body: response.body },
  },
});

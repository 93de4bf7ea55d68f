import type { Acceptance } from "./acceptance.ts";
import { openMask } from "./mask.ts";
import { type Markup, markup } from "./markup.ts";
import { anchorOf, moduleMarkup, verdictMarkup } from "./report_module.ts";
import { titleOf } from "./plan.ts";
import type { Report } from "./report.ts";
import { reportStyle } from "./report_style.ts";
import type { ModuleResult } from "./run.ts";
import { verdicts } from "./verdict.ts";

const row = ({ planned, verdict, reason, entries, secrets }: ModuleResult, at: number): Markup =>
  markup`
<tr><td>${verdictMarkup(verdict)}</td><th scope="row"><a href="#${anchorOf(at)}">${
    titleOf(planned)
  }</a></th><td>${openMask(entries, secrets).text(reason)}</td></tr>`;

const list = (title: string, lines: readonly string[]): Markup | undefined =>
  lines.length === 0 ? undefined : markup`
<h3>${title}</h3><ul>${lines.map((line) => markup`<li>${line}</li>`)}</ul>`;

/** Policy of the page: nothing is loaded, and nothing that an issuer sent can run. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * A run as one page for a reviewer: the counts, each module with its log, each exchange with its secrets masked. It is
 * whole in itself: no script, nothing loaded.
 *
 * @param acceptance What {@link Report} came to, from `accept`.
 */
export function htmlReport(
  report: Report,
  acceptance: Acceptance,
): string {
  const { plan, issuer, seed, at, milliseconds, results } = report;
  const counts = verdicts.map((verdict) => ({
    verdict,
    count: results.filter((result) => result.verdict === verdict).length,
  }));
  // A refusal may repeat a reason: what any module held secret is masked.
  const mask = openMask(
    results.flatMap(({ entries }) => entries),
    new Set(results.flatMap(({ secrets }) => [...secrets])),
  );
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${{ markup: policy }}">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>${plan}: ${issuer}</title>
<style>${{ markup: reportStyle }}</style>
</head>
<body>
<header>
<h1>${plan}</h1>
<p>${issuer}, ${new Date(at).toISOString().slice(0, 19)}Z, ${
    (milliseconds / 1000).toFixed(1)
  } s, seed ${seed}</p>
</header>
<main>
<h2>Summary</h2>
<p>${results.length} modules: ${
    counts.map(({ verdict, count }, place) =>
      markup`${place === 0 ? "" : ", "}${count} ${verdictMarkup(verdict)}`
    )
  }. ${acceptance.refusals.length === 0 ? "The run is accepted." : "The run is refused."}</p>${
    list("Why it is refused", acceptance.refusals.map(mask.text))
  }${list("To look at", acceptance.remarks.map(mask.text))}
<table>
<caption>Modules in the order of the plan</caption>
<thead><tr><th scope="col">Verdict</th><th scope="col">Module</th><th scope="col">Reason</th></tr></thead>
<tbody>${results.map(row)}</tbody>
</table>
<h2>Logs</h2>${results.map((result, place) => moduleMarkup(report, result, place))}
</main>
</body>
</html>
`.markup;
}

import { expectationOf } from "./acceptance.ts";
import type { Finding } from "./check.ts";
import { textOf } from "./html.ts";
import type { Entry, ShownPage } from "./journal.ts";
import { type Mask, openMask } from "./mask.ts";
import { type Markup, markup } from "./markup.ts";
import { titleOf } from "./plan.ts";
import { exchangeMarkup } from "./report_exchange.ts";
import type { Report } from "./report.ts";
import type { ModuleResult } from "./run.ts";

/** Where in the page a module stands. */
export const anchorOf = (at: number): string => `module-${at + 1}`;

/** A verdict, told by its word and not by its colour alone. */
export const verdictMarkup = (verdict: string): Markup =>
  markup`<span class="verdict ${verdict.toLowerCase()}">${verdict}</span>`;

const findingMarkup = ({ id, section, level, expects, received }: Finding, mask: Mask): Markup =>
  received === undefined
    ? markup`<p class="finding"><span class="passed">holds</span> <code>${id}</code> ${expects} <cite>${section}</cite></p>`
    : markup`<p class="finding"><span class="${
      level === "failure" ? "failed" : "warning"
    }">${level}</span> <code>${id}</code> expected: ${expects}; received: ${
      mask.text(received)
    } <cite>${section}</cite></p>`;

/** The picture of a page, in the page itself. */
const pictureMarkup = (title: string, picture: Uint8Array | undefined): Markup | undefined =>
  picture &&
  markup`<h4>What a person sees</h4><img alt="${title}" src="data:image/png;base64,${picture.toBase64()}">`;

const pageMarkup = (entry: ShownPage, { pictures }: Report, mask: Mask): Markup => {
  const { title, url, html } = entry, { origin, pathname } = new URL(url);
  return markup`<details class="page"><summary>${title}: the page at ${origin}${mask.text(pathname)}</summary>
${pictureMarkup(title, pictures?.get(entry))}<h4>What a person reads</h4><p>${mask.text(textOf(html))}</p>
<h4>Its markup</h4><pre tabindex="0">${mask.text(html)}</pre></details>`;
};

function entryMarkup(entry: Entry, report: Report, mask: Mask): Markup {
  switch (entry.kind) {
    case "exchange":
      return exchangeMarkup(entry, mask);
    case "finding":
      return findingMarkup(entry.finding, mask);
    case "note":
      return markup`<p>${mask.text(entry.text)}</p>`;
    case "review":
      return markup`<p>${verdictMarkup("REVIEW")} ${entry.what}</p>`;
    case "page":
      return pageMarkup(entry, report, mask);
  }
}

/** A module as a reviewer reads it: how it ended, and its log. */
export function moduleMarkup(report: Report, result: ModuleResult, at: number): Markup {
  const { planned, verdict, reason, entries, secrets, milliseconds } = result;
  const mask = openMask(entries, secrets), accepted = expectationOf(report.measure, result);
  const variant = Object.entries(planned.variant).map(([name, value]) => `${name}=${value}`).join(", ");
  return markup`
<section id="${anchorOf(at)}" aria-labelledby="${anchorOf(at)}-name">
<h3 id="${anchorOf(at)}-name">${titleOf(planned)} ${verdictMarkup(verdict)}</h3>
<p class="quiet">${variant}; ${(milliseconds / 1000).toFixed(1)} s</p>${
    reason === "" ? undefined : markup`<p>${mask.text(reason)}</p>`
  }${
    accepted
      ? markup`<p>Expected until ${accepted.expires}: ${accepted.reason} (${accepted.owner})</p>`
      : undefined
  }
<details><summary>Log of ${titleOf(planned)}, ${entries.length} lines</summary>
${entries.map((entry) => entryMarkup(entry, report, mask))}</details>
</section>`;
}

import { type Exchange, formType, mediaTypeOf } from "./exchange.ts";
import type { Mask } from "./mask.ts";
import { type Markup, markup } from "./markup.ts";

/** Characters of a body that are shown. */
const mostShown = 10_000;

const cut = (text: string) =>
  text.length <= mostShown
    ? text
    : `${text.slice(0, mostShown)}\n… ${text.length - mostShown} more characters`;

function pretty(json: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return undefined;
  }
}

const pairs = (mask: Mask, parameters: URLSearchParams): Markup =>
  markup`<dl>${
    [...parameters].map(([name, value]) =>
      markup`<div><dt>${name}</dt><dd>${mask.value(name, value)}</dd></div>`
    )
  }</dl>`;

const headers = (mask: Mask, given: Iterable<readonly [string, string]>): Markup =>
  markup`<dl>${
    [...given].map(([name, value]) => markup`<div><dt>${name}</dt><dd>${mask.header(name, value)}</dd></div>`)
  }</dl>`;

function body(mask: Mask, text: string, type: string): Markup | undefined {
  if (text === "") return undefined;
  if (type.startsWith(formType)) return markup`<h5>Form</h5>${pairs(mask, new URLSearchParams(text))}`;
  // Before it is cut, so that no half of a secret is left.
  return markup`<h5>Body</h5><pre tabindex="0">${cut(mask.text(pretty(text) ?? text))}</pre>`;
}

const statusOf = ({ response }: Exchange, purpose: string) =>
  response ? String(response.status) : purpose === "callback" ? "arrived" : "no answer";

/** An exchange as a reviewer reads it: folded, with its secrets masked. */
export function exchangeMarkup({ exchange, purpose }: {
  readonly exchange: Exchange;
  readonly purpose: string;
}, mask: Mask): Markup {
  const { request, response, milliseconds } = exchange, url = new URL(request.url);
  const fragment = new URLSearchParams(url.hash.slice(1));
  return markup`<details class="exchange"><summary><b>${request.method}</b> ${url.origin}${
    mask.text(url.pathname)
  } <b>${statusOf(exchange, purpose)}</b> <span class="quiet">${purpose}, ${milliseconds} ms</span></summary>
<h4>Request</h4>${url.search === "" ? undefined : markup`<h5>Query</h5>${pairs(mask, url.searchParams)}`}${
    fragment.size === 0 ? undefined : markup`<h5>Fragment</h5>${pairs(mask, fragment)}`
  }<h5>Headers</h5>${headers(mask, Object.entries(request.headers))}${
    body(mask, request.body ?? "", request.headers["content-type"] ?? "")
  }${
    response
      ? markup`<h4>Response</h4><h5>Headers</h5>${headers(mask, response.headers)}${
        body(mask, response.body, mediaTypeOf(response))
      }`
      : undefined
  }</details>`;
}

import { type BrowserStep, filled, fits } from "./browser_step.ts";
import { type Cookie, openCookieJar } from "./cookie_jar.ts";
import {
  formBody,
  formType,
  headerOf,
  mediaTypeOf,
  type Send,
  type WireRequest,
  type WireResponse,
} from "./exchange.ts";
import { loadFrames } from "./frames.ts";
import { type Form, formsOf, linksOf, refreshOf } from "./forms.ts";

/** A page at which a browser is. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly mediaType: string;
  readonly html: string;
}

/** A request that came back to the client. */
export interface Arrival {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly mediaType: string;
  /** Fields of the body, where it was posted. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** Where a browser came to, and what was done on the way. */
export interface Visit {
  /** undefined: it stayed at a page. */
  readonly arrival: Arrival | undefined;
  /** The last page that was shown. */
  readonly page: Page | undefined;
  /** Pages that something was done on, in their order. */
  readonly asked: readonly { readonly step: BrowserStep["step"]; readonly page: Page }[];
  /** Addresses of the client that pages on the way loaded in frames. */
  readonly frames: readonly URL[];
  /** Statuses of redirects that answered a POST with something filled in. */
  readonly redirectsAfterPost: readonly number[];
}

/** A browser of one person. It knows no script: pages have to do without. */
export interface Browser {
  /** Opens an address and goes on until it arrives at the client or at a page that nothing is to be done on. */
  readonly open: (url: string) => Promise<Visit>;
  /** Sends a form from the client's own site. */
  readonly post: (url: string, fields: Readonly<Record<string, string>>, origin: string) => Promise<Visit>;
  /** The cookies that it has by now. */
  readonly cookies: () => readonly Cookie[];
}

/** What a browser needs. */
export interface BrowserPorts {
  readonly send: Send;
  readonly steps: readonly BrowserStep[];
  /** Whether an address is the client's. */
  readonly isOurs: (url: URL) => boolean;
  /** Told of what arrives at the client. */
  readonly arrived: (request: WireRequest) => void;
}

/** Requests that one visit may take, and times that the same page is filled in. */
const mostRequests = 40, mostRepeats = 3;

interface Move {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly fields?: Readonly<Record<string, string>>;
  /** Media type of the fields. */
  readonly enctype?: string;
  /** Where the form stood that is sent. */
  readonly origin?: string;
}

const get = (url: string): Move => ({ method: "GET", url: new URL(url) });

/** The request for a form as it is sent. */
function submission(
  { action, method, enctype }: Form,
  fields: Readonly<Record<string, string>>,
  page: Page,
): Move {
  const url = new URL(action);
  if (method === "POST") return { method, url, fields, enctype, origin: new URL(page.url).origin };
  url.search = formBody(fields);
  return { method, url };
}

/** The redirect that an answer is (RFC 9110 section 15.4): 307 and 308 repeat the request, the others fetch. */
function redirected(move: Move, status: number, location: string): Move {
  const url = new URL(location, move.url);
  return status === 307 || status === 308 ? { ...move, url } : { method: "GET", url };
}

/** Opens a browser without cookies. */
export function openBrowser({ send, steps, isOurs, arrived }: BrowserPorts): Browser {
  const jar = openCookieJar();

  const requestOf = ({ method, url, fields, origin }: Move): WireRequest => {
    const crossSite = origin !== undefined && origin !== url.origin;
    const cookie = jar.header(url, crossSite && method === "POST");
    const target = new URL(url);
    target.hash = "";
    return {
      method,
      url: target.href,
      headers: {
        accept: "text/html,application/xhtml+xml,*/*;q=0.8",
        "accept-language": "en",
        ...(cookie === undefined ? {} : { cookie }),
        ...(origin === undefined
          ? {}
          : { origin, "sec-fetch-site": crossSite ? "cross-site" : "same-origin" }),
        ...(fields ? { "content-type": formType } : {}),
      },
      ...(fields ? { body: formBody(fields) } : {}),
    };
  };

  const arrivalOf = (move: Move): Arrival => {
    const { method, url, fields, enctype: mediaType = fields ? formType : "" } = move;
    arrived({
      ...requestOf(move),
      url: url.href,
      headers: fields ? { "content-type": mediaType } : {},
    });
    return { method, url, mediaType, fields: Object.entries(fields ?? {}) };
  };

  /** What a person, or the page by itself, does next; undefined: nothing. */
  const next = (
    page: Page,
    asked: Visit["asked"],
  ): { move: Move; step?: BrowserStep["step"] } | undefined => {
    if (page.mediaType !== "text/html") return undefined;
    const { html, url } = page, forms = formsOf(html, url);
    const handover = forms.find(({ action }) => isOurs(new URL(action)));
    if (handover) return { move: submission(handover, handover.fields, page) };
    for (const step of steps) {
      const form = forms.find((candidate) => fits(step, new URL(url).pathname, candidate));
      if (!form) continue;
      const before = asked.filter((done) => done.step === step.step && samePlace(done.page.url, url)).length;
      if (before >= mostRepeats) {
        throw new Error(
          `The ${step.step} page ${
            new URL(url).pathname
          } came back ${before} times: is what the configuration fills in right?`,
        );
      }
      return { move: submission(form, filled(step, form), page), step: step.step };
    }
    const onward = refreshOf(html, url) ?? linksOf(html, url).find((link) => isOurs(new URL(link)));
    return onward === undefined ? undefined : { move: get(onward) };
  };

  const fetched = async (move: Move): Promise<WireResponse> => {
    const response = await send(requestOf(move));
    jar.take(
      move.url,
      response.headers.filter(([name]) => name === "set-cookie").map(([, value]) => value),
    );
    return response;
  };

  const load = (url: URL) => fetched({ method: "GET", url });

  const go = async (first: Move): Promise<Visit> => {
    const asked: { step: BrowserStep["step"]; page: Page }[] = [], redirectsAfterPost: number[] = [];
    const frames: URL[] = [];
    let move = first, page: Page | undefined, answering = false;
    for (let request = 0; request < mostRequests; request++) {
      if (isOurs(move.url)) return { arrival: arrivalOf(move), page, asked, frames, redirectsAfterPost };
      const response = await fetched(move);
      const location = headerOf(response, "location");
      if (response.status >= 300 && response.status < 400 && location !== undefined) {
        if (answering) redirectsAfterPost.push(response.status);
        answering = false;
        move = redirected(move, response.status, location);
        continue;
      }
      page = {
        url: move.url.href,
        status: response.status,
        mediaType: mediaTypeOf(response),
        html: response.body,
      };
      if (page.mediaType === "text/html") {
        frames.push(...await loadFrames({ url: page.url, response }, { load, isOurs }));
      }
      const onward = next(page, asked);
      if (!onward) return { arrival: undefined, page, asked, frames, redirectsAfterPost };
      if (onward.step) asked.push({ step: onward.step, page });
      answering = onward.step !== undefined && onward.move.method === "POST";
      move = onward.move;
    }
    throw new Error(
      `The browser was sent on ${mostRequests} times and came to no end, last to ${move.url.pathname}`,
    );
  };

  return {
    open: (url) => go(get(url)),
    cookies: jar.all,
    post: (url, fields, origin) => go({ method: "POST", url: new URL(url), fields, origin }),
  };
}

const samePlace = (one: string, other: string) => new URL(one).pathname === new URL(other).pathname;

/** A browser without a screen: keeps cookies, follows redirects within one origin, fills in forms. */
import { assert } from "@std/assert";
import type { Send } from "./provider.ts";

/** A form as it stands in a page. */
export interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly buttons: readonly { readonly name: string; readonly value: string }[];
}

/** Where a browser has come to. */
export interface Visit {
  readonly url: string;
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
}

export interface TestBrowser {
  readonly cookies: Map<string, string>;
  /** Opens an address, or a path under the issuer, and follows redirects as long as they stay at the issuer; what leaves it is not followed. */
  readonly open: (address: string | URL) => Promise<Visit>;
  /** Sends the first form of a page, with these fields filled in. */
  readonly submit: (
    page: Visit,
    values: Readonly<Record<string, string>>,
    headers?: HeadersInit,
  ) => Promise<Visit>;
}

const unescape = (text: string) =>
  text.replaceAll(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" })[name as string]!,
  );

const attribute = (tag: string, name: string) => {
  const [, value] = new RegExp(`\\s${name}="([^"]*)"`).exec(tag) ?? [];
  return value === undefined ? undefined : unescape(value);
};

/** Reads the first form of a page. */
export function formOf(html: string): Form {
  const [form] = /<form[\s\S]*?<\/form>/.exec(html) ?? [];
  assert(form, `There is no form in: ${html.slice(0, 2000)}`);
  const inputs = [...form.matchAll(/<input[^>]*>/g)].map((
    [tag],
  ) => [attribute(tag, "name"), attribute(tag, "value") ?? ""]);
  const buttons = [...form.matchAll(/<button[^>]*>/g)].map(([tag]) => ({
    name: attribute(tag, "name") ?? "",
    value: attribute(tag, "value") ?? "",
  }));
  return { action: attribute(form, "action") ?? "", fields: Object.fromEntries(inputs), buttons };
}

/** Opens a browser at an issuer. */
export function openBrowser(issuer: string, send: Send): TestBrowser {
  const cookies = new Map<string, string>();
  const go = async (address: string | URL, init: RequestInit): Promise<Visit> => {
    const isPath = typeof address === "string" && address.startsWith("/");
    const url = isPath ? new URL(issuer + address) : new URL(address, issuer);
    const headers = new Headers(init.headers);
    if (cookies.size > 0) {
      headers.set(
        "cookie",
        [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      );
    }
    const response = await send(url, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";"), cut = pair.indexOf("=");
      if (/max-age=0/i.test(line)) cookies.delete(pair.slice(0, cut));
      else cookies.set(pair.slice(0, cut), pair.slice(cut + 1));
    }
    const location = response.headers.get("location");
    const html = await response.text();
    if (location === null) return { url: url.href, status: response.status, html, headers: response.headers };
    const next = new URL(location, url);
    if (next.origin !== new URL(issuer).origin) {
      return { url: location, status: response.status, html, headers: response.headers };
    }
    return await go(next, {});
  };
  return {
    cookies,
    open: (address) => go(address, {}),
    submit: (page, values, headers = {}) => {
      const form = formOf(page.html);
      const body = new URLSearchParams({ ...form.fields, ...values });
      const sent = {
        origin: new URL(issuer).origin,
        "content-type": "application/x-www-form-urlencoded",
        ...headers,
      };
      return go(new URL(form.action, page.url), { method: "POST", body: body.toString(), headers: sent });
    },
  };
}

/** What a client's own servers would answer, without a network. */
import type { GuardedPost } from "../../src/outbound/guarded_post.ts";
import type { GuardedRequest } from "../../src/outbound/guarded_request.ts";
import { type FetchRules, fetchTarget } from "../../src/domain/fetch_target.ts";
import { err, ok } from "../../src/domain/result.ts";
import type { FetchAsked, Fetched, GuardedFetch } from "../../src/outbound/guarded_fetch.ts";

/** As in production, without anything allowed. */
export const publicOnly: FetchRules = { allowed: [], ports: [443], own: [] };

/** There is nothing to fetch. */
export const fetchNothing: GuardedFetch = () =>
  Promise.resolve(err({ why: "unreachable", detail: "no network in this test" }));

/** There is nobody to post to. */
export const postNowhere: GuardedPost = () =>
  Promise.resolve(err({ why: "unreachable", detail: "no network in this test" }));

/** No endpoint answers. */
export const requestNothing: GuardedRequest = () =>
  Promise.resolve(err({ why: "unreachable", detail: "no network in this test" }));

/** Documents by their address, which tests may change, and each fetch of one. */
export interface Documents {
  readonly fetch: GuardedFetch;
  /** JSON by address; one that is absent cannot be reached. */
  readonly at: Map<string, unknown>;
  /** Headers of every answer. */
  readonly headers: Map<string, string>;
  /** The addresses that were asked for, in order. */
  readonly asked: { readonly url: string; readonly asked: FetchAsked }[];
}

/** Serves documents in place of the guarded fetch, judged by the same rules as far as addresses go. */
export function documents(given: Readonly<Record<string, unknown>> = {}, rules = publicOnly): Documents {
  const at = new Map(Object.entries(given)), headers = new Map<string, string>();
  const asked: Documents["asked"] = [];
  const fetch: GuardedFetch = (url, what) => {
    asked.push({ url, asked: what });
    const target = fetchTarget(url, rules);
    if (!target.ok) return Promise.resolve(err({ why: target.error, detail: "" }));
    if (!at.has(url)) return Promise.resolve(err({ why: "unreachable", detail: "" }));
    const document = at.get(url);
    const body = document instanceof Uint8Array
      ? document
      : new TextEncoder().encode(typeof document === "string" ? document : JSON.stringify(document));
    if (body.length > what.maxBytes) return Promise.resolve(err({ why: "too_large", detail: "" }));
    const fetched: Fetched = {
      status: 200,
      headers: { "content-type": what.accept[0]!, ...Object.fromEntries(headers) },
      body,
    };
    return Promise.resolve(ok(fetched));
  };
  return { fetch, at, headers, asked };
}

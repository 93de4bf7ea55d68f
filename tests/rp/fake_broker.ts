/** An application whose people may come from fake upstreams, and the way of one person. */
import { assertEquals } from "@std/assert";
import { err } from "../../src/domain/result.ts";
import { openBrowser, type TestBrowser, type Visit } from "../support/browser.ts";
import { documents } from "../support/documents.ts";
import { type FakeUpstream, fakeUpstream } from "../support/fake_upstream.ts";
import { openProvider, type TestProvider } from "../support/provider.ts";
import { addUpstream, leaveAlone } from "../support/upstreams.ts";

/** An application, and the upstreams that its people may come from. */
export interface FakeBroker {
  readonly provider: TestProvider;
  readonly upstream: FakeUpstream;
  readonly other: FakeUpstream;
}

/** Opens an application with the upstreams `example` and `other`. */
export async function openFakeBroker(
  record: Parameters<typeof addUpstream>[2] = {},
): Promise<FakeBroker> {
  const shared = documents(), clock = { now: () => 0 };
  const upstream = fakeUpstream(() => clock.now(), "https://upstream.example", shared);
  const other = fakeUpstream(() => clock.now(), "https://other.example", shared);
  const provider = await openProvider({
    trustedProxies: ["127.0.0.1"],
    fetch: shared.fetch,
    request: async (url, asked) => {
      const host = [upstream, other].find(({ issuer }) => url.startsWith(issuer));
      return host ? await host.request(url, asked) : err({ why: "unreachable", detail: "" });
    },
  });
  clock.now = () => provider.time.now;
  await addUpstream(provider, upstream, record);
  await addUpstream(provider, { slug: "other", issuer: other.issuer }, record);
  return { provider, upstream, other };
}

/** A person without an app goes to an upstream and comes back. */
export async function visitUpstream(
  { provider, upstream }: Pick<FakeBroker, "provider" | "upstream">,
  { browser = openBrowser(provider.issuer, provider.send), idp = "example", more = {} }: {
    readonly browser?: TestBrowser;
    readonly idp?: string;
    readonly more?: Readonly<Record<string, string | undefined>>;
  } = {},
): Promise<Visit> {
  const request = await leaveAlone(provider, browser, { idp });
  return await browser.open(upstream.sendBack(request, more));
}

/** Asserts that a visit signed somebody in. */
export const assertSignedIn = (visit: Visit): void =>
  assertEquals([visit.status, new URL(visit.url).pathname], [200, "/account"], visit.html);

/** Whether a browser is signed in to any account. */
export const isSignedIn = ({ cookies }: TestBrowser): boolean => cookies.has("lk_br_default");

import { assertEquals, assertFalse } from "@std/assert";
import { createApp } from "../../../src/http/app.ts";
import { moveUpstream } from "../../../src/store/upstreams.ts";
import { openBrowser } from "../../support/browser.ts";
import { lastRefusal, storeOf } from "../../support/provider.ts";
import { addUpstream, leaveAlone } from "../../support/upstreams.ts";
import { assertSignedIn, isSignedIn, openFakeBroker } from "../fake_broker.ts";

const broker = await openFakeBroker(),
  { provider, upstream, other } = broker,
  { issuer, send, time } = provider;

const open = () => openBrowser(issuer, send);

Deno.test("of 32 returns with one state one signs in, and the code is redeemed once (RFC 9700 section 4.5)", async () => {
  const browser = open(), back = upstream.sendBack(await leaveAlone(provider, browser));
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  upstream.asked.length = 0;
  const answers = await Promise.all(
    Array.from({ length: 32 }, async () => (await send(back, { headers: { cookie } })).status),
  );
  assertEquals(answers.toSorted(), [303, ...Array(31).fill(400)]);
  assertEquals(upstream.asked.filter(({ url }) => url.endsWith("/token")).length, 1);
});

Deno.test("a return that was taken is not taken again, in the same browser either (RFC 6749 section 10.5)", async () => {
  const browser = open(), back = upstream.sendBack(await leaveAlone(provider, browser));
  const kept = new Map(browser.cookies);
  assertSignedIn(await browser.open(back));
  // The cookie is gone with the answer; whoever kept it comes no further.
  for (const [name, value] of kept) browser.cookies.set(name, value);
  assertEquals((await browser.open(back)).status, 400);
  assertEquals(lastRefusal(provider), "upstream_flow.taken");
});

/** Ways in which a return is not its flow's own, by the refusal that each meets. */
const refused: Readonly<Record<string, (request: URL) => Promise<string> | string>> = {
  "upstream_flow.no_state": (request) => upstream.sendBack(request, { state: undefined }),
  "upstream_flow.unknown": (request) => upstream.sendBack(request, { state: "made-up" }),
  "upstream_flow.repeated": (request) => `${upstream.sendBack(request)}&code=another`,
  "upstream_flow.other_issuer": (request) => upstream.sendBack(request, { iss: other.issuer }),
  // Mix-up: what one upstream was asked comes back as if another one answered.
  "upstream_flow.other_upstream": (request) =>
    upstream.sendBack(request, { iss: undefined }).replace("/callback/example", "/callback/other"),
  "upstream_flow.unknown_upstream": (request) =>
    upstream.sendBack(request).replace("/callback/example", "/callback/nobody"),
  "upstream_flow.expired": (request) => {
    time.now += 600;
    return upstream.sendBack(request);
  },
};

for (const [why, back] of Object.entries(refused)) {
  Deno.test(`a return is refused for ${why}, before the upstream is asked anything (RFC 9700 section 4.4.2)`, async () => {
    const browser = open(), request = await leaveAlone(provider, browser);
    upstream.asked.length = other.asked.length = 0;
    const { status } = await browser.open(await back(request));
    assertEquals([status, lastRefusal(provider)], [400, why]);
    assertEquals([upstream.asked, other.asked], [[], []]);
    assertFalse(isSignedIn(browser));
  });
}

Deno.test("a return does nothing in a browser that did not start, nor without its cookie, and stays good for its own (login CSRF, RFC 6749 section 10.12)", async () => {
  const mine = open(), theirs = open();
  const back = upstream.sendBack(await leaveAlone(provider, mine));
  await leaveAlone(provider, theirs);
  for (const browser of [theirs, open()]) {
    assertEquals((await browser.open(back)).status, 403);
    assertEquals(lastRefusal(provider), "upstream_flow.other_browser");
    assertFalse(isSignedIn(browser));
  }
  assertSignedIn(await mine.open(back));
});

Deno.test("a return with another flow's cookie of the same browser is refused", async () => {
  const browser = open(), first = await leaveAlone(provider, browser);
  const [name, value] = [...browser.cookies].find(([name]) => name.startsWith("lk_uf_"))!;
  const before = new Set(browser.cookies.keys());
  await leaveAlone(provider, browser);
  const second = [...browser.cookies].find(([name]) => name.startsWith("lk_uf_") && !before.has(name))!;
  browser.cookies.set(name, second[1]);
  assertEquals((await browser.open(upstream.sendBack(first))).status, 403);
  browser.cookies.set(name, value);
  assertSignedIn(await browser.open(upstream.sendBack(first)));
});

Deno.test("two tabs each come back on their own way", async () => {
  const browser = open();
  const requests = [await leaveAlone(provider, browser), await leaveAlone(provider, browser)];
  for (const request of requests.toReversed()) assertSignedIn(await browser.open(upstream.sendBack(request)));
});

Deno.test("a browser keeps eight ways open, and the oldest gives way", async () => {
  const browser = open(), requests = [];
  for (let round = 0; round < 9; round++) requests.push(await leaveAlone(provider, browser));
  assertEquals([...browser.cookies.keys()].filter((name) => name.startsWith("lk_uf_")).length, 8);
  assertEquals((await browser.open(upstream.sendBack(requests[0]!))).status, 403);
  assertSignedIn(await browser.open(upstream.sendBack(requests[8]!)));
});

Deno.test("nobody comes back from an upstream that was disabled meanwhile", async () => {
  const slug = "closing", id = await addUpstream(provider, { slug, issuer: upstream.issuer });
  const browser = open(), request = await leaveAlone(provider, browser, { idp: slug });
  await moveUpstream(storeOf(provider), id, "disable", time.now);
  assertEquals((await browser.open(upstream.sendBack(request))).status, 400);
  assertEquals(lastRefusal(provider), "upstream_flow.unknown_upstream");
});

Deno.test("what a flow knows is sealed, and neither state nor cookie is stored or logged (RFC 9700 section 4.2)", async () => {
  const browser = open(), request = await leaveAlone(provider, browser), { searchParams } = request;
  const cookie = [...browser.cookies].find(([name]) => name.startsWith("lk_uf_"))![1];
  const rows = await provider.db.selectFrom("upstream_flow").selectAll().execute();
  const stored = JSON.stringify(
    rows.map((row) => ({ ...row, material: new TextDecoder().decode(row.material) })),
  );
  for (const secret of [searchParams.get("state")!, searchParams.get("nonce")!, cookie]) {
    assertFalse(stored.includes(secret));
    assertFalse(provider.lines.join("\n").includes(secret));
  }
});

Deno.test("returns from one address are counted, and who is held up can come again with the same one", async () => {
  const app = createApp(provider.deployment), remoteAddress = "203.0.113.77";
  const from: typeof send = async (address, init) =>
    await app.fetch(new Request(new URL(address, issuer), { redirect: "manual", ...init }), {
      remoteAddress,
    });
  const browser = openBrowser(issuer, from), back = upstream.sendBack(await leaveAlone(provider, browser));
  const strange = async () => {
    const response = await from("/rp/callback/example?state=none");
    await response.body?.cancel();
    return response;
  };
  for (let count = 0; count < 300; count++) assertEquals((await strange()).status, 400);
  const held = await strange();
  assertEquals([held.status, held.headers.get("retry-after")], [429, "1"]);
  assertEquals([(await browser.open(back)).status, lastRefusal(provider)], [429, "upstream_flow.throttled"]);
  assertEquals((await send("/rp/callback/example?state=none")).status, 400);
  time.now += 1;
  assertSignedIn(await browser.open(back));
});

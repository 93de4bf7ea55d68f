/** Who is led to which upstream, and what it is told. */
import { assert, assertEquals } from "@std/assert";
import { findUpstream, moveUpstream } from "../../src/store/upstreams.ts";
import { openBrowser, type TestBrowser } from "../support/browser.ts";
import { type Asked, askedOn, authorizeUrl, signIn } from "../support/flow.ts";
import { addClient, addPerson, storeOf } from "../support/provider.ts";
import { upstreamButtons } from "../support/upstreams.ts";
import { assertSignedIn, openFakeBroker, visitUpstream } from "./fake_broker.ts";

const broker = await openFakeBroker(), { provider, upstream, other } = broker, { issuer, send } = provider;
const client = await addClient(provider), person = await addPerson(provider);

const newBrowser = () => openBrowser(issuer, send);

/** Opens an authorization request. */
const ask = (asked: Asked, browser: TestBrowser = newBrowser(), by = client) =>
  browser.open(authorizeUrl(issuer, by, asked));

/** Where a visit went, without its parameters. */
const placeOf = (url: string) => url.split("?")[0];

Deno.test("idp_hint leads straight to that upstream, with the request's demands", async () => {
  const { url } = await ask({ idp_hint: "other", prompt: "login", ui_locales: "de" });
  assertEquals(placeOf(url), `${other.issuer}/authorize`);
  const { searchParams } = new URL(url);
  assertEquals([searchParams.get("prompt"), searchParams.get("ui_locales")], ["login", "de"]);
});

for (const idp_hint of ["nobody", "EXAMPLE", "-", "example ", "../authorize", "x".repeat(3000), "é"]) {
  Deno.test(`idp_hint ${idp_hint.slice(0, 20)} names no upstream, and so says nothing`, async () => {
    const visit = await ask({ idp_hint });
    assertEquals([visit.status, askedOn(visit)], [200, "login"]);
    assertEquals(Object.keys(upstreamButtons(visit)).length, 2);
  });
}

Deno.test("idp_hint leads nobody to an upstream that the application does not offer, or that is disabled", async () => {
  const others = await addClient(provider, {}, { allowed_upstreams: ["other"] });
  assertEquals(askedOn(await ask({ idp_hint: "example" }, newBrowser(), others)), "login");
  assertEquals(
    placeOf((await ask({ idp_hint: "other" }, newBrowser(), others)).url),
    `${other.issuer}/authorize`,
  );
  const store = storeOf(provider), { id } = (await findUpstream(store, "example"))!;
  await moveUpstream(store, id, "disable", provider.time.now);
  assertEquals(askedOn(await ask({ idp_hint: "example" })), "login");
  await moveUpstream(store, id, "enable", provider.time.now);
});

Deno.test("idp_hint leads nobody away who is signed in, or has to choose, and prompt=none gets its error", async () => {
  const browser = newBrowser();
  await signIn(browser, await ask({}, browser), person);
  assertEquals(askedOn(await ask({ idp_hint: "example" }, browser)), "consent");
  assertEquals(askedOn(await ask({ idp_hint: "example", prompt: "select_account" }, browser)), "account");
  const silent = await ask({ idp_hint: "example", prompt: "none" });
  assertEquals(new URL(silent.url).searchParams.get("error"), "login_required");
});

Deno.test("whoever said no at the upstream of an idp_hint comes back to every way to sign in, and is not sent again", async () => {
  const browser = newBrowser(), away = new URL((await ask({ idp_hint: "example" }, browser)).url);
  const refused = await browser.open(upstream.sendBack(away, { code: undefined, error: "access_denied" }));
  assertEquals(refused.status, 400);
  const [, back] = /href="([^"]*\/login\?interaction=[^"]+)"/.exec(refused.html) ?? [];
  assert(back, refused.html);
  const page = await browser.open(back.replaceAll("&amp;", "&"));
  assertEquals([page.status, askedOn(page), Object.keys(upstreamButtons(page)).length], [200, "login", 2]);
  assertEquals(askedOn(await signIn(browser, page, person)), "consent");
});

Deno.test("an upstream of an idp_hint that cannot be reached leaves the other ways", async () => {
  const address = `${other.issuer}/.well-known/openid-configuration`,
    document = other.documents.at.get(address);
  other.documents.at.delete(address);
  provider.deployment.upstreamDocuments.metadata.clear();
  const visit = await ask({ idp_hint: "other" });
  assertEquals([visit.status, visit.html.includes("/login?interaction=")], [503, true]);
  other.documents.at.set(address, document);
  provider.time.now += 60;
});

const namesIn = async (browser: TestBrowser, asked: Asked = {}) => {
  const page = await ask(asked, browser);
  return { names: Object.keys(upstreamButtons(page)), noted: page.html.includes("last time") };
};
const usual = await namesIn(newBrowser());
const slugOf = (name: string) => name.replace("Continue with The ", "");
/** The one that comes second where nothing is remembered. */
const second = slugOf(usual.names[1]!), secondUpstream = second === "other" ? other : upstream;

Deno.test("the upstream that a browser was signed in with last comes first, and a password makes it forget", async () => {
  const browser = newBrowser();
  assertEquals([usual.names.length, usual.noted], [2, false]);
  assertSignedIn(await visitUpstream({ provider, upstream: secondUpstream }, { browser, idp: second }));
  const fresh = { prompt: "login" };
  assertEquals(await namesIn(browser, fresh), { names: usual.names.toReversed(), noted: true });
  assertEquals(await namesIn(newBrowser()), usual);
  assertEquals(browser.cookies.get("lk_lu_default"), second);
  await signIn(browser, await ask(fresh, browser), person);
  assertEquals(browser.cookies.has("lk_lu_default"), false);
});

Deno.test("what was used last says nothing of the person, is hidden from scripts, and is nothing where it is not offered", async () => {
  const browser = newBrowser(), lines: string[] = [];
  const noting = openBrowser(issuer, async (address, init) => {
    const response = await send(address, init);
    lines.push(...response.headers.getSetCookie().filter((line) => line.startsWith("lk_lu_")));
    return response;
  });
  assertSignedIn(
    await visitUpstream({ provider, upstream: secondUpstream }, { browser: noting, idp: second }),
  );
  assertEquals(lines, [`lk_lu_default=${second}; Max-Age=15552000; Path=/; HttpOnly; SameSite=Lax`]);
  browser.cookies.set("lk_lu_default", "nobody");
  assertEquals(await namesIn(browser), usual);
  browser.cookies.set("lk_lu_default", "example");
  const others = await addClient(provider, {}, { allowed_upstreams: ["other"] });
  const page = await ask({}, browser, others);
  assertEquals(Object.keys(upstreamButtons(page)).map(slugOf), ["other"]);
  assertEquals(page.html.includes("last time"), false);
});

/** Who is led to which upstream, and what it is told. */
import { assert, assertEquals } from "@std/assert";
import { decodeJwt } from "jose";
import { findUpstream, moveUpstream } from "../../../src/store/upstreams.ts";
import { openBrowser, type TestBrowser, type Visit } from "../../support/browser.ts";
import { answerIn, type Asked, askedOn, authorizeUrl, redeem, signIn } from "../../support/flow.ts";
import { addClient, addPerson, storeOf } from "../../support/provider.ts";
import { upstreamButtons } from "../../support/upstreams.ts";
import { assertSignedIn, openFakeBroker, visitUpstream } from "../fake_broker.ts";

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

/** The other upstream is the way in for these from here on. */
const setDomains = async (...domains: readonly string[]) => {
  await provider.db.updateTable("upstream").set({ domains }).where("slug", "=", "other").execute();
};

/** Types something on a sign-in page and asks for the organization's. @returns where it leads, as a browser follows it. */
async function askOrganization(page: Visit, username: string, browser: TestBrowser) {
  let refresh: string | null = null;
  const noting = openBrowser(issuer, async (address, init) => {
    const response = await send(address, init);
    refresh = response.headers.get("refresh");
    return response;
  });
  for (const [name, value] of browser.cookies) noting.cookies.set(name, value);
  const led = await noting.submit(page, { username, password: "", decision: "organisation" });
  const [, href = ""] = /<a class="button" href="([^"]+)"/.exec(led.html) ?? [];
  const address = href.replaceAll("&amp;", "&");
  if (refresh !== null) assertEquals(refresh, `0; url=${address}`);
  return { led, to: refresh === null ? undefined : new URL(address), browser: noting };
}

Deno.test("whoever types an address of an upstream's domain is led there, with the request's demands, and comes back to it", async () => {
  await setDomains("corp.example", "corp.test");
  for (const typed of ["ada@corp.example", " Ada@CORP.example ", "nobody@corp.test"]) {
    const asked = newBrowser(), page = await ask({ prompt: "login", login_hint: "eve@corp.test" }, asked);
    const { to, led, browser } = await askOrganization(page, typed, asked);
    assertEquals([led.status, `${to!.origin}${to!.pathname}`], [200, `${other.issuer}/authorize`]);
    assertEquals([to!.searchParams.get("login_hint"), to!.searchParams.get("prompt")], [
      typed.trim(),
      "login",
    ]);
    other.lies = { claims: { sub: "corp", email: "corp@corp.example" }, userinfo: { sub: "corp" } };
    assertEquals(askedOn(await browser.open(other.sendBack(to!))), "consent");
    other.lies = {};
  }
});

Deno.test("what a typed address is answered depends on its domain alone: an account of that address changes nothing", async () => {
  await addPerson(provider, "known");
  const steady = (
    { status, html }: Visit,
    typed: string,
  ) => [
    status,
    html.replaceAll(typed, "").replaceAll(
      /value="lk_[^"]*"|name="csrf" value="[^"]*"|<code>.*?<\/code>/g,
      "",
    ),
  ];
  const answers = [];
  for (const typed of ["known@example.com", "nobody@example.com"]) {
    const browser = newBrowser(), page = await ask({}, browser);
    const { led, to } = await askOrganization(page, typed, browser);
    assertEquals([to, led.status, led.html.includes("No organization")], [undefined, 400, true]);
    answers.push(steady(led, typed).map((part) => String(part).replaceAll(/interaction=\w+/g, "")));
  }
  assertEquals(answers[0], answers[1]);
});

for (
  const typed of [
    "",
    "ada",
    "corp.example",
    "@corp.example",
    "ada@sub.corp.example",
    "a@b@corp.example",
    "ada@corp.example.evil.example",
  ]
) {
  Deno.test(`what is typed leads nobody away that is no address of the domain: ${typed || "nothing"}`, async () => {
    const browser = newBrowser(), { led, to } = await askOrganization(await ask({}, browser), typed, browser);
    assertEquals([to, led.status], [undefined, 400]);
  });
}

Deno.test("without an app the sign-in page leads by the address too, and each form has its own token", async () => {
  const asked = newBrowser(), page = await asked.open(`${issuer}/login`);
  const { to, browser } = await askOrganization(page, "ada@corp.example", asked);
  assertEquals(to!.searchParams.get("login_hint"), "ada@corp.example");
  other.lies = { claims: { sub: "corp" }, userinfo: { sub: "corp" } };
  assertSignedIn(await browser.open(other.sendBack(to!)));
  other.lies = {};
  const stranger = await askOrganization(page, "ada@corp.example", newBrowser());
  assertEquals([stranger.to, stranger.led.status], [undefined, 403]);
  const none = await askOrganization(await asked.open(`${issuer}/login`), "ada@else.example", asked);
  assertEquals([none.to, none.led.status], [undefined, 400]);
});

Deno.test("an upstream that the app does not offer is no address's way in, and the button is there only where one is", async () => {
  const button = 'value="organisation"',
    examples = await addClient(provider, {}, { allowed_upstreams: ["example"] });
  const browser = newBrowser(), page = await ask({}, browser, examples);
  assertEquals(page.html.includes(button), false);
  const { led, to } = await askOrganization(page, "ada@corp.example", browser);
  assertEquals([to, led.status], [undefined, 400]);
  assertEquals((await ask({})).html.includes(button), true);
});

Deno.test("an upstream of a domain that cannot be reached says so, and leaves the other ways", async () => {
  const address = `${other.issuer}/.well-known/openid-configuration`,
    document = other.documents.at.get(address);
  other.documents.at.delete(address);
  provider.deployment.upstreamDocuments.metadata.clear();
  const browser = newBrowser(),
    { led, to } = await askOrganization(await ask({}, browser), "a@corp.example", browser);
  assertEquals([to, led.status, led.html.includes("/login?interaction=")], [undefined, 503, true]);
  other.documents.at.set(address, document);
  provider.time.now += 60;
});

Deno.test("login_hint is told the upstream of its domain and no other (OpenID Connect Core section 3.1.2.1)", async () => {
  const hinted = async (idp_hint: string, login_hint: string) =>
    new URL((await ask({ idp_hint, login_hint })).url).searchParams.get("login_hint");
  assertEquals(await hinted("other", "ada@corp.example"), "ada@corp.example");
  assertEquals(await hinted("example", "ada@corp.example"), null);
  assertEquals(await hinted("other", "ada@private.example"), null);
  assertEquals(await hinted("other", "ada"), null);
  await setDomains();
});

Deno.test("whoever may choose an account here may choose one at the upstream too", async () => {
  const { url } = await ask({ idp_hint: "example", prompt: "select_account login" });
  assertEquals(new URL(url).searchParams.get("prompt"), "login select_account");
});

Deno.test("tokens repeat those words for how somebody proved themselves that the operator trusts (RFC 8176)", async () => {
  const amrAfter = async (trusted_amr: readonly string[], amr: unknown) => {
    await provider.db.updateTable("upstream").set({ trusted_amr }).where("slug", "=", "example").execute();
    upstream.lies = {
      claims: { sub: "amr", email: "amr@people.example", amr } as never,
      userinfo: { sub: "amr" },
    };
    const browser = newBrowser(), away = new URL((await ask({ idp_hint: "example" }, browser)).url);
    let visit = await browser.open(upstream.sendBack(away));
    if (askedOn(visit) === "consent") visit = await browser.submit(visit, { decision: "allow" });
    const { id_token = "" } = await redeem(send, client, answerIn(visit).code ?? "");
    upstream.lies = {};
    return decodeJwt(id_token).amr;
  };
  assertEquals(await amrAfter([], ["otp", "mfa"]), []);
  assertEquals(await amrAfter(["mfa", "hwk"], ["otp", "mfa"]), ["mfa"]);
  for (const said of [undefined, "mfa", [{ mfa: true }], { 0: "mfa" }]) {
    assertEquals(await amrAfter(["mfa"], said), []);
  }
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

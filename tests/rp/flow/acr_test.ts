/** The classes for which upstreams vouch: who is believed in which, who is asked for which, and who has which. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { decodeJwt } from "jose";
import { findUpstream, moveUpstream } from "../../../src/store/upstreams.ts";
import { catalogues } from "../../../src/http/texts/choose_locale.ts";
import { formOf, openBrowser, type TestBrowser, type Visit } from "../../support/browser.ts";
import {
  answerIn,
  type Asked,
  askedOn,
  authorizeUrl,
  introspect,
  redeem,
  refresh,
  signIn,
} from "../../support/flow.ts";
import { addClient, addPerson, lastRefusal, storeOf } from "../../support/provider.ts";
import { callResource, demandedIn } from "../../support/resource.ts";
import { addTenant } from "../../support/tenant.ts";
import { addUpstream, leaveAlone, upstreamButtons } from "../../support/upstreams.ts";
import { openFakeBroker } from "../fake_broker.ts";

const broker = await openFakeBroker(), { provider, upstream, other } = broker;
const { issuer, send, time, db } = provider, store = storeOf(provider);
const client = await addClient(provider, {}, { first_party: true });
const alice = await addPerson(provider, "alice");
/** A tenant that has the same upstream, and believes it in nothing. */
const tenant = await addTenant(provider, "elsewhere");
await addUpstream(tenant, upstream);

const trust = async (slug: string, ...trusted_acr: readonly string[]) => {
  await db.updateTable("upstream").set({ trusted_acr }).where("tenant", "=", store.tenant).where(
    "slug",
    "=",
    slug,
  )
    .execute();
};
await trust("example", "gold", "silver");

const newBrowser = () => openBrowser(issuer, send);
const ask = (browser: TestBrowser, asked: Asked = {}, by = client) =>
  browser.open(authorizeUrl(issuer, by, asked));
const essential = (...values: string[]): Asked => ({
  claims: JSON.stringify({ id_token: { acr: { essential: true, values } } }),
});

/** What the upstreams state of a sign-in from here on. */
const say = (acr: unknown, sub = "ada", userinfo: object = {}) => {
  const lies = { claims: { sub, email: undefined, acr } as never, userinfo: { sub, ...userinfo } };
  upstream.lies = other.lies = lies;
};

/** Goes from a sign-in page to an upstream. @returns the upstream's address with our request. */
async function leave(browser: TestBrowser, page: Visit, slug = "example"): Promise<URL> {
  const href = Object.values(upstreamButtons(page)).find((address) => address.includes(`idp=${slug}&`));
  assert(href, page.html);
  return new URL((await browser.open(href)).url);
}

/** Signs in from a sign-in page with an upstream that states a class. */
async function through(browser: TestBrowser, page: Visit, acr: unknown, slug = "example"): Promise<Visit> {
  say(acr);
  const request = await leave(browser, page, slug);
  return await browser.open((slug === "other" ? other : upstream).sendBack(request));
}

/** A browser in which somebody is signed in with a class. */
async function signedIn(acr: unknown, browser = newBrowser()): Promise<TestBrowser> {
  assertEquals(
    (await answered(await through(browser, await ask(browser, { prompt: "login" }), acr))).error,
    undefined,
  );
  time.now += 10;
  return browser;
}

/** What a visit that went back to the client brought: the error, or how the person signed in. */
async function answered(visit: Visit, by = client) {
  const { code, error } = answerIn(visit);
  if (code === undefined) return { error, acr: undefined, amr: undefined };
  const { acr, amr } = decodeJwt((await redeem(send, by, code)).id_token!);
  return { error, acr, amr };
}

/** The class that the client is told, of a visit that went back to it. */
const told = async (visit: Visit, by = client) => (await answered(visit, by)).acr;

const texts = catalogues.en.signIn;

/** Whether a page says that a password is not enough, and offers what is. */
function assertAsksForStronger(page: Visit, ways: readonly string[] = ["Continue with The example"]): void {
  assertEquals([page.status, new URL(page.url).pathname], [200, "/login"], page.html);
  assertStringIncludes(page.html, texts.stronger);
  assertEquals([page.html.includes('name="password"'), Object.keys(upstreamButtons(page))], [false, ways]);
}

/** Whether a page says that somebody signed in, and not well enough. */
function assertTooWeak(page: Visit): void {
  assertEquals([page.status, lastRefusal(provider)], [403, "interaction.acr"], page.html);
  assertStringIncludes(page.html, texts.tooWeak);
  assertEquals(Object.keys(upstreamButtons(page)), ["Continue with The example"]);
}

for (
  const [said, stated] of [
    ["gold", "gold"],
    ["bronze", "1"],
    ["gold silver", "1"],
    [["gold"], "1"],
    [undefined, "1"],
  ]
) {
  Deno.test(`who comes with the class ${JSON.stringify(said)} of an upstream that is believed in gold and silver has ${stated} (OpenID Connect Core section 2)`, async () => {
    const browser = newBrowser();
    assertEquals(await told(await through(browser, await ask(browser), said)), stated);
  });
}

Deno.test("another upstream's class, and one that userinfo states, are nobody's word (OpenID Connect Core section 5.3.2)", async () => {
  const browser = newBrowser();
  assertEquals(await told(await through(browser, await ask(browser), "gold", "other")), "1");
  say(undefined, "ada", { acr: "gold" });
  const fresh = newBrowser(), request = await leave(fresh, await ask(fresh));
  assertEquals(await told(await fresh.open(upstream.sendBack(request))), "1");
});

Deno.test("ID token, access token and introspection state the class of an upstream, after a refresh and whatever becomes of the session (RFC 9068 section 2.2.1, RFC 7662 section 2.2)", async () => {
  const browser = newBrowser(), asked = { scope: "openid offline_access", prompt: "consent" };
  let visit = await through(browser, await ask(browser, asked), "gold");
  if (askedOn(visit) === "consent") visit = await browser.submit(visit, { decision: "allow" });
  const tokens = await redeem(send, client, answerIn(visit).code!);
  time.now += 10;
  await through(browser, await ask(browser, { prompt: "login" }), "silver");
  const again = await refresh(send, client, tokens.refresh_token!);
  for (const { id_token, access_token } of [tokens, again]) {
    const said = [
      decodeJwt(id_token!),
      decodeJwt(access_token!),
      await introspect(send, client, access_token!),
    ];
    assertEquals(said.map((claims) => (claims as { acr?: string }).acr), ["gold", "gold", "gold"]);
  }
});

Deno.test("an upstream is asked for those classes in which it is believed, in the app's order, and for no other (OpenID Connect Core section 3.1.2.1)", async () => {
  const forwarded = async (asked: Asked, slug = "example", by = client) => {
    const browser = newBrowser();
    return (await leave(browser, await ask(browser, asked, by), slug)).searchParams.get("acr_values");
  };
  await trust("other", "bronze");
  assertEquals(await forwarded({ acr_values: "silver urn:unheard-of bronze 1 gold" }), "silver gold");
  assertEquals(await forwarded({ acr_values: "silver bronze" }, "other"), "bronze");
  assertEquals([await forwarded({ acr_values: "1" }), await forwarded({})], [null, null]);
  assertEquals(await forwarded(essential("gold", "platinum")), "gold");
  const usual = await addClient(provider, { default_acr_values: ["silver", "gold"] });
  assertEquals(await forwarded({}, "example", usual), "silver gold");
  assertEquals(await forwarded({ acr_values: "gold" }, "example", usual), "gold");
  await trust("other");
});

Deno.test("who comes for their account is asked for the classes that changing its ways in takes (OpenID Connect Core section 3.1.2.1)", async () => {
  const asked = await leaveAlone(provider, newBrowser());
  assertEquals(asked.searchParams.get("acr_values"), "gold silver");
});

Deno.test("discovery lists the classes of the tenant's upstreams that are enabled, beside our own (OpenID Connect Discovery section 3)", async () => {
  const listed = async (at = send) =>
    (await (await at("/.well-known/openid-configuration")).json()).acr_values_supported;
  assertEquals([await listed(), await listed(tenant.send)], [["1", "gold", "silver"], ["1"]]);
  const { id } = (await findUpstream(store, "example"))!;
  await moveUpstream(store, id, "disable", time.now);
  assertEquals(await listed(), ["1"]);
  const refused = await ask(newBrowser(), essential("gold"));
  assertEquals(answerIn(refused).error, "unmet_authentication_requirements");
  await moveUpstream(store, id, "enable", time.now);
});

Deno.test("a voluntary class is asked for once: whoever reaches another is answered with that (OpenID Connect Core section 5.5.1.1)", async () => {
  const browser = newBrowser(), asked = { acr_values: "gold" };
  const page = await ask(browser, asked);
  assertEquals([askedOn(page), Object.keys(upstreamButtons(page)).length], ["login", 2]);
  assertEquals(await told(await signIn(browser, page, alice)), "1");
  time.now += 10;
  const again = await ask(browser, asked);
  assertEquals(askedOn(again), "login");
  assertEquals(await answered(await signIn(browser, again, alice)), {
    error: undefined,
    acr: "1",
    amr: ["pwd"],
  });
  time.now += 10;
  assertEquals(await told(await through(browser, await ask(browser, asked), "bronze")), "1");
  const better = newBrowser();
  assertEquals(await told(await through(better, await ask(better, asked), "gold")), "gold");
});

Deno.test("whoever has the class is asked nothing, and another class of upstreams is another", async () => {
  const browser = await signedIn("gold");
  assertEquals(await told(await ask(browser, { acr_values: "gold" })), "gold");
  assertEquals(await told(await ask(browser, { acr_values: "silver gold" })), "gold");
  assertEquals(await told(await ask(browser, { acr_values: "1" })), "1");
  assertEquals(await told(await ask(browser)), "gold");
  assertEquals(await told(await ask(browser, essential("gold"))), "gold");
  assertEquals(askedOn(await ask(browser, { acr_values: "silver" })), "login");
  assertAsksForStronger(await ask(browser, essential("silver")));
});

Deno.test("prompt=none is answered with what there is, and with an error where that is not the essential class (OpenID Connect Core section 3.1.2.6)", async () => {
  const browser = await signedIn(undefined), silent = { prompt: "none" };
  assertEquals(await told(await ask(browser, { ...silent, acr_values: "gold" })), "1");
  assertEquals(await answered(await ask(browser, { ...silent, ...essential("gold") })), {
    ...{ error: "login_required", acr: undefined, amr: undefined },
  });
  assertEquals(
    (await answered(await ask(newBrowser(), { ...silent, ...essential("gold") }))).error,
    "login_required",
  );
  assertEquals(await told(await ask(browser, { ...silent, ...essential("gold", "1") })), "1");
  await signedIn("gold", browser);
  assertEquals(await told(await ask(browser, { ...silent, ...essential("gold") })), "gold");
});

Deno.test("where a class is essential that no password reaches, the sign-in page offers what can reach it, in every language", async () => {
  assertAsksForStronger(await ask(newBrowser(), essential("gold")));
  assertEquals(askedOn(await ask(newBrowser(), essential("gold", "1"))), "login");
  for (const [locale, catalogue] of Object.entries(catalogues)) {
    const page = await ask(newBrowser(), { ...essential("gold"), ui_locales: locale });
    assertStringIncludes(page.html, catalogue.signIn.stronger);
  }
  const browser = newBrowser(), page = await ask(browser, essential("gold"));
  assertEquals(answerIn(await browser.submit(page, { decision: "deny" })).error, "access_denied");
});

Deno.test("idp_hint leads to an upstream that can reach the essential class, and to no other", async () => {
  const hinted = (idp_hint: string) => ask(newBrowser(), { ...essential("gold"), idp_hint });
  const { searchParams, origin } = new URL((await hinted("example")).url);
  assertEquals([origin, searchParams.get("acr_values")], [upstream.issuer, "gold"]);
  assertAsksForStronger(await hinted("other"));
});

Deno.test("whoever signs in with a password is told that it is not enough, goes round in no circle, and can go back to the app (OpenID Connect Core section 5.5.1.1)", async () => {
  const browser = newBrowser(), page = await ask(browser, essential("gold"));
  const weak = await signIn(browser, page, alice);
  assertTooWeak(weak);
  assertTooWeak(await browser.open(weak.url));
  const back = answerIn(await browser.submit(weak, { decision: "deny" }));
  assertEquals([back.error, back.code, back.state], [
    "unmet_authentication_requirements",
    undefined,
    "some-state",
  ]);
});

Deno.test("an upstream that answers with a lower class is not enough, and with the right one the second time (OpenID Connect Core section 5.5.1.1)", async () => {
  for (const lower of ["silver", "bronze", undefined]) {
    const browser = newBrowser(), page = await ask(browser, essential("gold"));
    const weak = await through(browser, page, lower);
    assertTooWeak(weak);
    assertEquals(await answered(await browser.submit(weak, { decision: "deny" })), {
      ...{ error: "unmet_authentication_requirements", acr: undefined, amr: undefined },
    });
  }
  const browser = newBrowser(),
    weak = await through(browser, await ask(browser, essential("gold")), "silver");
  assertEquals(await told(await through(browser, weak, "gold")), "gold");
});

Deno.test("an upstream that nobody offered for it, and is believed in no class, does not reach it whatever it says", async () => {
  const browser = newBrowser(), page = await ask(browser, essential("gold"));
  const [offered = ""] = Object.values(upstreamButtons(page));
  const away = await browser.open(offered.replace("idp=example", "idp=other"));
  assertEquals(new URL(away.url).searchParams.get("acr_values"), null);
  say("gold");
  assertTooWeak(await browser.open(other.sendBack(new URL(away.url))));
});

Deno.test("a class is essential to no app whose people may not sign in with who vouches for it, though a session has it", async () => {
  const elsewhere = await addClient(provider, {}, { first_party: true, allowed_upstreams: ["other"] });
  const browser = await signedIn("gold");
  const refused = answerIn(await ask(browser, essential("gold"), elsewhere));
  assertEquals(refused.error, "unmet_authentication_requirements");
  assertEquals(refused.error_description?.includes("gold"), false);
  const page = await ask(browser, { acr_values: "gold" }, elsewhere);
  assertEquals([askedOn(page), Object.keys(upstreamButtons(page))], ["login", ["Continue with The other"]]);
  assertEquals(await told(await through(browser, page, "gold", "other"), elsewhere), "1");
});

Deno.test("a client that is challenged for a stronger sign-in asks for one, and its new token does (RFC 9470 section 3 to 5)", async () => {
  const browser = await signedIn(undefined), demanded = { acr_values: ["gold"] };
  const weak = await redeem(send, client, answerIn(await ask(browser)).code!);
  const refused = await callResource(provider, weak.access_token!, demanded);
  const page = await ask(browser, demandedIn(refused.challenge));
  assertEquals([refused.status, askedOn(page)], [401, "login"]);
  const better = await redeem(send, client, answerIn(await through(browser, page, "gold")).code!);
  for (const acr_values of [["gold"], ["1"], ["silver", "gold"]]) {
    assertEquals((await callResource(provider, better.access_token!, { acr_values })).status, 200);
  }
  assertEquals((await callResource(provider, better.access_token!, { acr_values: ["silver"] })).status, 401);
});

Deno.test("default_acr_values apply where a request names none (OpenID Connect Dynamic Client Registration section 2)", async () => {
  const strict = await addClient(provider, { default_acr_values: ["gold"] }, { first_party: true });
  const browser = await signedIn(undefined);
  assertEquals(askedOn(await ask(browser, {}, strict)), "login");
  assertEquals(askedOn(await ask(browser, { acr_values: "9" }, strict)), "nothing");
  assertEquals(await told(await through(browser, await ask(browser, {}, strict), "gold"), strict), "gold");
  assertEquals(await told(await ask(browser, {}, strict), strict), "gold");
});

Deno.test("what an operator believes no more is nobody's class from then on: sessions keep it, and nobody can ask for it", async () => {
  const browser = await signedIn("gold"),
    waiting = newBrowser(),
    page = await ask(waiting, essential("gold"));
  const away = await leave(waiting, page);
  await trust("example", "silver");
  assertEquals(
    (await answered(await ask(browser, essential("gold")))).error,
    "unmet_authentication_requirements",
  );
  assertEquals(await told(await ask(browser, { acr_values: "gold" })), "gold");
  assertEquals(await told(await ask(browser, essential("1"))), "1");
  say("gold");
  const back = await waiting.open(upstream.sendBack(away));
  assertEquals([back.status, lastRefusal(provider)], [400, "interaction.client_changed"], back.html);
  assertEquals(await told(await ask(waiting)), "1");
  await trust("example", "gold", "silver");
});

/** Where an account page leads that is to connect an upstream. */
const connectHref = (html: string, slug = "example") =>
  [...html.replaceAll("&amp;", "&").matchAll(/href="([^"]*\/rp\/link[^"]*)"/g)].map(([, href]) => href!)
    .find((href) => href.includes(`idp=${slug}&`))!;

/** Connects the upstream with the account of somebody who is signed in, while it states a class. */
async function connect(browser: TestBrowser, acr: string, sub: string): Promise<void> {
  const { html } = await browser.open(`${issuer}/account`);
  const away = await browser.submit(await browser.open(connectHref(html)), {});
  say(acr, sub);
  const back = await browser.open(upstream.sendBack(new URL(away.url)));
  assertStringIncludes(back.html, "You can sign in with it from now on.");
}

Deno.test("to connect an upstream that states a class gives the session none, and a password takes the place of an upstream's word", async () => {
  const bob = await addPerson(provider, "bob"), browser = newBrowser();
  await signIn(browser, await ask(browser), bob);
  await connect(browser, "gold", "bob-there");
  assertEquals(await told(await ask(browser)), "1");
  assertAsksForStronger(await ask(browser, essential("gold")));
  const again = async () => {
    time.now += 10;
    return await ask(browser, { prompt: "login" });
  };
  const request = await leave(browser, await again());
  assertEquals(await told(await browser.open(upstream.sendBack(request))), "gold");
  assertEquals(await answered(await signIn(browser, await again(), bob)), {
    error: undefined,
    acr: "1",
    amr: ["pwd"],
  });
  assertEquals(await told(await ask(browser)), "1");
  assertAsksForStronger(await ask(browser, essential("gold")));
});

Deno.test("whoever proves with a password that an account is theirs has not the class of the upstream that they came by", async () => {
  const carol = await addPerson(provider, "carol"), browser = newBrowser();
  const request = await leave(browser, await ask(browser, essential("gold")));
  upstream.lies = {
    claims: { sub: "carol-there", email: "carol@example.com", acr: "gold" } as never,
    userinfo: { sub: "carol-there" },
  };
  const proof = await browser.open(upstream.sendBack(request));
  assertEquals(new URL(proof.url).pathname, "/rp/proof");
  const weak = await browser.submit(await signIn(browser, proof, carol), { decision: "allow" });
  assertTooWeak(weak);
  const again = await leave(browser, weak);
  assertEquals(await told(await browser.open(upstream.sendBack(again))), "gold");
});

Deno.test("the class of one session is not that of another: neither of the same person elsewhere, nor of somebody else here", async () => {
  const browser = await signedIn("gold"), elsewhere = await signedIn("silver");
  assertEquals([await told(await ask(browser)), await told(await ask(elsewhere))], ["gold", "silver"]);
  assertAsksForStronger(await ask(elsewhere, essential("gold")));
  await signIn(browser, await ask(browser, { prompt: "login" }), alice);
  time.now += 10;
  const chooser = await ask(browser, essential("gold"));
  assertEquals(askedOn(chooser), "account");
  const choose = async (acr: string) => {
    const page = await ask(browser, essential("gold"));
    const here = [...page.html.matchAll(/name="session" value="([^"]+)"/g)].map(([, id]) => id!);
    const { id } = await db.selectFrom("session").select("id").where("id", "in", here).where("acr", "=", acr)
      .executeTakeFirstOrThrow();
    return await browser.submit(page, { session: id });
  };
  assertAsksForStronger(await choose("1"));
  assertEquals(await told(await choose("gold")), "gold");
});

Deno.test("a class that was asked for as essential and lost meanwhile is not granted (OpenID Connect Core section 5.5.1.1)", async () => {
  const careful = await addClient(provider), dora = await addPerson(provider, "dora"), browser = newBrowser();
  await signIn(browser, await ask(browser), dora);
  await connect(browser, "gold", "dora-there");
  const request = await leave(browser, await ask(browser, essential("gold"), careful));
  const consent = await browser.open(upstream.sendBack(request));
  assertEquals([askedOn(consent), formOf(consent.html).fields.interaction !== undefined], ["consent", true]);
  time.now += 10;
  await signIn(browser, await ask(browser, { prompt: "login" }), dora);
  assertTooWeak(await browser.submit(consent, { decision: "allow" }));
});

Deno.test("what one tenant believes of an upstream is nothing in another that has the same one", async () => {
  const browser = openBrowser(tenant.issuer, send);
  const app = await addClient(tenant, {}, { first_party: true });
  say("gold");
  const page = await browser.open(authorizeUrl(tenant.issuer, app, { acr_values: "gold" }));
  const request = await leave(browser, page);
  assertEquals(request.searchParams.get("acr_values"), null);
  const { code = "" } = answerIn(await browser.open(upstream.sendBack(request)));
  assertEquals(decodeJwt((await redeem(tenant.send, app, code)).id_token!).acr, "1");
  const refused = await browser.open(authorizeUrl(tenant.issuer, app, essential("gold")));
  assertEquals(answerIn(refused).error, "unmet_authentication_requirements");
});

/** The reference of the last link on an account page that a button of this name is for. */
const refOf = ({ html }: Visit, name: string) =>
  [...html.matchAll(new RegExp(`name="${name}" value="([^"]+)"`, "g"))].at(-1)?.[1] ?? "";

Deno.test("who has an account's password alone, or came by the upstream in none of its classes, adds no way in to one for which an upstream vouches, and takes that one not away (NIST SP 800-63B section 6.1.2.1)", async () => {
  const frank = await addPerson(provider, "frank");
  const byPassword = async () => {
    const browser = newBrowser();
    await signIn(browser, await ask(browser), frank);
    return { browser, page: await browser.open(`${issuer}/account`) };
  };
  const byUpstream = async (acr = "gold") => {
    const browser = newBrowser(), request = await leave(browser, await ask(browser));
    say(acr, "frank-there");
    await browser.open(upstream.sendBack(request));
    return { browser, page: await browser.open(`${issuer}/account`) };
  };
  const refusedAs = (visit: Visit, why: string) => {
    assertEquals([visit.status, lastRefusal(provider)], [403, why], visit.html);
    assertStringIncludes(visit.html, catalogues.en.upstream.weakWay.title);
  };
  const setOut = async ({ browser, page }: { readonly browser: TestBrowser; readonly page: Visit }) =>
    new URL((await browser.submit(await browser.open(connectHref(page.html, "other")), {})).url);
  const linked = async () =>
    (await db.selectFrom("upstream_identity").select("sub").where("account_id", "=", frank.sub)
      .where("state", "=", "linked").orderBy("sub").execute()).map(({ sub }) => sub);

  await connect((await byPassword()).browser, "gold", "frank-there");
  // Its owner may not have made it: while it can be undone it hinders nobody.
  time.now += 7 * 86_400 - 300;
  const early = await byPassword(), away = await setOut(early);
  time.now += 300;
  say("gold", "strangers");
  refusedAs(await early.browser.open(other.sendBack(away)), "upstream.link.weak_way");

  const late = await byPassword();
  refusedAs(await late.browser.open(connectHref(late.page.html, "other")), "upstream.link.weak_way");
  refusedAs(
    await late.browser.submit(late.page, { unlink: refOf(late.page, "unlink") }),
    "account.weak_way",
  );
  const proving = newBrowser(), request = await leave(proving, await ask(proving), "other");
  other.lies = { claims: { sub: "strangers", email: "frank@example.com" }, userinfo: { sub: "strangers" } };
  const proof = await proving.open(other.sendBack(request));
  const proven = await signIn(proving, proof, frank);
  refusedAs(await proving.submit(proven, { decision: "allow" }), "link_proof.weak_way");
  assertEquals(await linked(), ["frank-there"]);

  const lower = await byUpstream("bronze");
  refusedAs(await lower.browser.open(connectHref(lower.page.html, "other")), "upstream.link.weak_way");
  refusedAs(
    await lower.browser.submit(lower.page, { unlink: refOf(lower.page, "unlink") }),
    "account.weak_way",
  );

  const right = await byUpstream(), leaving = await setOut(right);
  say(undefined, "franks");
  await right.browser.open(other.sendBack(leaving));
  assertEquals(await linked(), ["frank-there", "franks"]);
  const weak = await byPassword();
  const gone = await weak.browser.submit(weak.page, { unlink: refOf(weak.page, "unlink") });
  assertEquals(await linked(), ["frank-there"]);
  refusedAs(
    await weak.browser.submit(gone, { restore_link: refOf(gone, "restore_link") }),
    "account.weak_way",
  );
  const again = await byUpstream();
  await again.browser.submit(again.page, { restore_link: refOf(again.page, "restore_link") });
  assertEquals(await linked(), ["frank-there", "franks"]);
});

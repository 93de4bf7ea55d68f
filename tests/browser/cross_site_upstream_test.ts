/** Signing in with somebody else's server, in a real browser: what may come from another site, and what may not. */
import { assert, assertEquals } from "@std/assert";
import { openBrowser } from "../support/browser.ts";
import { authorizeUrl } from "../support/flow.ts";
import { admin } from "../support/server.ts";
import { upstreamButtons } from "../support/upstreams.ts";
import {
  answersTo,
  asked,
  assertForeign,
  attacker,
  client,
  context,
  cookiesNow,
  elsewhere,
  escape,
  fieldsOn,
  inFreshBrowser,
  issuer,
  postingPage,
  server,
  signedIn,
  upstream,
  victim,
  whoIsSignedIn,
} from "./cross_site.ts";

const callback = `${issuer}/rp/callback/example`;
await admin(server, ["POST", "/upstreams", {
  id: "example",
  display_name: "Example",
  issuer: upstream.issuer,
  client_id: upstream.client_id,
  client_secret: upstream.client_secret,
  trust_email: true,
  sign_up: "free",
}], 201);
upstream.allow([callback]);

/** Who sits in front of the upstream from now on. */
function inFrontComes(sub: string): void {
  upstream.person = { sub, claims: { email: `${sub}@people.example`, email_verified: true } };
}

Deno.test("login CSRF by an upstream: another site's page starts no sign-in with one, and nobody else's return is taken (RFC 6749 section 10.12)", async () => {
  await inFreshBrowser(async (page) => {
    await signedIn(page);
    const before = await cookiesNow(), start = `${issuer}/rp/authorize?idp=example`;
    // A link leads to a page that asks first; nothing else leads anywhere.
    await page.goto(elsewhere.serve("/link", `<!doctype html><a href="${start}">Win</a>`));
    await page.getByRole("link").click();
    await page.getByRole("button").waitFor();
    assertEquals(page.url(), start);
    for (const html of [`<img src="${start}">`, `<iframe src="${start}"></iframe>`]) {
      assertEquals(await asked(`<!doctype html>${html}`, ["GET", "/rp/authorize"]), "200");
    }
    const form = await fieldsOn(page);
    await assertForeign(postingPage(`${issuer}/rp/authorize`, form), "/rp/authorize");

    inFrontComes("mallory");
    // The attacker goes to the upstream as himself, and has the victim come back in his place: by a link, and by a form.
    const theirs = openBrowser(issuer, server.send), login = await theirs.open(authorizeUrl(issuer, client));
    const away = await theirs.open(upstreamButtons(login)["Continue with Example"]!);
    const { url } = await upstream.browser().open(away.url);
    const answer = await page.goto(url);
    assertEquals([answer?.status(), await page.locator("form").count()], [403, 0]);
    const returned = Object.fromEntries(new URL(url).searchParams);
    const posting = postingPage(callback, returned);
    assertEquals(await asked(posting, ["GET", "/rp/callback/example"]), "403 upstream_flow.other_browser");
    const kept = (cookies: readonly string[]) => cookies.filter((cookie) => !cookie.includes("lk_ps_"));
    assertEquals(kept(await cookiesNow()), kept(before));
    assertEquals(await whoIsSignedIn(), victim.sub);
  });
});

Deno.test("link CSRF: another site's page connects nobody's account elsewhere with the account of who is signed in (RFC 6749 section 10.12)", async () => {
  await inFreshBrowser(async (page) => {
    await signedIn(page);
    const before = await cookiesNow(), offer = page.locator('a[href*="/rp/link?"]');
    await page.goto(`${issuer}/account`);
    const href = (await offer.getAttribute("href"))!;
    // A link leads to a page that asks first, and only with our own cookies; its form is taken from our page alone.
    await page.goto(elsewhere.serve("/link", `<!doctype html><a href="${escape(href)}">Win</a>`));
    await page.getByRole("link").click();
    await page.getByRole("button").first().waitFor();
    assertEquals(page.url(), href);
    assertEquals(
      await asked(`<!doctype html><iframe src="${escape(href)}"></iframe>`, ["GET", "/rp/link"]),
      "303",
    );
    await assertForeign(postingPage(`${issuer}/rp/link`, await fieldsOn(page)), "/rp/link");

    // The attacker sets out to connect his own account elsewhere, and has the victim come back in his place.
    inFrontComes("mallory");
    const theirs = openBrowser(issuer, server.send), { username, password } = attacker;
    const account = await theirs.submit(await theirs.open("/login"), { username, password });
    const [, offered = ""] = /href="([^"]*\/rp\/link\?[^"]*)"/.exec(account.html) ?? [];
    const away = await theirs.submit(await theirs.open(offered.replaceAll("&amp;", "&")), {});
    const { url } = await upstream.browser().open(away.url);
    assertEquals((await page.goto(url))?.status(), 403);
    const posting = postingPage(callback, Object.fromEntries(new URL(url).searchParams));
    assertEquals(await asked(posting, ["GET", "/rp/callback/example"]), "403 upstream_flow.other_browser");
    assertEquals(await cookiesNow(), before);
    await page.goto(`${issuer}/account`);
    await offer.waitFor();

    // Pressed on our own page, the same form connects.
    inFrontComes("victim-there");
    await offer.click();
    await page.getByRole("button").first().click();
    await page.waitForURL(/\/account\?/);
    assertEquals([await offer.count(), await whoIsSignedIn()], [0, victim.sub]);
  });
});

Deno.test("a return that the upstream posts from its own site signs the person in, in the browser that left for it (OAuth 2.0 Form Post Response Mode section 2)", async () => {
  await inFreshBrowser(async (page) => {
    inFrontComes("ada");
    await page.goto(authorizeUrl(issuer, client).href);
    const href = await page.getByRole("link", { name: "Continue with Example" }).getAttribute("href");
    const left = await context.request.get(href!, { maxRedirects: 0 });
    // Some upstreams post whatever is asked for; this one has to be asked.
    const away = new URL(left.headers().location!);
    away.searchParams.set("response_mode", "form_post");
    const posted = page.waitForRequest((request) =>
      request.url() === callback && request.method() === "POST"
    );
    await page.goto(elsewhere.serve("/away", `<!doctype html><a href="${escape(away.href)}">On</a>`));
    await page.getByRole("link").click();
    const { cookie, origin, ...sent } = await (await posted).allHeaders();
    assertEquals([origin, sent["sec-fetch-site"]], [upstream.issuer, "cross-site"]);
    // What goes to other sites at all opens nothing here: the flow's own cookie stays away.
    assert(cookie!.split("; ").every((one) => /^__Host-lk_(bs|em)_/.test(one)), cookie);
    await page.getByRole("button", { name: "Allow" }).click();
    await page.getByRole("heading", { name: "Back at the app" }).waitFor();
    const somebody = await whoIsSignedIn();
    assert(somebody !== undefined && somebody !== victim.sub && somebody !== attacker.sub);
    assertEquals(answersTo("POST", "/rp/callback/example").at(-1), "303");
  });
});

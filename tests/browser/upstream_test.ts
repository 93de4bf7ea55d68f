/**
 * Signing in with a certified provider of another maker, in a real browser: for an app that uses openid-client, and at the
 * account page. The pictures are in .artifacts/screenshots.
 */
import { assert, assertEquals } from "@std/assert";
import * as openid from "openid-client";
import type { Page } from "playwright-core";
import { launchChromium } from "../support/chromium.ts";
import { freePort } from "../support/free_port.ts";
import { root } from "../support/latchkey.ts";
import { startOidcUpstream } from "../support/oidc_upstream.ts";
import { startRelyingParty } from "../support/rp.ts";
import { admin, registerClient, registerPerson, startServer } from "../support/server.ts";
import { seriousFindings } from "./axe.ts";
import { press, signIn } from "./steps.ts";
import { assertComplaints, loadFailure, openPage, type WatchedPage } from "./watched_page.ts";

const upstream = await startOidcUpstream({ hostname: "127.0.0.1", redirect_uris: [] });
/** Where nobody listens. */
const nobody = `127.0.0.1:${freePort()}`;
const server = await startServer({ env: { LATCHKEY_FETCH_ALLOW: `${upstream.host},${nobody}` } });
const app = startRelyingParty("127.0.0.1");
const browser = await launchChromium();
Deno.test.afterAll(async () => {
  await browser.close();
  await app[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});

const folder = `${root}.artifacts/screenshots`;
await Deno.mkdir(folder, { recursive: true });
const { issuer, client_id: ourId, client_secret: ourSecret } = upstream;
const record = { id: "example", display_name: "Example", issuer, client_id: ourId, client_secret: ourSecret };
const { redirect_uri } = await admin(server, ["POST", "/upstreams", record], 201);
upstream.allow([String(redirect_uri)]);
const grace = await registerPerson(server, "grace", { name: "Grace Hopper" });
const { client_id, client_secret } = await registerClient(server, { redirect_uris: [app.redirect_uri] });
const config = await openid.discovery(
  new URL(server.issuer),
  client_id,
  {},
  openid.ClientSecretBasic(client_secret),
  { execute: [openid.allowInsecureRequests] },
);

/** Does something in a fresh, narrow window, of which the browser may complain only as expected. */
async function inWindow(act: (page: Page) => Promise<void>, expected: readonly string[] = []): Promise<void> {
  await using opened: WatchedPage = await openPage(browser, { width: 375 });
  await act(opened.page);
  await assertComplaints(opened, expected);
}

/** A page can be used by everybody, and is kept as a picture. */
async function assertAccessible(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${folder}/upstream_${name}.png`, fullPage: true });
  assertEquals(await seriousFindings(page), [], name);
}

/** An app's request. @returns its address, and what redeems the answer that comes for it. */
async function request() {
  const expectedState = openid.randomState(), expectedNonce = openid.randomNonce();
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: app.redirect_uri,
    scope: "openid profile",
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
  });
  const redeem = (page: Page) =>
    openid.authorizationCodeGrant(config, new URL(page.url()), {
      expectedState,
      expectedNonce,
      pkceCodeVerifier,
    });
  return { url, redeem };
}

const continueWith = (page: Page, name = "Example") =>
  page.getByRole("link", { name: `Continue with ${name}` });
const wayBack = (page: Page) => page.getByRole("link", { name: "Go back" });
const back = (page: Page) => page.getByRole("heading", { name: "Back at the app" });

Deno.test("Chromium: app, Latchkey, another provider, Latchkey, app: in one go (OpenID Connect Core section 3.1)", async () => {
  upstream.person = { sub: "ada", claims: { name: "Ada Lovelace" } };
  const { url, redeem } = await request();
  await inWindow(async (page) => {
    await page.goto(url.href);
    await assertAccessible(page, "sign_in");
    await continueWith(page).click();
    await press(page, "Allow");
    await back(page).waitFor();
    const { sub } = (await redeem(page)).claims()!;
    assert(sub !== "ada" && sub !== grace.sub);
    // The second time nothing is asked any more.
    const again = await request();
    await page.goto(again.url.href);
    await back(page).waitFor();
    assertEquals((await again.redeem(page)).claims()!.sub, sub);
  });
});

Deno.test("Chromium: a person connects an account elsewhere, signs in with it, and disconnects it", async () => {
  upstream.person = { sub: "grace-there", claims: { name: "Somebody Else" } };
  const connect = (page: Page) => page.getByRole("link", { name: "Connect Example" });
  await inWindow(async (page) => {
    await page.goto(`${server.issuer}/account`);
    await signIn(page, grace);
    await connect(page).click();
    await assertAccessible(page, "connect");
    await page.getByRole("button").first().click();
    await page.waitForURL(/\/account\?/);
    await page.getByText("You connected it yourself.").waitFor();
    await assertAccessible(page, "account");
  });
  await inWindow(async (page) => {
    await page.goto(`${server.issuer}/login`);
    await continueWith(page).click();
    await page.getByText("Grace Hopper").first().waitFor();
    await press(page, "Disconnect");
    await connect(page).waitFor();
  });
});

Deno.test("Chromium: whom the policy gives no account is told so, and goes back to the ways in that there are", async () => {
  await admin(server, ["PATCH", "/upstreams/example", { sign_up: "never" }]);
  upstream.person = { sub: "mallory" };
  const { url } = await request();
  await inWindow(async (page) => {
    await page.goto(url.href);
    await continueWith(page).click();
    await page.getByRole("heading", { name: "You have no account here yet" }).waitFor();
    await assertAccessible(page, "no_account");
    await wayBack(page).click();
    await signIn(page, grace);
    await press(page, "Allow");
    await back(page).waitFor();
  }, [loadFailure("403 (Forbidden)")]);
});

Deno.test("Chromium: an upstream that is down is told within ten seconds, and the other ways in still work", async () => {
  await admin(server, ["POST", "/upstreams", {
    ...record,
    id: "down",
    display_name: "Down",
    issuer: `http://${nobody}`,
  }], 201);
  const { url } = await request();
  await inWindow(async (page) => {
    await page.goto(url.href);
    const begin = performance.now();
    await continueWith(page, "Down").click();
    await page.getByRole("heading", { name: "We cannot reach Down" }).waitFor();
    assert(performance.now() - begin < 10_000);
    await assertAccessible(page, "unreachable");
    await wayBack(page).click();
    await signIn(page, grace);
    await back(page).waitFor();
  }, [loadFailure("503 (Service Unavailable)")]);
});

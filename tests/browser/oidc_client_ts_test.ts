/** oidc-client-ts in the page of an app, on another site than the server, both over TLS. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { BrowserContext, Page } from "playwright-core";
import { startBrowserApp } from "../support/browser_app.ts";
import { makeCertificate } from "../support/certificate.ts";
import { launchChromium, launchProfile } from "../support/chromium.ts";
import { userinfoStatus } from "../support/flow.ts";
import { admin, changePolicy, registerClient, registerPerson, startServer } from "../support/server.ts";
import { press, signIn } from "./steps.ts";

const folder = await Deno.makeTempDir({ prefix: "latchkey-spa-" });
const server = await startServer({ tls: await makeCertificate(folder) });
const app = await startBrowserApp(await makeCertificate(folder, "127.0.0.1"));
const client = await registerClient(server, app.metadata), person = await registerPerson(server);
app.open(server.issuer, client.client_id);
/** Frames of other sites get their cookies here. */
const profile = await launchProfile(`${folder}/profile`);

Deno.test.afterAll(async () => {
  await profile.close();
  await app[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
});

const signedIn = (page: Page) => page.getByRole("heading", { name: "Signed in as Ada Lovelace" }).waitFor();

/** Opens the app and signs in from it. */
async function openSignedIn(context: BrowserContext): Promise<Page> {
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  await page.goto(app.origin);
  await press(page, "Sign in");
  await signIn(page, person);
  const allow = page.getByRole("button", { name: "Allow" }),
    back = page.getByRole("heading", { name: "Signed in as" });
  await allow.or(back).waitFor();
  if (await allow.isVisible()) await allow.click();
  await signedIn(page);
  return page;
}

/** What the library holds of the person. */
interface HeldUser {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly session_state: string;
  readonly profile: Readonly<Record<string, unknown>>;
}
const userOf = (page: Page) => page.evaluate<HeldUser>("manager.getUser()");

/** Renews, and says how: the paths of ours that were asked meanwhile; or the error. */
async function renew(
  page: Page,
  how: { readonly forceIframeAuth?: true } = {},
): Promise<readonly string[] | string> {
  const asked: string[] = [], { origin } = new URL(server.issuer);
  const note = (request: { url: () => string; postData: () => string | null }) => {
    const url = new URL(request.url()), form = new URLSearchParams(request.postData() ?? "");
    if (url.origin !== origin || url.pathname === "/oauth2/check_session") return;
    const [what] = ["grant_type", "prompt"].map((name) => form.get(name) ?? url.searchParams.get(name))
      .filter((value) => value !== null);
    if (what !== undefined) asked.push(`${url.pathname} ${what}`);
  };
  page.on("request", note);
  const renewing = `manager.signinSilent(${
    JSON.stringify(how)
  }).then(() => null, ({ error, message }) => error ?? message)`;
  const error = await page.evaluate<string | null>(renewing);
  page.off("request", note);
  return error ?? asked;
}

/** Signs out at the server, in a tab of its own. */
async function signOutElsewhere(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${server.issuer}/oauth2/end_session`);
  await press(page, "Sign out");
  await page.getByRole("heading", { name: "You are signed out" }).waitFor();
  await page.close();
}

const heard = (page: Page, event: string) => page.waitForFunction(`heard.includes(${JSON.stringify(event)})`);

Deno.test("oidc-client-ts signs in, renews by refresh token and by frame, notices what happens elsewhere, and signs out (OpenID Connect Core section 3.1, Session Management section 3.1, RP-Initiated Logout section 2)", async () => {
  await changePolicy(server, { session_management: true, embedded_sign_in: true });
  const page = await openSignedIn(profile), first = await userOf(page);
  assertEquals([first.profile.sub, first.profile.preferred_username], [person.sub, person.username]);

  assertEquals(await renew(page), ["/oauth2/token refresh_token"]);
  const second = await userOf(page);
  assertNotEquals(second.access_token, first.access_token);
  assertNotEquals(second.refresh_token, first.refresh_token);
  assertEquals(await renew(page, { forceIframeAuth: true }), [
    "/oauth2/authorize none",
    "/oauth2/token authorization_code",
  ]);
  const third = await userOf(page);
  assertNotEquals(third.access_token, second.access_token);
  assertEquals(third.profile.sub, person.sub);

  // Somebody else signs in beside them, in another tab: something changed, and they are still there.
  const other = await profile.newPage();
  await other.goto(`${server.issuer}/login`);
  await signIn(other, await registerPerson(server, "grace", { name: "Grace Hopper" }));
  await other.waitForURL(/\/account/);
  await heard(page, "session changed");
  assertEquals(await page.evaluate("heard"), ["session changed"]);
  assertEquals(typeof await renew(page, { forceIframeAuth: true }), "object");
  assertEquals((await userOf(page)).profile.sub, person.sub);
  await signOutElsewhere(profile);
  await heard(page, "signed out");

  const again = await openSignedIn(profile), { access_token } = await userOf(again);
  assertEquals(await userinfoStatus(server.send, access_token), 200);
  await again.evaluate("manager.revokeTokens(['access_token'])");
  assertEquals(await userinfoStatus(server.send, access_token), 401);
  await press(again, "Sign out");
  await again.getByRole("heading", { name: "Signed out" }).waitFor();
  assertEquals(new URL(again.url()).pathname, "/signed-out");
  await again.goto(`${server.issuer}/account`);
  await again.getByLabel("Password").waitFor();
});

Deno.test("without the policy a frame is told login_required, and the refresh token renews all the same (OpenID Connect Core section 3.1.2.6)", async () => {
  await changePolicy(server, { session_management: true, embedded_sign_in: null });
  const page = await openSignedIn(profile);
  assertEquals(await renew(page, { forceIframeAuth: true }), "login_required");
  assertEquals(await renew(page), ["/oauth2/token refresh_token"]);
  // The session ends elsewhere: this browser learns of it by the next thing that it asks.
  await admin(server, ["PATCH", `/users/${person.sub}`, { password: person.password }]);
  assertEquals(await renew(page, { forceIframeAuth: true }), "login_required");
  await heard(page, "signed out");
});

Deno.test("in a browser that keeps cookies from frames the silent answer is login_required, and the monitor hears error and raises nothing (OpenID Connect Session Management section 5.1)", async () => {
  await changePolicy(server, { session_management: true, embedded_sign_in: true });
  const browser = await launchChromium();
  try {
    const page = await openSignedIn(await browser.newContext({ ignoreHTTPSErrors: true, locale: "en" }));
    assertEquals(await renew(page, { forceIframeAuth: true }), "login_required");
    assertEquals(await renew(page), ["/oauth2/token refresh_token"]);
    await page.waitForFunction("told.includes('error')");
    assertEquals(await page.evaluate("[told.includes('changed'), heard]"), [false, []]);
    assert((await userOf(page)).session_state);
  } finally {
    await browser.close();
  }
});

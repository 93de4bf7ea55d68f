/** People sign in and decide in a real browser, with scripts and without. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "playwright-core";
import { authorizeUrl } from "../support/flow.ts";
import { registerPerson } from "../support/server.ts";
import { app, backAtApp, browser, hasFocus, inBrowser, personOf, registerApp, server } from "./stage.ts";
import { press, signIn } from "./steps.ts";
import { loadFailure, openPage } from "./watched_page.ts";

const ada = await registerPerson(server);
const grace = await registerPerson(server, "grace", { name: "Grace Hopper" });

const words = (javaScript: boolean) => javaScript ? "with scripts" : "without scripts";

for (const javaScript of [true, false]) {
  Deno.test(`Chromium ${words(javaScript)}: a person comes from an app, signs in, allows, and is back at the app (OpenID Connect Core section 3.1.2)`, async () => {
    const client = await registerApp();
    const start = app.serve(
      "/",
      `<!doctype html><a href="${escaped(authorizeUrl(server.issuer, client))}">Go</a>`,
    );
    await inBrowser({ javaScript }, async ({ page }) => {
      await page.goto(start);
      await page.getByRole("link", { name: "Go" }).click();
      await signIn(page, ada);
      await page.getByText("Signed in as ada").waitFor();
      await press(page, "Allow");
      assertEquals(await personOf(client, await backAtApp(page)), ada.sub);
    });
  });

  Deno.test(`Chromium ${words(javaScript)}: a form carries the answer to the app (OAuth 2.0 Form Post Response Mode section 2)`, async () => {
    const client = await registerApp(),
      before = app.arrivals.length,
      url = authorizeUrl(server.issuer, client, { response_mode: "form_post" });
    await inBrowser({ javaScript }, async ({ page }) => {
      await page.goto(url.href);
      await signIn(page, ada);
      await press(page, "Allow");
      if (!javaScript) await press(page, "Continue");
      assertEquals(await personOf(client, await backAtApp(page)), ada.sub);
    });
    assertEquals(app.arrivals.slice(before).map(({ method }) => method), ["POST"]);
  });

  Deno.test(`Chromium ${words(javaScript)}: a form of an app on another site starts a sign-in, and meets the session (OpenID Connect Core section 3.1.2.1)`, async () => {
    const client = await registerApp({ redirect_uris: [app.redirect_uri] });
    const form = (prompt: string) =>
      app.serve(`/${prompt}`, postForm(authorizeUrl(server.issuer, client, { prompt })));
    await inBrowser({ javaScript }, async ({ page }) => {
      await page.goto(form("login"));
      await press(page, "Send");
      await signIn(page, ada);
      await press(page, "Allow");
      await backAtApp(page);
      await page.goto(form("none"));
      await press(page, "Send");
      assertEquals(await personOf(client, await backAtApp(page)), ada.sub);
    });
  });
}

const escaped = (url: URL) => url.href.replaceAll("&", "&amp;");

function postForm({ origin, pathname, searchParams }: URL): string {
  const inputs = [...searchParams].map(([name, value]) =>
    `<input type="hidden" name="${name}" value="${value}">`
  );
  return `<!doctype html><form method="post" action="${origin}${pathname}">${
    inputs.join("")
  }<button>Send</button></form>`;
}

Deno.test("Chromium: the Back button brings no answer to the app a second time (OAuth 2.0 Form Post Response Mode section 4)", async () => {
  const client = await registerApp(), before = app.arrivals.length;
  await inBrowser({}, async ({ page }) => {
    await page.goto(authorizeUrl(server.issuer, client, { response_mode: "form_post" }).href);
    await signIn(page, ada);
    await press(page, "Allow");
    await backAtApp(page);
    await page.goBack();
    await page.getByRole("heading", { name: "This sign-in is already finished" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "This sign-in is already finished" }).waitFor();
  }, [loadFailure("400 (Bad Request)"), loadFailure("400 (Bad Request)")]);
  assertEquals(app.arrivals.slice(before).map(({ method }) => method), ["POST"]);
});

Deno.test("Chromium: a wrong password is told on the page, which keeps the username", async () => {
  const client = await registerApp();
  await inBrowser({}, async ({ page }) => {
    await page.goto(authorizeUrl(server.issuer, client, { login_hint: "ada" }).href);
    await hasFocus(page, "Password");
    await signIn(page, { ...ada, password: "correct horse" });
    assertMatch((await page.getByRole("alert").textContent())!, /do not match/);
    assertEquals(await page.getByLabel("Username or email").inputValue(), "ada");
    assertEquals(await page.getByLabel("Password").inputValue(), "");
    await signIn(page, ada);
    await press(page, "Allow");
    await backAtApp(page);
  }, [loadFailure("400 (Bad Request)")]);
});

Deno.test("Chromium: of several accounts a person chooses one (OpenID Connect Core section 3.1.2.1)", async () => {
  const client = await registerApp();
  const ask = (prompt: string) => authorizeUrl(server.issuer, client, { prompt }).href;
  await inBrowser({}, async ({ page }) => {
    for (const person of [ada, grace]) {
      await page.goto(ask("login"));
      await signIn(page, person);
      await press(page, "Allow");
      assertEquals(await personOf(client, await backAtApp(page)), person.sub);
    }
    for (const [name, person] of [["ada Ada Lovelace", ada], ["grace Grace Hopper", grace]] as const) {
      await page.goto(ask("select_account"));
      await press(page, name);
      assertEquals(await personOf(client, await backAtApp(page)), person.sub);
    }
    await page.goto(ask("select_account"));
    await press(page, "Use another account");
    await hasFocus(page, "Username or email");
    await page.getByRole("link", { name: "already signed in" }).click();
    await press(page, "Cancel");
    assertEquals((await backAtApp(page)).error, "access_denied");
  });
});

Deno.test("Chromium: a person who cancels or denies is back at the app, which learns it (RFC 6749 section 4.1.2.1)", async () => {
  const client = await registerApp(), url = authorizeUrl(server.issuer, client).href;
  await inBrowser({}, async ({ page }) => {
    await page.goto(url);
    await press(page, "Cancel");
    assertEquals((await backAtApp(page)).error, "access_denied");
    await page.goto(url);
    await signIn(page, ada);
    await press(page, "Deny");
    assertEquals((await backAtApp(page)).error, "access_denied");
  });
});

Deno.test("Chromium: an address that is not registered gets a page of ours and nothing else (RFC 6749 section 4.1.2.1)", async () => {
  const client = await registerApp(), before = app.arrivals.length;
  const redirect_uri = `${app.redirect_uri}/other`;
  await inBrowser({}, async ({ page }) => {
    await page.goto(authorizeUrl(server.issuer, client, { redirect_uri }).href);
    await page.getByRole("heading", { name: "We cannot send you back safely" }).waitFor();
    assertEquals(await page.getByRole("link").count(), 0);
    assertEquals(new URL(page.url()).origin, server.issuer);
  }, [loadFailure("400 (Bad Request)")]);
  assertEquals(app.arrivals.length, before);
});

/** The address that the server sends the browser to after a press, whether the browser can open it or not. */
async function sentTo(page: Page, button: string): Promise<URL> {
  const [response] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === "POST"),
    press(page, button),
  ]);
  assertEquals(response.status(), 303);
  return new URL(response.headers().location!);
}

Deno.test("Chromium: the policy of our pages lets an app's own scheme through, and it alone (RFC 8252 section 7.1)", async () => {
  const native = await registerApp({
    application_type: "native",
    token_endpoint_auth_method: "none",
    redirect_uris: ["com.example.app:/callback"],
  });
  await inBrowser({}, async ({ page }) => {
    await page.goto(authorizeUrl(server.issuer, native).href);
    await signIn(page, ada);
    const { protocol, searchParams } = await sentTo(page, "Allow");
    assertEquals([protocol, searchParams.get("iss")], ["com.example.app:", server.issuer]);
  });
  // The same, where the policy names another scheme: the browser refuses and says so.
  await using opened = await openPage(browser);
  const { page, complaints } = opened;
  await page.goto(authorizeUrl(server.issuer, native).href);
  await signIn(page, ada);
  await page.getByRole("heading", { name: "Allow access?" }).waitFor();
  await page.route("**/consent?*", async (route) => {
    const response = await route.fetch(), headers = response.headers();
    const policy = headers["content-security-policy"]!.replace("com.example.app:", "com.example.other:");
    await route.fulfill({ response, headers: { ...headers, "content-security-policy": policy } });
  });
  await page.reload();
  const violation = page.waitForEvent("console", (message) => /form-action/.test(message.text()));
  await press(page, "Allow");
  await violation;
  const refused = () =>
    complaints.some((complaint) => /form-action|^ContentSecurityPolicyIssue/.test(complaint));
  // The browser says it in two ways, and in no order.
  for (let waited = 0; !refused() && waited < 30_000; waited += 50) await page.waitForTimeout(50);
  assert(refused(), complaints.join("\n"));
});

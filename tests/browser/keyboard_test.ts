/** A keyboard and a password manager find their way through the pages. */
import { assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { authorizeUrl } from "../support/flow.ts";
import { admin, registerPerson } from "../support/server.ts";
import { backAtApp, focused, hasFocus, inBrowser, personOf, registerApp, server } from "./stage.ts";
import { press, signIn } from "./steps.ts";
import { loadFailure } from "./watched_page.ts";

const ada = await registerPerson(server);

/** What the Tab key stops at, from the start of the page. */
async function tabStops(page: Page, count: number): Promise<string[]> {
  const stops: string[] = [];
  for (let stop = 0; stop < count; stop++) {
    await page.keyboard.press("Tab");
    stops.push(await focused(page));
  }
  return stops;
}

Deno.test("Chromium: a keyboard is enough, and its order is that of the page (WCAG 2.1.1, 2.4.3)", async () => {
  const client = await registerApp({ policy_uri: "https://app.example/privacy" });
  await inBrowser({}, async ({ page }) => {
    await page.goto(authorizeUrl(server.issuer, client).href);
    await hasFocus(page, "Username or email");
    await page.keyboard.type("ada");
    assertEquals(await tabStops(page, 4), ["Password", "Sign in", "Cancel", "Privacy policy"]);
    for (let back = 0; back < 3; back++) await page.keyboard.press("Shift+Tab");
    await page.keyboard.type(ada.password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Allow access?" }).waitFor();
    assertEquals(await tabStops(page, 4), ["Use another account", "Allow", "Deny", "Privacy policy"]);
    for (let back = 0; back < 2; back++) await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    assertEquals(await personOf(client, await backAtApp(page)), ada.sub);
  });
});

/** What password managers look at, in the order of the form: name, type and autocomplete of each field. */
const fields = (page: Page): Promise<string[][]> =>
  page.evaluate(`[...document.querySelectorAll("form input:not([type=hidden])")]
    .map(({ name, type, autocomplete }) => [name, type, autocomplete])`);

Deno.test("Chromium: a person sets a password by a link, once, and signs in with it; password managers know the fields (HTML section 4.10.18.7)", async () => {
  const client = await registerApp(), password = "three unrelated words";
  const { set_password_url, id } = await admin(server, ["POST", "/users", {
    email: "mary@example.com",
    username: "mary",
  }], 201);
  await inBrowser({}, async ({ page }) => {
    await page.goto(set_password_url as string);
    assertEquals(await fields(page), [["username", "text", "username"], [
      "password",
      "password",
      "new-password",
    ]]);
    await hasFocus(page, "New password");
    await page.keyboard.type("short");
    await page.keyboard.press("Enter");
    assertEquals(await page.evaluate('document.querySelector("#password").validity.tooShort'), true);
    await page.getByLabel("New password").fill(password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Your password is saved" }).waitFor();

    await page.goto(authorizeUrl(server.issuer, client).href);
    assertEquals(await fields(page), [
      ["username", "text", "username"],
      ["password", "password", "current-password"],
    ]);
    await signIn(page, { sub: id as string, username: "mary@example.com", password });
    await press(page, "Allow");
    assertEquals(await personOf(client, await backAtApp(page)), id);

    await page.goto(set_password_url as string);
    await page.getByRole("heading", { name: "This link no longer works" }).waitFor();
  }, [loadFailure("400 (Bad Request)")]);
});

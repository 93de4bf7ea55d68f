/** The account page, as a person uses it. */
import { assertEquals } from "@std/assert";
import { parseSecret } from "../../src/crypto/secret.ts";
import { openSessions, type SessionRow } from "../../src/store/sessions.ts";
import { formOf, openBrowser, type TestBrowser, type Visit } from "./browser.ts";
import { portsOf, type TestPerson, type TestProvider } from "./provider.ts";

/** The name of the browser's cookie on http. */
export const browserCookie = "lk_br_default";

/** Signs a person in without an app. @returns the account page. */
export async function enter(browser: TestBrowser, { username, password }: TestPerson): Promise<Visit> {
  const page = await browser.submit(await browser.open("/login"), { username, password });
  assertEquals([page.status, /\/account\b/.test(page.url)], [200, true], page.url);
  return page;
}

/** Opens a browser in which a person is signed in. */
export async function browserOf(
  { issuer, send }: Pick<TestProvider, "issuer" | "send">,
  person: TestPerson,
): Promise<{ readonly browser: TestBrowser; readonly page: Visit }> {
  const browser = openBrowser(issuer, send);
  return { browser, page: await enter(browser, person) };
}

/** What the buttons of that name would send. */
export const offered = ({ html }: Visit, name: string): readonly string[] =>
  [...html.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, "g"))].map(([, value]) => value!);

/** The session that an account page is about. */
export const sessionOn = ({ html }: Visit): string => formOf(html).fields.session ?? "";

/** What the page says was done. */
export const doneOn = ({ html }: Visit): string | undefined =>
  /<p class="done" role="status">([^<]*)/.exec(html)?.[1];

/** What the page says was wrong. */
export const problemOn = ({ html }: Visit): string | undefined =>
  /<p class="problem"[^>]*>([^<]*)/.exec(html)?.[1];

/** The accounts that are signed in in a browser, as the server sees it. */
export async function signedInIn(
  provider: TestProvider,
  browser: TestBrowser,
): Promise<readonly SessionRow[]> {
  const { store, clock } = portsOf(provider);
  return await openSessions(store, parseSecret("browser", browser.cookies.get(browserCookie) ?? ""), clock());
}

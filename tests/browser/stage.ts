/** What tests in a browser stand on: a server, the browser, and an app on another site. */
import { assertEquals } from "@std/assert";
import { decodeJwt } from "jose";
import type { Page } from "playwright-core";
import { launchChromium } from "../support/chromium.ts";
import { redeem } from "../support/flow.ts";
import type { TestClient } from "../support/provider.ts";
import { startRelyingParty } from "../support/rp.ts";
import { registerClient, startServer } from "../support/server.ts";
import { assertComplaints, openPage, type PageOptions, type WatchedPage } from "./watched_page.ts";

/** The server is localhost's; an address is another site, as far as browsers are concerned. */
export const server = await startServer();
export const app = startRelyingParty("127.0.0.1");
export const browser = await launchChromium();

Deno.test.afterAll(async () => {
  await browser.close();
  await app[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

/** Registers a client of the app. */
export const registerApp = (metadata: Readonly<Record<string, unknown>> = {}): Promise<TestClient> =>
  registerClient(server, { client_name: "Reading Room", redirect_uris: [app.redirect_uri], ...metadata });

/** Waits until the browser is back at the app. @returns the last answer that came there. */
export async function backAtApp(page: Page): Promise<Readonly<Record<string, string>>> {
  await page.getByRole("heading", { name: "Back at the app" }).waitFor();
  const { parameters } = app.arrivals.at(-1)!;
  assertEquals([parameters.state, parameters.iss], ["some-state", server.issuer]);
  return parameters;
}

/** Redeems the code that came back. @returns the person that the ID token is about. */
export async function personOf(
  client: TestClient,
  answer: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const tokens = await redeem(server.send, client, answer.code ?? "");
  assertEquals(tokens.status, 200, JSON.stringify([answer, tokens]));
  return decodeJwt(tokens.id_token!).sub;
}

/** Does something in a fresh browser profile, of which the browser may complain only as expected. */
export async function inBrowser(
  options: PageOptions,
  act: (opened: WatchedPage) => Promise<void>,
  expected: readonly string[] = [],
): Promise<void> {
  await using opened = await openPage(browser, options);
  await act(opened);
  await assertComplaints(opened, expected);
}

/** Waits until a field has the focus: browsers give it some time after the page is there. */
export const hasFocus = (page: Page, label: string): Promise<void> =>
  page.getByLabel(label).and(page.locator(":focus")).waitFor();

/** The label or the text of what has the focus. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const { labels, textContent } = document.activeElement;
    return (labels?.[0] ?? document.activeElement).textContent.trim().replace(/\\s+/g, " ");
  })()`);

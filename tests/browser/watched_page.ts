/** A page of a real browser that keeps everything that the browser complains of. */
import { assertEquals } from "@std/assert";
import type { Browser, BrowserContext, Page } from "playwright-core";

/** A page in a profile of its own. Disposing of it closes both. */
export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors and warnings of the console, violations of policies and other issues, in order. */
  readonly complaints: readonly string[];
}

/** What differs from a wide, light window with scripts. */
export interface PageOptions {
  readonly javaScript?: boolean;
  readonly width?: number;
  readonly colorScheme?: "light" | "dark";
  readonly locale?: string;
}

/** What the console says of every document with this status. */
export const loadFailure = (status: string): string =>
  `console: Failed to load resource: the server responded with a status of ${status}`;

/** Opens an empty page. */
export async function openPage(
  browser: Browser,
  { javaScript = true, width = 1280, colorScheme = "light", locale = "en-GB" }: PageOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    javaScriptEnabled: javaScript,
    viewport: { width, height: 800 },
    colorScheme,
    locale,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage(), complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  // A violated policy is an issue whether the page runs scripts or not.
  const cdp = await context.newCDPSession(page);
  cdp.on("Audits.issueAdded", ({ issue: { code, details } }) => {
    // To send people on is what this server is for.
    if (code !== "BounceTrackingIssue") complaints.push(`${code}: ${JSON.stringify(details)}`);
  });
  await cdp.send("Audits.enable");
  return { page, context, complaints, [Symbol.asyncDispose]: () => context.close() };
}

/** Asserts what the browser complained of. It may do so a moment after the page is there. */
export async function assertComplaints(
  { page, complaints }: WatchedPage,
  expected: readonly string[],
): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (complaints.length < expected.length && performance.now() < deadline) await page.waitForTimeout(50);
  assertEquals(complaints, expected);
}

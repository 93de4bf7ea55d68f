/** Every page as people see it: in two languages, narrow and wide, light and dark. The pictures are in .artifacts/screenshots. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { authorizeUrl } from "../support/flow.ts";
import { root } from "../support/latchkey.ts";
import { admin, changePolicy, registerPerson } from "../support/server.ts";
import type { TestPerson } from "../support/provider.ts";
import { seriousFindings } from "./axe.ts";
import { browser, registerApp, server } from "./stage.ts";
import { openPage } from "./watched_page.ts";

const folder = `${root}.artifacts/screenshots`;
await Deno.mkdir(folder, { recursive: true });

const ada = await registerPerson(server);
const grace = await registerPerson(server, "grace", { name: "Grace Hopper" });
const client = await registerApp({
  client_name: "The Reading Room of the Public Library",
  client_uri: "https://library.example",
  policy_uri: "https://library.example/privacy",
  tos_uri: "https://library.example/terms",
  scope: "openid profile email offline_access loans:renew",
});
const ask = (parameters: Readonly<Record<string, string>> = {}) =>
  authorizeUrl(server.issuer, client, {
    scope: "openid profile email offline_access loans:renew",
    ...parameters,
  }).href;

/** Does what leads from the page to another one, and waits until that is there. */
async function follow(page: Page, act: () => Promise<unknown>): Promise<void> {
  await page.evaluate("document.documentElement.dataset.left = ''");
  await act();
  await page.locator("html:not([data-left]) h1").waitFor();
  await page.waitForLoadState();
}

const press = (page: Page, name: string): Promise<void> =>
  follow(page, () => page.getByRole("button", { name }).click());

// By what forms are made of, which is the same in every language.
const signIn = (page: Page, { username, password }: TestPerson): Promise<void> =>
  follow(page, async () => {
    await page.locator("[name=username]").fill(username);
    await page.locator("[name=password]").fill(password);
    await page.locator("[name=password]").press("Enter");
  });
const allow = (page: Page): Promise<void> =>
  follow(page, () => page.locator("[name=decision][value=allow]").click());

/** The pages in the order in which a person comes to them, each with the way from the one before. */
const pages: readonly (readonly [name: string, goThere: (page: Page) => Promise<unknown>])[] = [
  ["home", (page) => page.goto(server.issuer)],
  ["set_password", (page) => page.goto(setPasswordUrl)],
  ["sign_in", (page) => page.goto(ask())],
  ["sign_in_failed", (page) => signIn(page, { ...ada, password: "wrong" })],
  ["consent", (page) => signIn(page, ada)],
  ["choose_account", async (page) => {
    await page.goto(ask({ prompt: "login" }));
    await signIn(page, grace);
    await page.goto(ask({ prompt: "select_account" }));
  }],
  ["consent_again", async (page) => {
    await page.goto(ask({ prompt: "consent", scope: "openid profile", login_hint: "grace" }));
    await press(page, "grace Grace Hopper");
    await allow(page);
    await page.goto(ask({ prompt: "select_account" }));
    await press(page, "grace Grace Hopper");
  }],
  ["account", async (page) => {
    await page.goto(`${server.issuer}/account`);
    await press(page, "grace Grace Hopper");
  }],
  ["playground", async (page) => {
    await page.goto(`${server.issuer}/playground`);
    await press(page, "Start");
  }],
  ["sign_out", (page) => page.goto(`${server.issuer}/oauth2/end_session`)],
  ["problem", (page) => page.goto(ask({ redirect_uri: "https://elsewhere.example/callback" }))],
];

const { set_password_url } = await admin(
  server,
  ["POST", "/users", { email: "mary.somerville@example.com" }],
  201,
);
const setPasswordUrl = set_password_url as string;

/** What of a page lies outside of the window, sideways. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");

/** By how much a page moved under the eyes of whoever reads it: the sum of its layout shifts. */
const moved = (page: Page): Promise<number> =>
  page.evaluate(`new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => sum += value))
      .observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
  })`);

/** Pages on which links, buttons, fields and problems are. */
const branded: typeof pages = [
  ...pages.filter(([name]) => ["sign_in", "sign_in_failed", "consent"].includes(name)),
  ["account", (page) => page.goto(`${server.issuer}/account`)],
];

/** Each language, width and scheme beside each of the others. */
const views = [
  ["en-GB", 375, "light"],
  ["en-GB", 1280, "dark"],
  ["de-DE", 375, "dark"],
  ["de-DE", 1280, "light"],
] as const;

const paper = (page: Page): Promise<string> =>
  page.evaluate("getComputedStyle(document.body).backgroundColor");

Deno.test("Chromium: every page fits a window of 375 and of 1280 pixels, light and dark, in English and German, and axe-core has nothing serious to say (WCAG 1.4.10)", async () => {
  const papers = { light: new Set<string>(), dark: new Set<string>() };
  for (const [locale, width, colorScheme] of views) {
    await using opened = await openPage(browser, { locale, width, colorScheme });
    const { page } = opened;
    for (const [name, goThere] of pages) {
      await goThere(page);
      const view = `${name}_${locale}_${width}_${colorScheme}`;
      await page.screenshot({ path: `${folder}/${view}.png`, fullPage: true });
      assertEquals(await overflow(page), 0, view);
      // The playground is for developers, in English.
      const shown = name === "playground" ? "en" : locale.slice(0, 2);
      assertEquals(
        await page.locator("h1").evaluate((h1) => h1.closest("[lang]")?.getAttribute("lang")),
        shown,
      );
      if (width === 375) assertEquals(await seriousFindings(page), [], view);
      papers[colorScheme].add(await paper(page));
    }
  }
  assert(papers.light.size === 1 && papers.dark.size === 1);
  assertNotEquals([...papers.light], [...papers.dark]);
});

Deno.test("Chromium: with a colour and a name of the tenant's axe-core has nothing serious to say, light and dark, and nothing moves (WCAG 1.4.3)", async () => {
  // Text in it could be read neither on a light card nor on a dark one.
  const accent_color = "#808080";
  await changePolicy(server, { display_name: "The Reading Room", branding: { accent_color } });
  for (const colorScheme of ["light", "dark"] as const) {
    await using opened = await openPage(browser, { locale: "en-GB", width: 375, colorScheme });
    const { page } = opened;
    for (const [name, goThere] of branded) {
      await goThere(page);
      assertEquals(await page.locator("header").innerText(), "The Reading Room");
      assertEquals(await seriousFindings(page), [], `${name}, ${colorScheme}`);
      assertEquals(await moved(page), 0, name);
    }
  }
});

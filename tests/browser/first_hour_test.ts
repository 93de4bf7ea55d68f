/** The first hour with a new server: from the link that the terminal shows to decoded tokens. */
import { assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { atTerminal } from "../cli/latchkey_io.ts";
import { launchChromium } from "../support/chromium.ts";
import { freePort } from "../support/free_port.ts";
import { copyDataDir } from "../support/data_dir.ts";
import { openPage } from "./watched_page.ts";

const root = { username: "root", email: "root@example.com", password: "three unrelated words" };

/** Makes the first administrator by the link, then walks the playground as that person. */
async function firstHour(page: Page, link: string): Promise<void> {
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  await page.goto(link);
  for (const [name, value] of Object.entries(root)) await page.locator(`[name=${name}]`).fill(value);
  await page.locator("[name=password]").press("Enter");
  await page.waitForURL((url) => url.pathname === "/account");
  await page.goto(new URL("/", link).href);
  await page.getByRole("link", { name: /playground/i }).click();
  await press("Start");
  await page.getByRole("link", { name: "Send the authorization request" }).click();
  // The person is signed in already, and a demonstration asks for no consent that it could not use itself.
  await press("Redeem the code");
  const decoded = page.getByRole("heading", { name: "id_token, decoded" }).locator(
    "xpath=following-sibling::pre",
  );
  assertEquals(JSON.parse((await decoded.nth(0).textContent())!).alg, "RS256");
  const claims = JSON.parse((await decoded.nth(1).textContent())!);
  assertEquals([claims.iss, claims.aud], [new URL(link).origin, "playground"]);
  await press("Ask userinfo");
  await page.getByText('"email": "root@example.com"').first().waitFor();
}

for (const javaScript of [true, false]) {
  Deno.test(`Chromium ${javaScript ? "with" : "without"} scripts: from the link of the first start to decoded tokens in the playground (OpenID Connect Core section 3.1)`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "latchkey-first-hour-" });
    await copyDataDir(`${folder}/data`);
    const port = freePort();
    const env = {
      LATCHKEY_DATA_DIR: `${folder}/data`,
      LATCHKEY_LISTEN: `127.0.0.1:${port}`,
      LATCHKEY_ISSUER: `http://localhost:${port}`,
      NO_COLOR: "1",
    };
    const browser = await launchChromium();
    let walked: Promise<void> | undefined;
    const walk = async (shown: string) => {
      const link = /http\S+\/admin-link\?link=\S+/.exec(shown)![0];
      await using opened = await openPage(browser, { javaScript });
      walked = firstHour(opened.page, link).then(() => assertEquals(opened.complaints, []));
      await walked.catch(() => {});
      return "\u0003";
    };
    const { code, shown } = await atTerminal(env, ["serve"], [["within 15 minutes)", walk]]);
    await browser.close();
    await Deno.remove(folder, { recursive: true });
    assertEquals(code, 0, shown);
    await walked;
  });
}

/** The Chromium of the conformance command, for pages that do nothing without script. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { openOwnChromium } from "../../src/cli/script_browser.ts";
import type { Cookie } from "../../src/conformance/cookie_jar.ts";

const cookie = (name: string): Cookie => ({
  ...{ name, value: "1", domain: "127.0.0.1", hostOnly: true, path: "/" },
  ...{ secure: false, httpOnly: false, sameSite: "lax" },
});

Deno.test("a page runs its script with the cookies that it is given and no others, and a fault of it is told", async () => {
  await using site = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } }),
  );
  await using chromium = openOwnChromium();
  const browser = await chromium.find();
  assert(!("why" in browser), JSON.stringify(browser));
  const url = `http://127.0.0.1:${site.addr.port}/`;
  const ask = (cookies: readonly Cookie[], expression: string) =>
    browser.evaluate({ url, cookies, expression });
  const [both, one] = await Promise.all([
    ask([cookie("a"), cookie("b")], "Promise.resolve(document.cookie)"),
    ask([cookie("c")], "document.cookie"),
  ]);
  assertEquals([both, one], ["a=1; b=1", "c=1"]);
  await assertRejects(() => ask([], "nothing.at.all"), Error, "The page fails: ");
});

Deno.test("where there is no Chromium it is told why", async () => {
  Deno.env.set("CHROMIUM", "/nowhere/chromium");
  try {
    await using chromium = openOwnChromium();
    assertEquals(await chromium.find(), { why: "there is no Chromium here; CHROMIUM may name one" });
  } finally {
    Deno.env.delete("CHROMIUM");
  }
});

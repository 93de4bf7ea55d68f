import { assert, assertEquals, assertMatch } from "@std/assert";
import { openBrowser } from "../support/browser.ts";
import { authorizeAs, authorizeUrl, signIn } from "../support/flow.ts";
import { addClient, addPerson, openProvider, type TestProvider } from "../support/provider.ts";

const plain = await openProvider();
const secure = await openProvider({ issuer: "https://id.example", db: plain.db });
const client = await addClient(plain), person = await addPerson(plain);

/** Every Set-Cookie of one sign-in, from the request to the answer. */
async function setCookies(provider: TestProvider): Promise<readonly string[]> {
  const lines: string[] = [];
  const send: typeof provider.send = async (address, init) => {
    const response = await provider.send(address, init);
    lines.push(...response.headers.getSetCookie());
    return response;
  };
  await authorizeAs({ issuer: provider.issuer, send }, client, person);
  return lines;
}

/** A cookie's attributes in lower case, without the value and the time. */
const attributesOf = (line: string) =>
  line.split("; ").slice(1).map((text) => text.toLowerCase()).filter((text) => !text.startsWith("max-age="))
    .toSorted();

const nameOf = (line: string) => line.slice(0, line.indexOf("="));

Deno.test("on https every cookie is bound to the host and to https, hidden from scripts, and not sent by other sites' posts (RFC 6265bis section 4.1.3.2)", async () => {
  const lines = await setCookies(secure);
  for (const line of lines) {
    assertMatch(nameOf(line), /^__Host-lk_(br_default|ia_default_[\w-]{8})$/);
    assertEquals(attributesOf(line), ["httponly", "path=/", "samesite=lax", "secure"], line);
  }
  assert(lines.length >= 3, "one for the interaction, one for the browser, one that clears the first");
});

Deno.test("on a developer's http the cookies are the same without what http cannot have", async () => {
  for (const line of await setCookies(plain)) {
    assertMatch(nameOf(line), /^lk_(br_default|ia_default_[\w-]{8})$/);
    assertEquals(attributesOf(line), ["httponly", "path=/", "samesite=lax"], line);
  }
});

Deno.test("a cookie lives as long as what it stands for, and an interaction's goes with its answer", async () => {
  const age = (line: string) => Number(/max-age=(\d+)/i.exec(line)?.[1]);
  const ages = (await setCookies(plain)).map((line) => [nameOf(line).slice(0, 5), age(line)]);
  assertEquals(ages, [["lk_ia", 30 * 60], ["lk_br", 7 * 86_400], ["lk_ia", 0]]);
});

const openInteractions = (cookies: ReadonlyMap<string, string>) =>
  [...cookies.keys()].filter((name) => name.startsWith("lk_ia_"));

Deno.test("a browser keeps eight interactions open, and the oldest gives way", async () => {
  const { issuer, send } = plain, browser = openBrowser(issuer, send);
  const pages = [];
  for (let started = 0; started < 10; started++) pages.push(await browser.open(authorizeUrl(issuer, client)));
  assertEquals(openInteractions(browser.cookies).length, 8);
  const statuses = [];
  for (const page of pages) statuses.push((await browser.open(page.url)).status);
  assertEquals(statuses, [403, 403, 200, 200, 200, 200, 200, 200, 200, 200]);
});

Deno.test("signing in gives the browser another secret, whatever cookie it came with (session fixation, RFC 6265 section 8.4)", async () => {
  const { issuer, send } = plain, browser = openBrowser(issuer, send), name = "lk_br_default";
  const first = await authorizeAs({ issuer, send }, client, person, { browser });
  const before = browser.cookies.get(name);
  assert(first.searchParams.get("code") && before);
  const again = await browser.open(authorizeUrl(issuer, client, { prompt: "login" }));
  await signIn(browser, again, person);
  const after = browser.cookies.get(name);
  assert(after && after !== before);
  browser.cookies.set(name, before);
  const stale = await browser.open(authorizeUrl(issuer, client, { prompt: "none" }));
  assertEquals(new URL(stale.url).searchParams.get("error"), "login_required");
});

Deno.test("a cookie that is not ours is nobody's: planted, cut, of another kind", async () => {
  const { issuer, send } = plain, browser = openBrowser(issuer, send);
  await authorizeAs({ issuer, send }, client, person, { browser });
  const own = browser.cookies.get("lk_br_default")!;
  const forged = [
    "",
    "x",
    own.slice(0, -1),
    own.toUpperCase(),
    own.replace("lk_br_", "lk_ic_"),
    `${own} `,
    "%00",
    "\u00e9",
  ];
  for (const value of forged.map(encodeURIComponent)) {
    const response = await send(authorizeUrl(issuer, client, { prompt: "none" }), {
      headers: { cookie: `lk_br_default=${value}; __Host-lk_br_default=${own}` },
    });
    const back = new URL(response.headers.get("location") ?? "");
    assertEquals([response.status, back.searchParams.get("error")], [303, "login_required"], value);
  }
});

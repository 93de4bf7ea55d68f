import { assert, assertEquals } from "@std/assert";
import { openBrowser } from "../support/browser.ts";
import { authorizeAs, authorizeUrl, signIn } from "../support/flow.ts";
import { addClient, addPerson, openProvider, type Send } from "../support/provider.ts";

const provider = await openProvider();
const client = await addClient(provider),
  person = await addPerson(provider),
  other = await addPerson(provider, "bob");

/** Every redirect of this run: method, path, status, and where to. */
const redirects: { readonly from: string; readonly status: number; readonly to: URL }[] = [];

const send: Send = async (address, init) => {
  const response = await provider.send(address, init), location = response.headers.get("location");
  const from = `${init?.method ?? "GET"} ${new URL(address, provider.issuer).pathname}`;
  if (response.status >= 300 && response.status < 400) {
    assert(location, from);
    redirects.push({ from, status: response.status, to: new URL(location) });
  }
  return response;
};
const place = { issuer: provider.issuer, send };

/** Signs two people in, chooses, denies, is refused, and posts an authorization request. */
async function run(): Promise<void> {
  const browser = openBrowser(provider.issuer, send);
  await authorizeAs(place, client, person, { browser });
  const again = await browser.open(authorizeUrl(provider.issuer, client, { prompt: "login" }));
  await browser.submit(await signIn(browser, again, other), { decision: "deny" });
  const chooser = await browser.open(authorizeUrl(provider.issuer, client, { prompt: "select_account" }));
  await browser.submit(chooser, { session: "other" });
  await browser.submit(chooser, { session: "nobody's" });
  await browser.open(authorizeUrl(provider.issuer, client, { scope: "a  b" }));
  await browser.open(authorizeUrl(provider.issuer, client, { prompt: "none" }));
  await browser.submit(await browser.open(authorizeUrl(provider.issuer, client)), { decision: "deny" });
  await send("/oauth2/authorize", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: authorizeUrl(provider.issuer, client).search.slice(1),
  });
}

await run();

Deno.test("every redirect is 303, so that no browser posts a password on (RFC 9700 section 4.12)", () => {
  const from = new Set(redirects.map((redirect) => redirect.from));
  assertEquals([...from].toSorted(), [
    "GET /oauth2/authorize",
    "POST /consent",
    "POST /login",
    "POST /oauth2/authorize",
  ]);
  for (const { from, status } of redirects) assertEquals(status, 303, from);
});

Deno.test("a redirect stays with us or goes to the client's registered redirect URI, and nowhere else (RFC 9700 section 4.11)", () => {
  for (const { from, to } of redirects) {
    const there = to.origin === provider.issuer || to.origin + to.pathname === client.redirect_uri;
    assert(there, `${from} -> ${to}`);
  }
});

Deno.test("every answer to the client names the issuer and brings the state back (RFC 9207 section 2, RFC 6749 section 4.1.2)", () => {
  const answers = redirects.filter(({ to }) => to.origin !== provider.issuer);
  assert(answers.length >= 4);
  for (const { to } of answers) {
    const { iss, state, code, error } = Object.fromEntries(to.searchParams);
    assertEquals([iss, state, (code === undefined) !== (error === undefined)], [
      provider.issuer,
      "some-state",
      true,
    ]);
  }
});

const sources = async function* (folder: URL): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const url = new URL(isDirectory ? `${name}/` : name, folder);
    if (isDirectory) yield* sources(url);
    else if (/\.tsx?$/.test(name)) yield url;
  }
};

Deno.test("the program names no redirect but 303, and one 308 for a page that was got (RFC 9700 section 4.12)", async () => {
  const found: string[] = [];
  for await (const file of sources(new URL("../../src/", import.meta.url))) {
    const text = await Deno.readTextFile(file);
    for (const [, target, status] of text.matchAll(/\bredirect\(((?:[^()]|\([^()]*\))*?)(?:, (\d+))?\)/g)) {
      found.push(status === "303" ? "303" : `${target}, ${status}`);
    }
    // Those files read what other servers answer.
    if (/\/src\/(outbound|conformance)\//.test(file.pathname)) continue;
    assert(!/\b30[127]\b/.test(text.replaceAll(/\/\/.*|\/?\*.*/g, "")), file.pathname);
  }
  assert(found.length >= 5);
  assertEquals(found.filter((code) => code !== "303"), ["address, 308"]);
});

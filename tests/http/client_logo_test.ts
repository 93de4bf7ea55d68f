import { assert, assertEquals, assertMatch } from "@std/assert";
import { openBrowser } from "../support/browser.ts";
import { documents } from "../support/documents.ts";
import { authorizeUrl, signIn } from "../support/flow.ts";
import { jpeg, png } from "../support/pictures.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const logo_uri = "https://app.example/logo.png", day = 86_400;
const served = documents(), provider = await openProvider({ fetch: served.fetch });
const { issuer, send, time } = provider;

/** A client with a logo; the fetches of other clients' are behind. */
async function shown(picture?: unknown) {
  if (picture === undefined) served.at.delete(logo_uri);
  else served.at.set(logo_uri, picture);
  served.asked.length = 0;
  time.now += 3600;
  return await addClient(provider, { logo_uri });
}

const logoOf = async ({ client_id }: { readonly client_id: string }) => {
  const answer = await send(`/logos/${client_id}`);
  return { status: answer.status, answer, body: new Uint8Array(await answer.arrayBuffer()) };
};

Deno.test("a client's logo is shown at consent from this server, which fetched it (RFC 7591 section 5)", async () => {
  const picture = png(4, 3), client = await shown(picture), person = await addPerson(provider);
  const browser = openBrowser(issuer, send);
  const page = await signIn(browser, await browser.open(authorizeUrl(issuer, client)), person);
  assertEquals(page.html.includes(logo_uri), false);
  const src = new RegExp(`<img src="(/logos/${client.client_id}[^"]*)"`).exec(page.html)?.[1];
  assert(src, page.html);
  const answer = await send(src);
  assertEquals(new Uint8Array(await answer.arrayBuffer()), picture);
  const { headers } = answer;
  assertEquals([answer.status, headers.get("content-type")], [200, "image/png"]);
  assertEquals(headers.get("content-security-policy"), "default-src 'none'; sandbox");
  assertEquals(headers.get("x-content-type-options"), "nosniff");
  assertEquals(headers.get("cross-origin-resource-policy"), "same-origin");
  assertMatch(headers.get("cache-control")!, /^public, max-age=\d+$/);
  assertEquals(served.asked, [{
    url: logo_uri,
    asked: { accept: ["image/png", "image/jpeg"], maxBytes: 65_536 },
  }]);
});

Deno.test("a logo is fetched once a day, however often it is looked at", async () => {
  const client = await shown(png(4, 3));
  for (let i = 0; i < 20; i++) assertEquals((await logoOf(client)).status, 200);
  assertEquals(served.asked.length, 1);
  served.at.set(logo_uri, jpeg);
  time.now += day;
  assertEquals((await logoOf(client)).answer.headers.get("content-type"), "image/jpeg");
  assertEquals(served.asked.length, 2);
});

Deno.test("a logo stays while its host is away, and is asked for again later", async () => {
  const client = await shown(png(4, 3));
  await logoOf(client);
  served.at.delete(logo_uri);
  time.now += day;
  assertEquals([(await logoOf(client)).status, (await logoOf(client)).status], [200, 200]);
  assertEquals(served.asked.length, 2);
  time.now += 600;
  await logoOf(client);
  assertEquals(served.asked.length, 3);
});

const unfit: Readonly<Record<string, unknown>> = {
  "an SVG": '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  "a page": "<!doctype html><script>alert(1)</script>",
  "a file that is too large": new Uint8Array(65_537),
  "nothing": undefined,
};

for (const [what, document] of Object.entries(unfit)) {
  Deno.test(`${what} is not shown as a logo, and not asked for again at once (RFC 7591 section 5)`, async () => {
    const client = await shown(document);
    for (let i = 0; i < 5; i++) {
      const { status, answer } = await logoOf(client);
      assertEquals([status, answer.headers.get("cache-control")], [404, "no-store"]);
    }
    assertEquals(served.asked.length, 1);
  });
}

Deno.test("an address in our own network is not fetched for a logo", async () => {
  const client = await addClient(provider, { logo_uri: "https://10.0.0.1/logo.png" });
  served.at.set("https://10.0.0.1/logo.png", png(4, 3));
  assertEquals((await logoOf(client)).status, 404);
});

Deno.test("nobody has a logo who is no client, or named none, or is disabled", async () => {
  const client = await addClient(provider);
  served.asked.length = 0;
  assertEquals([(await logoOf(client)).status, (await logoOf({ client_id: "c_none" })).status], [404, 404]);
  assertEquals(served.asked, []);
});

Deno.test("many clients' logos at one host are fetched within bounds, whoever looks", async () => {
  await shown(png(4, 3));
  for (let i = 0; i < 60; i++) await logoOf(await addClient(provider, { logo_uri }));
  assert(served.asked.length >= 10 && served.asked.length <= 20, String(served.asked.length));
});

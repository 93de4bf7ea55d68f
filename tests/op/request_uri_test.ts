import { assertEquals } from "@std/assert";
import { sha256 } from "../../src/crypto/digest.ts";
import { perClient } from "../../src/op/request_uri.ts";
import { openBrowser } from "../support/browser.ts";
import { makeClientKey } from "../support/client_keys.ts";
import { documents } from "../support/documents.ts";
import { type Asked, authorizeAs, authorizeUrl } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider } from "../support/provider.ts";
import { requestObject } from "../support/request_objects.ts";

const key = await makeClientKey(), address = "https://app.example/request.jwt";
const jwks = { keys: [key.jwk] };

/** An application whose request object is at an address, and how often it was fetched from there. */
async function openScene(request_uris = [address]) {
  const served = documents(), provider = await openProvider({ fetch: served.fetch });
  const client = await addClient(provider, { jwks, request_uris });
  const serve = async (claims = {}) => {
    const text = await requestObject(provider, client, key, {
      claims: { exp: provider.time.now + 100_000, ...claims },
    });
    served.at.set(address, text);
    return text;
  };
  const ask = async (request_uri: string, asked: Asked = {}) => {
    const url = authorizeUrl(provider.issuer, client, { request_uri, ...asked });
    const { pathname } = new URL((await openBrowser(provider.issuer, provider.send).open(url)).url);
    return pathname === "/login" ? "asked to sign in" : lastRefusal(provider);
  };
  return { provider, client, served, serve, ask, fetched: () => served.asked.length };
}

Deno.test("an object is fetched from its registered address, as a JWT and of a bounded size (OpenID Connect Core section 6.2)", async () => {
  const { provider, client, served, serve } = await openScene(), person = await addPerson(provider);
  await serve({ state: "inside" });
  const asked = { request_uri: address, redirect_uri: undefined, state: undefined };
  const back = await authorizeAs(provider, client, person, { asked });
  assertEquals([back.searchParams.get("state"), back.searchParams.has("code")], ["inside", true]);
  assertEquals(served.asked, [{
    url: address,
    asked: { accept: ["application/oauth-authz-req+jwt", "application/jwt"], maxBytes: 65_536 },
  }]);
});

Deno.test("a fragment is not sent, and need not be the registered one (OpenID Connect Core section 6.2)", async () => {
  const { served, serve, ask } = await openScene([`${address}#registered`]);
  await serve();
  for (const sent of [`${address}#registered`, `${address}#another`, address]) {
    assertEquals(await ask(sent), "asked to sign in");
  }
  assertEquals(new Set(served.asked.map(({ url }) => url)), new Set([address]));
});

const bent = [
  `${address}?`,
  `${address}?a=b`,
  `${address}/`,
  "https://APP.example/request.jwt",
  "https://app.example:443/request.jwt",
  "https://app.example/./request.jwt",
  "https://app.example@evil.example/request.jwt",
  "https://evil.example/#https://app.example/request.jwt",
  "http://app.example/request.jwt",
  "http://127.0.0.1/request.jwt",
  "http://[::ffff:169.254.169.254]/request.jwt",
  "file:///etc/passwd",
  "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c",
  "data:application/jwt,e30.e30.",
];

Deno.test("nothing is fetched from an address that is not registered, however near to one that is (RFC 9101 section 10.4.1)", async () => {
  const { serve, ask, fetched } = await openScene();
  await serve();
  for (const sent of bent) assertEquals([await ask(sent), fetched()], ["request_uri.registered", 0], sent);
});

Deno.test("where the fragment is the content's SHA-256, the object is fetched once in an hour (OpenID Connect Core section 6.2)", async () => {
  const { provider, serve, ask, fetched } = await openScene();
  const hash = sha256(await serve());
  for (let i = 0; i < 3; i++) assertEquals(await ask(`${address}#${hash}`), "asked to sign in");
  assertEquals(fetched(), 1);
  // A new fragment says that the content is new.
  await serve({ nonce: "new" });
  assertEquals([await ask(`${address}#${hash}x`), fetched()], ["asked to sign in", 2]);
  provider.time.now += 3600;
  assertEquals([await ask(`${address}#${hash}`), fetched()], ["asked to sign in", 3]);
});

Deno.test("an object that no fragment vouches for is used again as long as its answer allows, and at most five minutes (RFC 9111 section 5.2.2)", async () => {
  const { provider, served, serve, ask, fetched } = await openScene();
  await serve();
  const rows = [
    [undefined, 0],
    ["no-store", 0],
    ["max-age=60", 60],
    ["public, max-age=86400", 300],
  ] as const;
  for (const [header, seconds] of rows) {
    // What was held before is over.
    provider.time.now += 10_000;
    if (header !== undefined) served.headers.set("cache-control", header);
    const before = fetched();
    await ask(address);
    provider.time.now += Math.max(0, seconds - 1);
    await ask(address);
    assertEquals(fetched() - before, seconds > 0 ? 1 : 2, header);
    provider.time.now += 1;
    await ask(address);
    assertEquals(fetched() - before, seconds > 0 ? 2 : 3, header);
  }
});

Deno.test("an object that is held is judged anew: it may have expired (RFC 7519 section 4.1.4)", async () => {
  const { provider, serve, ask, fetched } = await openScene();
  const hash = sha256(await serve({ exp: provider.time.now + 60 }));
  assertEquals(await ask(`${address}#${hash}`), "asked to sign in");
  provider.time.now += 100;
  assertEquals([await ask(`${address}#${hash}`), fetched()], ["request_object.time", 1]);
});

Deno.test("a client's addresses are fetched from at a bounded rate, and who makes up fragments takes nothing from it (RFC 9101 section 10.4)", async () => {
  const { provider, served, serve, ask, fetched } = await openScene();
  await serve();
  served.headers.set("cache-control", "no-store");
  for (let i = 0; i < perClient.burst + 5; i++) await ask(`${address}#made-up-${i}`);
  assertEquals([fetched(), await ask(`${address}#one-more`)], [perClient.burst, "request_uri.rate"]);
  assertEquals(await ask(address), "asked to sign in");
  provider.time.now += perClient.interval;
  assertEquals(await ask(`${address}#one-more`), "asked to sign in");
});

Deno.test("one client's objects are no other's, though both registered one address", async () => {
  const { provider, serve, ask, fetched } = await openScene();
  const hash = sha256(await serve());
  assertEquals(await ask(`${address}#${hash}`), "asked to sign in");
  const other = await addClient(provider, { jwks, request_uris: [address] });
  const url = authorizeUrl(provider.issuer, other, { request_uri: `${address}#${hash}` });
  await openBrowser(provider.issuer, provider.send).open(url);
  // It was made for the first one.
  assertEquals([lastRefusal(provider), fetched()], ["request_object.issuer", 2]);
});

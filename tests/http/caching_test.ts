import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { rotateKey } from "../../src/op/change_keys.ts";
import { keyPortsOf } from "../../src/http/deploy.ts";
import { routes } from "../../src/http/routes.ts";
import { keyAlgorithms } from "../../src/domain/provider_key.ts";
import { savePolicy } from "../../src/store/tenants.ts";
import { addClient, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, db, time } = provider;

const documents = [
  "/.well-known/openid-configuration",
  "/.well-known/oauth-authorization-server",
  "/oauth2/jwks.json",
  "/rp/jwks.json",
];

async function fetched(path: string, headers: HeadersInit = {}) {
  const response = await send(path, { headers });
  const { status } = response, tag = response.headers.get("etag") ?? "";
  return { status, tag, kept: response.headers.get("cache-control"), body: await response.text() };
}

for (const path of documents) {
  Deno.test(`${path} may be kept for five minutes, and is not sent again to who has it (RFC 9110 section 13.1.2)`, async () => {
    const first = await fetched(path);
    assertEquals([first.status, first.kept], [200, "public, max-age=300"]);
    assertMatch(first.tag, /^"[\w-]{22}"$/);
    for (const held of [first.tag, `W/${first.tag}`, `"other", ${first.tag}`, "*"]) {
      const again = await fetched(path, { "if-none-match": held });
      assertEquals([again.status, again.body, again.tag, again.kept], [304, "", first.tag, first.kept], held);
    }
    for (const held of ['"other"', first.tag.slice(1, -1), ""]) {
      assertEquals((await fetched(path, { "if-none-match": held })).status, 200, held);
    }
  });

  Deno.test(`${path} has the same bytes whatever the query, the host or the proxy say (RFC 8414 section 3.3)`, async () => {
    const { body } = await fetched(path);
    assertEquals((await fetched(`${path}?issuer=https://evil.example`)).body, body);
    assertEquals((await fetched(`https://evil.example${path}`)).body, body);
    const forged = {
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      forwarded: "host=evil.example",
    };
    assertEquals((await fetched(path, forged)).body, body);
  });
}

Deno.test("documents have their media types (RFC 8414 section 3.2, RFC 7517 section 8.5.2)", async () => {
  for (const path of documents) {
    const response = await send(path);
    await response.body?.cancel();
    const type = path.endsWith("jwks.json") ? "application/jwk-set+json" : "application/json";
    assertEquals(response.headers.get("content-type"), type, path);
  }
});

Deno.test("a document that changed has another tag", async () => {
  const [discovery, keys] = [await fetched(documents[0]!), await fetched(documents[2]!)];
  await savePolicy(db, "default", { scopes: ["orders"] });
  assert((await rotateKey(keyPortsOf(provider.deployment), "ES256")).ok);
  time.now += 60;
  assertNotEquals((await fetched(documents[0]!)).tag, discovery.tag);
  assertNotEquals((await fetched(documents[2]!)).tag, keys.tag);
});

Deno.test("who tries the first published key alone finds the one that signs by RS256, also while another is announced (RFC 7517 section 5.1)", async () => {
  const order = async () =>
    JSON.parse((await fetched("/oauth2/jwks.json")).body).keys.map(({ alg }: { alg: string }) => alg);
  assertEquals([...new Set(await order())], [...keyAlgorithms]);
  const { kid } = await db.selectFrom("signing_key").select("kid").where("alg", "=", "RS256")
    .where("role", "=", "op").where("state", "=", "active").executeTakeFirstOrThrow();
  assert((await rotateKey(keyPortsOf(provider.deployment), "RS256")).ok);
  time.now += 60;
  assertEquals((await order()).slice(0, 2), ["RS256", "RS256"]);
  assertEquals(JSON.parse((await fetched("/oauth2/jwks.json")).body).keys[0].kid, kid);
});

Deno.test("published keys have no private part (RFC 7517 section 9.2)", async () => {
  const { keys } = JSON.parse((await fetched("/oauth2/jwks.json")).body);
  assertEquals(new Set(keys.map(({ use }: { use: string }) => use)), new Set(["sig", "enc"]));
  for (const key of keys) {
    assertEquals([typeof key.kid, typeof key.alg], ["string", "string"]);
    assertEquals(["d", "p", "q", "dp", "dq", "qi", "k"].filter((member) => member in key), [], key.alg);
  }
});

Deno.test("what is not public is kept by nobody (RFC 6749 section 5.1, RFC 9111 section 5.2.2.5)", async () => {
  const client = await addClient(provider, { grant_types: ["client_credentials"], response_types: [] });
  const headers = {
    authorization: `Basic ${btoa(`${client.client_id}:${client.client_secret}`)}`,
    "content-type": "application/x-www-form-urlencoded",
  };
  const init = { method: "POST", headers, body: "grant_type=client_credentials&token=x" };
  for (const path of ["/oauth2/token", "/oauth2/introspect", "/oauth2/revoke"]) {
    const response = await send(path, init);
    await response.body?.cancel();
    const { headers: answered, status } = response;
    assertEquals([status, answered.get("cache-control"), answered.get("pragma")], [
      200,
      "no-store",
      "no-cache",
    ], path);
  }
  const others = routes.filter(({ path }) => !documents.includes(path));
  for (const { path, methods } of others) {
    for (const method of [...Object.keys(methods), "DELETE"]) {
      const response = await send(new URL(path, issuer), { method });
      await response.body?.cancel();
      assertEquals(response.headers.get("cache-control"), "no-store", `${method} ${path}`);
      assertEquals(response.headers.has("etag"), false, `${method} ${path}`);
    }
  }
  const missing = await send("/.well-known/nothing");
  await missing.body?.cancel();
  assertEquals(missing.headers.get("cache-control"), "no-store");
});

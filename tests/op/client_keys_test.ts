/** Finding a client's keys, in its record or behind its jwks_uri. */
import { assert, assertEquals } from "@std/assert";
import type { Client, ClientMetadata } from "../../src/domain/client_metadata.ts";
import { openDefaultTenant } from "../../src/http/open_tenant.ts";
import { encryptionKey, verificationKeys } from "../../src/op/client_keys.ts";
import { sampleClient } from "../domain/sample_client.ts";
import { type ClientKey, makeClientKey } from "../support/client_keys.ts";
import { documents } from "../support/documents.ts";
import { openProvider } from "../support/provider.ts";

const web = documents();
const { deployment, time } = await openProvider({ fetch: web.fetch });
const provider = await openDefaultTenant(deployment);

const [first, second, third, rsa] = await Promise.all([
  makeClientKey("ES256", "first"),
  makeClientKey("ES256", "second"),
  makeClientKey("EdDSA", "third"),
  makeClientKey("PS256", "rsa"),
]);

let made = 0;

/** A client of its own, whose keys are at an address of its own. @returns also how often that was fetched from. */
function clientAt(keys: unknown, metadata: Partial<ClientMetadata> = {}) {
  const jwks_uri = `https://app${++made}.example/jwks.json`;
  web.headers.clear();
  if (keys !== undefined) web.at.set(jwks_uri, keys);
  const client = sampleClient({ jwks_uri, ...metadata }, { client_id: `c_${made}` });
  const serve = (document: unknown) =>
    void (document === undefined ? web.at.delete(jwks_uri) : web.at.set(jwks_uri, document));
  return { client, serve, fetches: () => web.asked.filter(({ url }) => url === jwks_uri).length };
}

const set = (...keys: readonly ClientKey[]) => ({ keys: keys.map(({ jwk }) => jwk) });
const header = ({ alg, kid }: ClientKey) => ({ alg, kid });

/** `found` or why no key was. */
async function outcome(
  client: Client,
  { alg, kid }: { alg: string; kid: string | undefined },
): Promise<string> {
  const found = await verificationKeys(provider, client, { alg, kid });
  return found.ok ? "found" : found.error;
}

Deno.test("a key in the client's record is found by its kid, or because it is the only one that fits (RFC 7517 section 4.5)", async () => {
  const inRecord = (...keys: readonly ClientKey[]) => sampleClient({ jwks: set(...keys) });
  const all = inRecord(first, second, third);
  assertEquals(await outcome(all, header(second)), "found");
  assertEquals(await outcome(all, { alg: "EdDSA", kid: undefined }), "found");
  assertEquals(await outcome(all, { alg: "Ed25519", kid: "third" }), "found");
  assertEquals(await outcome(all, { alg: "ES256", kid: "fourth" }), "unknown_kid");
  assertEquals(await outcome(all, { alg: "ES384", kid: "first" }), "unknown_kid");
  assertEquals(await outcome(all, { alg: "ES256", kid: undefined }), "kid_needed");
  assertEquals(await outcome(all, { alg: "RS256", kid: undefined }), "no_fitting_key");
});

Deno.test("no algorithm but those of the list finds a key, and a client without keys has none (RFC 8725 section 3.1)", async () => {
  const client = sampleClient({ jwks: set(first) });
  for (const alg of ["none", "HS256", "ES256K", "RSA1_5", "", "__proto__", "es256"]) {
    assertEquals(await outcome(client, { alg, kid: "first" }), "algorithm");
    assertEquals(await encryptionKey(provider, client, alg), { ok: false, error: "algorithm" });
  }
  assertEquals(await outcome(sampleClient(), header(first)), "no_keys");
  assertEquals(await encryptionKey(provider, sampleClient(), "RSA-OAEP"), { ok: false, error: "no_keys" });
  assertEquals(
    await outcome(sampleClient({ jwks: { keys: [{ kty: "oct", k: "AAAA", kid: "s" }] } }), {
      alg: "ES256",
      kid: "s",
    }),
    "unknown_kid",
  );
});

Deno.test("keys behind jwks_uri are fetched once and held", async () => {
  const { client, fetches } = clientAt(set(first, second));
  for (let i = 0; i < 5; i++) assertEquals(await outcome(client, header(first)), "found");
  assertEquals(fetches(), 1);
});

Deno.test("many requests that need the same keys at once share one fetch", async () => {
  const { client, fetches } = clientAt(set(first));
  const found = await Promise.all(Array.from({ length: 20 }, () => outcome(client, header(first))));
  assertEquals([new Set(found), fetches()], [new Set(["found"]), 1]);
});

Deno.test("an unknown kid has the keys fetched again, at most once in 60 seconds (OpenID Connect Core section 10.1.1)", async () => {
  const { client, serve, fetches } = clientAt(set(first));
  assertEquals(await outcome(client, header(first)), "found");
  serve(set(first, second));
  time.now += 59;
  assertEquals([await outcome(client, header(second)), fetches()], ["unknown_kid", 1]);
  time.now += 1;
  assertEquals([await outcome(client, header(second)), fetches()], ["found", 2]);
  for (let i = 0; i < 100; i++) {
    assertEquals(await outcome(client, { alg: "ES256", kid: `random-${i}` }), "unknown_kid");
  }
  assertEquals(fetches(), 2);
});

Deno.test("what could not be fetched is not tried again for 60 seconds", async () => {
  const { client, serve, fetches } = clientAt(undefined);
  assertEquals([await outcome(client, header(first)), fetches()], ["not_fetched", 1]);
  serve(set(first));
  time.now += 59;
  assertEquals([await outcome(client, header(first)), fetches()], ["not_fetched", 1]);
  time.now += 1;
  assertEquals([await outcome(client, header(first)), fetches()], ["found", 2]);
});

Deno.test("a document that is no key set, too long or of too many keys is as good as none", async () => {
  const many = { keys: Array.from({ length: 50_000 }, (_, i) => ({ ...first.jwk, kid: `k${i}` })) };
  for (
    const document of [
      "{",
      "[]",
      '{"keys":1}',
      { keys: Array(51).fill(first.jwk) },
      many,
      new Uint8Array([0xff]),
    ]
  ) {
    const { client } = clientAt(document);
    assertEquals(await outcome(client, header(first)), "not_fetched");
  }
});

Deno.test("a removed key is dead once the answer's max-age is over, within bounds (RFC 9111 section 4.2)", async () => {
  const ages: Readonly<Record<string, number>> = {
    "": 600,
    "max-age=300": 300,
    'public, Max-Age="300"': 300,
    "max-age=1": 60,
    "max-age=99999999": 3600,
    "max-age=soon": 600,
    "no-store": 60,
    "private, no-cache": 60,
  };
  for (const [cacheControl, seconds] of Object.entries(ages)) {
    const { client, serve, fetches } = clientAt(set(first, second));
    if (cacheControl) web.headers.set("cache-control", cacheControl);
    assertEquals(await outcome(client, header(first)), "found");
    serve(set(second));
    time.now += seconds - 1;
    assertEquals([cacheControl, await outcome(client, header(first)), fetches()], [cacheControl, "found", 1]);
    time.now += 1;
    assertEquals([cacheControl, await outcome(client, header(first)), fetches()], [
      cacheControl,
      "unknown_kid",
      2,
    ]);
  }
});

Deno.test("while the place cannot be reached the keys count for one more day (RFC 5861 section 4)", async () => {
  const { client, serve, fetches } = clientAt(set(first));
  assertEquals(await outcome(client, header(first)), "found");
  serve(undefined);
  time.now += 600;
  assertEquals([await outcome(client, header(first)), fetches()], ["found", 2]);
  assertEquals([await outcome(client, header(first)), fetches()], ["found", 2]);
  time.now += 86_400 - 1;
  assertEquals([await outcome(client, header(first)), fetches()], ["found", 3]);
  time.now += 1;
  assertEquals(await outcome(client, header(first)), "not_fetched");
});

Deno.test("two clients at one address, and one client at another address, hold keys of their own", async () => {
  const { client, fetches } = clientAt(set(first));
  const other = { ...client, client_id: "c_other" };
  assertEquals([await outcome(client, header(first)), await outcome(other, header(first)), fetches()], [
    "found",
    "found",
    2,
  ]);
  const moved = clientAt(set(second));
  const metadata = { ...client.metadata, jwks_uri: moved.client.metadata.jwks_uri! };
  assertEquals(await outcome({ ...client, metadata }, header(first)), "unknown_kid");
});

Deno.test("10,000 clients' keys take bounded room, and the minute between two fetches holds all the same", async () => {
  const clients = Array.from({ length: 1100 }, () => clientAt(set(first)).client);
  time.now += 3600;
  const found = [];
  for (const client of clients) found.push(await outcome(client, header(first)));
  assertEquals(found.filter((what) => what === "found").length, 1000);
  assertEquals(new Set(found.slice(1000)), new Set(["not_fetched"]));
  assertEquals(provider.clientKeys.size, 1000);
  time.now += 60;
  assertEquals(await outcome(clients[1099]!, header(first)), "found");
  assertEquals(provider.clientKeys.size, 1000);
});

Deno.test("a client is encrypted to with the key that is for that, else with one that is for anything (OpenID Connect Core section 10.2)", async () => {
  const any = await makeClientKey("ECDH-ES", "any"),
    enc = await makeClientKey("ECDH-ES", "enc", { use: "enc" });
  const signing = await makeClientKey("ES256", "signing", { use: "sig" });
  const kidFor = async (alg: string, ...keys: readonly ClientKey[]) => {
    const found = await encryptionKey(provider, clientAt(set(...keys)).client, alg);
    return found.ok ? found.value.kid : found.error;
  };
  assertEquals(await kidFor("ECDH-ES", signing, any, enc), "enc");
  assertEquals(await kidFor("ECDH-ES+A256KW", signing, any), "any");
  assertEquals(await kidFor("ECDH-ES", signing), "no_fitting_key");
  assertEquals(await kidFor("RSA-OAEP-256", enc, rsa), "rsa");
});

Deno.test("an encryption key that appears at jwks_uri is found after a minute", async () => {
  const enc = await makeClientKey("ECDH-ES", "enc", { use: "enc" });
  const { client, serve } = clientAt(set(third));
  assertEquals(await encryptionKey(provider, client, "ECDH-ES"), { ok: false, error: "no_fitting_key" });
  serve(set(third, enc));
  time.now += 60;
  assert((await encryptionKey(provider, client, "ECDH-ES")).ok);
});

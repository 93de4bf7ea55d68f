import { assert, assertEquals, assertRejects } from "@std/assert";
import { decodeProtectedHeader } from "jose";
import { deriveKeys } from "../../src/crypto/derived_key.ts";
import type { KeyAlgorithm } from "../../src/domain/provider_key.ts";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { keyPortsOf } from "../../src/http/deploy.ts";
import { compromise, ensureKeys, rotateKey, turnKeys } from "../../src/op/change_keys.ts";
import { jwksMaxAge, keyRing } from "../../src/op/key_ring.ts";
import { openBrowser } from "../support/browser.ts";
import { answerIn, authorizeUrl, signIn, tokensFor, userinfoStatus } from "../support/flow.ts";
import { addClient, addPerson, openProvider, type TestProvider } from "../support/provider.ts";

/** Keys of one provider, and what clients see of them. */
async function start() {
  const provider = await openProvider(), ports = keyPortsOf(provider.deployment);
  const client = await addClient(provider, { id_token_signed_response_alg: "ES256" }, { first_party: true });
  const alice = await addPerson(provider), browser = openBrowser(provider.issuer, provider.send);
  await signIn(browser, await browser.open(authorizeUrl(provider.issuer, client)), alice);
  const tokens = () => tokensFor(provider, client, alice, { browser });
  return { provider, ports, client, browser, tokens };
}

async function published({ send }: TestProvider, alg: KeyAlgorithm): Promise<readonly string[]> {
  const { keys } = await (await send("/oauth2/jwks.json")).json();
  return keys.filter((key: { alg: string }) => key.alg === alg).map(({ kid }: { kid: string }) => kid);
}

const kidOf = (token: string | undefined) => decodeProtectedHeader(token!).kid;

/** The longest that anything signed may live. */
const longest = Math.max(lifetimes.id_token.most, lifetimes.access_token_jwt.most);

Deno.test("a key is published before it signs, signs after the set's max-age, and the one before verifies until nothing that it signed is alive (RFC 7517 section 5, OpenID Connect Core section 10.1.1)", async () => {
  const { provider, ports, client, browser, tokens } = await start(), { time, send } = provider;
  const [old] = await published(provider, "ES256");
  const before = await tokens();
  assertEquals([kidOf(before.id_token), kidOf(before.access_token)], [old, old]);

  const rotated = await rotateKey(ports, "ES256");
  assert(rotated.ok);
  time.now += 2;
  assertEquals(new Set(await published(provider, "ES256")), new Set([old!, rotated.value]));
  assertEquals(kidOf((await tokens()).id_token), old);

  time.now += jwksMaxAge - 3;
  await turnKeys(ports);
  time.now += 1;
  assertEquals(kidOf((await tokens()).id_token), old, "Nobody has to know the new key yet");

  const { access_token } = await tokens();
  await turnKeys(ports);
  time.now += 1;
  assertEquals(kidOf((await tokens()).id_token), rotated.value);
  assertEquals(new Set(await published(provider, "ES256")), new Set([old!, rotated.value]));
  assertEquals(await userinfoStatus(send, access_token!), 200, "What the old key signed is still good");

  time.now += longest;
  await turnKeys(ports);
  time.now += 1;
  assertEquals(await published(provider, "ES256"), [rotated.value]);
  const silent = authorizeUrl(provider.issuer, client, { prompt: "none", id_token_hint: before.id_token });
  const { error } = answerIn(await browser.open(silent));
  assertEquals(error, "login_required", "A hint under a retired key is believed: only the session is over");
});

Deno.test("a token of a retired key is no longer an access token (OpenID Connect Core section 10.1.1)", async () => {
  const { provider, ports, tokens } = await start(), { time, send } = provider;
  const { access_token } = await tokens(), begun = time.now;
  await rotateKey(ports, "ES256");
  time.now += jwksMaxAge;
  await turnKeys(ports);
  time.now += longest + 1;
  await turnKeys(ports);
  // Back at a time at which the token itself has not expired.
  time.now = begun + 1;
  assertEquals(await userinfoStatus(send, access_token!), 401);
});

Deno.test("the other algorithms keep their keys while one is rotated (RFC 7517 section 5)", async () => {
  const { provider, ports } = await start(), { time } = provider;
  const rsa = await published(provider, "RS256"), eddsa = await published(provider, "EdDSA");
  await rotateKey(ports, "ES256");
  time.now += jwksMaxAge;
  await turnKeys(ports);
  time.now += 1;
  assertEquals([await published(provider, "RS256"), await published(provider, "EdDSA")], [rsa, eddsa]);
});

Deno.test("a successor is announced once: a second rotation waits for the first (RFC 7517 section 5)", async () => {
  const { ports } = await start();
  const first = await rotateKey(ports, "RS256"), second = await rotateKey(ports, "RS256");
  assertEquals([first.ok, second], [true, { ok: false, error: "already_announced" }]);
});

Deno.test("servers that turn the keys at the same moment leave one key that signs (RFC 7517 section 5)", async () => {
  const { provider, ports, tokens } = await start(), { time } = provider;
  const rotated = await rotateKey(ports, "ES256");
  assert(rotated.ok);
  time.now += jwksMaxAge;
  await Promise.all([turnKeys(ports), turnKeys(ports), turnKeys(ports)]);
  time.now += 1;
  assertEquals(kidOf((await tokens()).id_token), rotated.value);
});

Deno.test("keys are made once, however many servers start, and for no algorithm twice (RFC 7517 section 5)", async () => {
  const { provider, ports } = await start();
  await Promise.all([ensureKeys(ports), ensureKeys(ports)]);
  provider.time.now += 2;
  for (const alg of ["RS256", "ES256", "EdDSA"] as const) {
    assertEquals((await published(provider, alg)).length, 1);
  }
});

Deno.test("the private part of a key does not open under another secret, and opens under the previous one (RFC 7517 section 9.1)", async () => {
  const { ports } = await start();
  const other = deriveKeys(new Uint8Array(32).fill(9))("seal"), present = ports.sealKeys;
  const signs = (sealKeys: typeof present) => keyRing({ ...ports, sealKeys }).signer("ES256");
  const fault = await assertRejects(() => signs([other]), Error, "does not open");
  assert(!fault.message.includes("PRIVATE"));
  assertEquals((await signs([other, ...present])).alg, "ES256");
});

Deno.test("a private key is stored sealed: its row tells nothing of it (RFC 7517 section 9.1)", async () => {
  const { provider } = await start();
  const rows = await provider.db.selectFrom("signing_key").selectAll().execute();
  for (const { private_key, public_jwk } of rows) {
    assert(!new TextDecoder().decode(private_key).includes("PRIVATE KEY"));
    assertEquals("d" in (public_jwk as object), false);
  }
});

Deno.test("a key to encrypt to opens as soon as it is published, and a while after it is not any more (RFC 7517 section 5)", async () => {
  const { provider, ports } = await start(), { time, deployment: { keys } } = provider;
  const opening = async () => {
    time.now += 1; // a server reads its keys again after a second
    return (await keys.decrypters()).filter(({ alg }) => alg === "ECDH-ES").map(({ kid }) => kid);
  };
  const [old] = await opening();
  const rotated = await rotateKey(ports, "ECDH-ES");
  assert(rotated.ok);
  assertEquals(new Set(await opening()), new Set([old!, rotated.value]));
  time.now += jwksMaxAge;
  await turnKeys(ports);
  time.now += longest + 1;
  assertEquals(new Set(await opening()), new Set([old!, rotated.value]));
  await turnKeys(ports);
  time.now += 1;
  assertEquals(await published(provider, "ECDH-ES"), [rotated.value]);
  assertEquals((await opening()).length, 2, "Somebody may have the set from before");
  time.now += 2 * jwksMaxAge;
  assertEquals(await opening(), [rotated.value]);
});

Deno.test("a compromised key to encrypt to opens nothing, and its successor is there at once (RFC 7517 section 5)", async () => {
  const { provider, ports } = await start(), { time, deployment: { keys } } = provider;
  const [old] = (await keys.decrypters()).filter(({ alg }) => alg === "RSA-OAEP-256");
  const successor = await compromise(ports, old!.kid);
  time.now += 2;
  const left = (await keys.decrypters()).filter(({ alg }) => alg === "RSA-OAEP-256").map(({ kid }) => kid);
  assert(successor.ok);
  assertEquals([left, await published(provider, "RSA-OAEP-256")], [[successor.value], [successor.value]]);
});

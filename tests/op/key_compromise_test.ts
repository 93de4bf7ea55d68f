import { assert, assertEquals } from "@std/assert";
import { decodeProtectedHeader } from "jose";
import { keyPortsOf } from "../../src/http/deploy.ts";
import { compromise, rotateKey, turnKeys } from "../../src/op/change_keys.ts";
import { jwksMaxAge } from "../../src/op/key_ring.ts";
import { openBrowser } from "../support/browser.ts";
import {
  answerIn,
  authorizeUrl,
  introspect,
  refresh,
  signIn,
  tokensFor,
  userinfoStatus,
} from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

async function start() {
  const provider = await openProvider(), ports = keyPortsOf(provider.deployment);
  const client = await addClient(provider, {}, { first_party: true });
  const alice = await addPerson(provider), browser = openBrowser(provider.issuer, provider.send);
  await signIn(browser, await browser.open(authorizeUrl(provider.issuer, client)), alice);
  const asked = { scope: "openid offline_access" };
  const tokens = () => tokensFor(provider, client, alice, { browser, asked });
  const published = async (): Promise<readonly string[]> => {
    const { keys } = await (await provider.send("/oauth2/jwks.json")).json();
    return keys.filter(({ alg }: { alg: string }) => alg === "RS256").map(({ kid }: { kid: string }) => kid);
  };
  return { provider, ports, client, browser, tokens, published };
}

const kidOf = (token: string | undefined) => decodeProtectedHeader(token!).kid!;

Deno.test("a compromised key verifies nothing any more, hints included, and its successor signs at once (RFC 9700 section 4.9.2)", async () => {
  const { provider, ports, client, browser, tokens, published } = await start();
  const { send, time, issuer } = provider;
  const before = await tokens(), lost = kidOf(before.id_token);
  const compromised = await compromise(ports, lost);
  assert(compromised.ok && compromised.value !== undefined);
  time.now += 1;
  assertEquals(await published(), [compromised.value]);
  assertEquals(await userinfoStatus(send, before.access_token!), 401);
  assertEquals((await introspect(send, client, before.access_token!)).active as unknown, false);
  const hint = authorizeUrl(issuer, client, { prompt: "none", id_token_hint: before.id_token });
  assertEquals(answerIn(await browser.open(hint)).error, "invalid_request");
  // Families live on: their tokens are no JWTs, and the next ones are signed by the successor.
  const after = await refresh(send, client, before.refresh_token!);
  assertEquals([after.status, kidOf(after.access_token)], [200, compromised.value]);
  assertEquals(await userinfoStatus(send, after.access_token!), 200);
});

Deno.test("a successor that was announced already takes the place of a compromised key, however short it was published (RFC 9700 section 4.9.2)", async () => {
  const { provider, ports, tokens, published } = await start();
  const lost = kidOf((await tokens()).id_token), waiting = await rotateKey(ports, "RS256");
  assert(waiting.ok);
  assertEquals(await compromise(ports, lost), { ok: true, value: waiting.value });
  provider.time.now += 1;
  assertEquals([await published(), kidOf((await tokens()).id_token)], [[waiting.value], waiting.value]);
});

Deno.test("a key that does not sign can be compromised and needs no successor (RFC 9700 section 4.9.2)", async () => {
  const { provider, ports, tokens, published } = await start(), { time } = provider;
  const first = await tokens(), old = kidOf(first.id_token), next = await rotateKey(ports, "RS256");
  assert(next.ok);
  time.now += jwksMaxAge;
  const last = await tokens();
  await turnKeys(ports);
  assertEquals(await compromise(ports, old), { ok: true, value: undefined });
  time.now += 1;
  assertEquals(await published(), [next.value]);
  assertEquals(await userinfoStatus(provider.send, last.access_token!), 401);

  const announced = await rotateKey(ports, "RS256");
  assert(announced.ok);
  assertEquals(await compromise(ports, announced.value), { ok: true, value: undefined });
  time.now += jwksMaxAge;
  await turnKeys(ports);
  time.now += 1;
  assertEquals([await published(), kidOf((await tokens()).id_token)], [[next.value], next.value]);
});

Deno.test("a key that is unknown or revoked already is not compromised again (RFC 9700 section 4.9.2)", async () => {
  const { ports, tokens } = await start(), lost = kidOf((await tokens()).id_token);
  assertEquals((await compromise(ports, lost)).ok, true);
  const again = await compromise(ports, lost), unknown = await compromise(ports, "no-such-key");
  assertEquals([again.ok, unknown], [false, { ok: false, error: "unknown" }]);
});

Deno.test("two who report the same key at once are given one successor (RFC 9700 section 4.9.2)", async () => {
  const { provider, ports, tokens, published } = await start();
  const lost = kidOf((await tokens()).id_token);
  const reports = await Promise.all([compromise(ports, lost), compromise(ports, lost)]);
  assertEquals(reports.map(({ ok }) => ok).toSorted(), [false, true]);
  provider.time.now += 1;
  assertEquals((await published()).length, 1);
  assertEquals(kidOf((await tokens()).id_token), (await published())[0]!);
});

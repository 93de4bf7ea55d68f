import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { keyAlgorithms } from "../../src/domain/provider_key.ts";
import { keyPortsOf } from "../../src/http/deploy.ts";
import { turnKeys } from "../../src/op/change_keys.ts";
import { jwksMaxAge } from "../../src/op/key_ring.ts";
import { openAdmin } from "./admin_server.ts";

interface ShownKey {
  readonly kid: string;
  readonly role: string;
  readonly use: string;
  readonly alg: string;
  readonly state: string;
}

async function freshServer() {
  const server = await openAdmin();
  const { call, send, time, deployment } = server;
  const keys = async (): Promise<readonly ShownKey[]> => (await call("GET", "/keys")).body.keys;
  return {
    ...server,
    keys,
    key: async (kid: string) => (await keys()).find((key) => key.kid === kid)!,
    active: async (alg: string) => (await keys()).find((key) => key.alg === alg && key.state === "active")!,
    published: async (): Promise<readonly string[]> => {
      time.now += 1; // a server reads its keys again after a second
      const { keys } = await (await send("/oauth2/jwks.json")).json();
      return keys.map(({ kid }: ShownKey) => kid);
    },
    turn: () => turnKeys(keyPortsOf(deployment)),
  };
}

Deno.test("every algorithm has an active key, and none shows its private part", async () => {
  const { call, keys } = await freshServer();
  assertEquals((await keys()).map(({ use, alg, state }) => `${use} ${alg} ${state}`).toSorted(), [
    "enc ECDH-ES active",
    "enc RSA-OAEP-256 active",
    "sig ES256 active",
    "sig EdDSA active",
    "sig RS256 active",
  ]);
  const members = Object.keys((await call("GET", "/keys")).body.keys[0]);
  assertEquals(members, ["kid", "role", "use", "alg", "state", "state_at", "created_at"]);
});

Deno.test("a rotated key is published first and signs once relying parties can know it", async () => {
  const { call, time, key, active, published, turn } = await freshServer();
  const before = await active("ES256");
  const { status, body } = await call("POST", "/keys/rotate", { alg: "ES256" });
  const [next, ...others] = body.announced;
  assertEquals([status, others.length, next.alg, next.state], [200, 0, "ES256", "announced"]);
  assertEquals(Date.parse(body.signs_after) / 1000, time.now + jwksMaxAge);
  const known = await published();
  assertEquals([known.includes(before.kid), known.includes(next.kid)], [true, true]);
  time.now = Date.parse(body.signs_after) / 1000 - 1;
  await turn();
  assertEquals((await active("ES256")).kid, before.kid);
  time.now += 1;
  await turn();
  assertEquals([(await active("ES256")).kid, (await key(before.kid)).state], [next.kid, "retiring"]);
  assertEquals((await published()).includes(before.kid), true);
});

Deno.test("without an algorithm every key gets a successor, and only those that have none yet", async () => {
  const { call, keys } = await freshServer();
  await call("POST", "/keys/rotate", { alg: "RS256" });
  const rest = await call("POST", "/keys/rotate");
  assertEquals(rest.body.announced.map(({ alg }: ShownKey) => alg).toSorted(), [
    "ECDH-ES",
    "ES256",
    "EdDSA",
    "RSA-OAEP-256",
  ]);
  assertEquals((await keys()).filter(({ state }) => state === "announced").length, keyAlgorithms.length);
  for (const body of [undefined, {}, { alg: "RS256" }]) {
    const { status, body: problem } = await call("POST", "/keys/rotate", body);
    assertEquals(status, 409);
    assertMatch(problem.detail, /announced already/);
  }
});

Deno.test("rotating refuses an algorithm that there is no key of, and unknown members", async () => {
  const { call } = await freshServer();
  for (const [body, pointer] of [[{ alg: "HS256" }, "#/alg"], [{ kid: "x" }, "#/kid"]] as const) {
    const { status, body: problem } = await call("POST", "/keys/rotate", body);
    assertEquals([status, problem.errors[0].pointer], [400, pointer]);
  }
});

Deno.test("a compromised key is unpublished at once, and a successor signs", async () => {
  const { call, key, active, published } = await freshServer();
  const { kid } = await active("RS256");
  const { status, body } = await call("POST", `/keys/${kid}/compromise`);
  assertEquals([status, body.key.kid, body.key.state], [200, kid, "revoked"]);
  assertNotEquals(body.successor, kid);
  assertEquals([(await active("RS256")).kid, (await key(kid)).state], [body.successor, "revoked"]);
  const known = await published();
  assertEquals([known.includes(kid), known.includes(body.successor)], [false, true]);
});

Deno.test("a compromised key that did not sign needs no successor", async () => {
  const { call, active } = await freshServer();
  const before = await active("EdDSA");
  const { kid } = (await call("POST", "/keys/rotate", { alg: "EdDSA" })).body.announced[0];
  const { body } = await call("POST", `/keys/${kid}/compromise`);
  assertEquals([body.key.state, body.successor], ["revoked", null]);
  assertEquals((await active("EdDSA")).kid, before.kid);
});

Deno.test("a key that is revoked already or is not there is told apart", async () => {
  const { call, active } = await freshServer();
  const { kid } = await active("ES256");
  await call("POST", `/keys/${kid}/compromise`);
  assertEquals((await call("POST", `/keys/${kid}/compromise`)).status, 409);
  for (const none of ["nothing", "a.b", "%00"]) {
    assertEquals((await call("POST", `/keys/${none}/compromise`)).status, 404, none);
  }
});

Deno.test("keys for upstreams are made when one needs them, rotated apart from the others, and both are published for a while (RFC 7517 section 5)", async () => {
  const { call, send, time, turn, keys, deployment } = await freshServer();
  const published = async (): Promise<readonly string[]> => {
    time.now += 1;
    return (await (await send("/rp/jwks.json")).json()).keys.map(({ kid }: ShownKey) => kid);
  };
  const none = await call("POST", "/keys/rotate", { role: "rp" });
  assertEquals([none.status, (await published()).length], [409, 0]);
  const upstream = {
    id: "keyed",
    issuer: "https://upstream.example",
    client_id: "latchkey",
    token_endpoint_auth_method: "private_key_jwt",
  };
  const made = await call("POST", "/upstreams", upstream);
  assertEquals([made.status, made.body.jwks_uri], [201, "http://localhost:8080/rp/jwks.json"]);
  const [first = "", ...more] = await published();
  assertEquals([more.length, (await call("POST", "/upstreams", { ...upstream, id: "too" })).status], [
    0,
    201,
  ]);
  assertEquals(await published(), [first]);
  const encrypted = { id_token_encrypted_response_alg: "RSA-OAEP-256" };
  assertEquals((await call("PATCH", "/upstreams/too", encrypted)).status, 200);
  assertEquals((await published()).length, 2);
  const { rpKeys } = await deployment.holdings("default");
  const looked = async () =>
    (await call("GET", "/doctor")).body.findings.find(({ check }: { check: string }) => check === "keys");
  assertMatch((await looked()).found, /, ES256 for upstreams 0 d/);
  const rotated = await call("POST", "/keys/rotate", { role: "rp", alg: "ES256" });
  const next = rotated.body.announced[0].kid;
  assertEquals([rotated.status, (await published()).toSorted().includes(next)], [200, true]);
  assertEquals((await rpKeys.signer("ES256")).kid, first);
  time.now += jwksMaxAge;
  await turn();
  const after = await published();
  assertEquals([after.includes(first), after.includes(next)], [true, true]);
  assertEquals((await rpKeys.signer("ES256")).kid, next);
  const provider = (await keys()).filter(({ alg, role }) => alg === "ES256" && role === "op");
  assertEquals(provider.map(({ state }) => state), ["active"]);
  const gone = await call("POST", `/keys/${next}/compromise`);
  assertEquals([gone.status, gone.body.key.role, (await published()).includes(next)], [200, "rp", false]);
  assertEquals((await rpKeys.signer("ES256")).kid, gone.body.successor);
  time.now += 365 * 86_400;
  const { found, remedy } = await looked();
  assertMatch(found, /RSA-OAEP-256 for upstreams has been in use for 365 days/);
  assertEquals(remedy, "Run: latchkey key rotate, and latchkey key rotate --role rp");
});

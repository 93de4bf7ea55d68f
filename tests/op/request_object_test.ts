import { assert, assertEquals } from "@std/assert";
import { requestObjectChecks } from "../../src/protocol/request_object/request_object_checks.ts";
import { perClient } from "../../src/op/request_uri.ts";
import type { TraceRow } from "../../src/protocol/trace.ts";
import { openBrowser } from "../support/browser.ts";
import { makeClientKey } from "../support/client_keys.ts";
import { documents } from "../support/documents.ts";
import { answerIn, type Asked, authorizeAs, authorizeUrl, codeIn, redeem } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider, type TestClient } from "../support/provider.ts";
import { setPolicy } from "../support/registration.ts";
import {
  type Differing,
  encryptedObject,
  objectClaims,
  requestObject,
  unsignedObject,
} from "../support/request_objects.ts";

const served = documents();
const provider = await openProvider({ fetch: served.fetch });
const { issuer, send } = provider;
const person = await addPerson(provider);
const [key, otherKey] = await Promise.all([makeClientKey(), makeClientKey("ES256", "ES256-2")]);
const address = "https://app.example/request.jwt";
const members = { jwks: { keys: [key.jwk] }, request_uris: [address] };
const app = await addClient(provider, members);
const strict = await addClient(provider, { ...members, require_signed_request_object: true });
const busy = await addClient(provider, members);

const signed = (differing?: Differing, client = app) => requestObject(provider, client, key, differing);
const open = (client: TestClient, asked: Asked) =>
  openBrowser(issuer, send).open(authorizeUrl(issuer, client, asked));
const bare: Asked = {
  response_type: undefined,
  redirect_uri: undefined,
  scope: undefined,
  state: undefined,
  nonce: undefined,
  code_challenge: undefined,
  code_challenge_method: undefined,
};

Deno.test("an object says everything but client_id, and its code is redeemed (RFC 9101 section 5)", async () => {
  const request = await signed({ claims: { state: "inside", nonce: "inside-nonce" } });
  const back = await authorizeAs(provider, app, person, { asked: { ...bare, request } });
  assertEquals(back.searchParams.get("state"), "inside");
  const { id_token } = await redeem(send, app, codeIn(back));
  const claims = JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(id_token!.split(".")[1]!, {
    alphabet: "base64url",
  })));
  assertEquals([claims.nonce, claims.aud], ["inside-nonce", app.client_id]);
});

Deno.test("the request that is kept while the person is asked is the one in the object, whatever stands beside it (OpenID Connect Core section 6.1)", async () => {
  const second = "https://app.example/second";
  const client = await addClient(provider, {
    ...members,
    redirect_uris: ["https://app.example/callback", second],
  });
  const request = await signed(
    { claims: { redirect_uri: second, state: "inside", scope: "openid email" } },
    client,
  );
  const visit = await open(client, { request, scope: "openid profile", state: "beside" });
  assertEquals(new URL(visit.url).pathname, "/login");
  const row = await provider.db.selectFrom("interaction").select("request")
    .where("client_id", "=", client.client_id).executeTakeFirstOrThrow();
  const { redirect_uri, state, scopes } = row.request as Readonly<Record<string, unknown>>;
  assertEquals([redirect_uri, state, scopes], [second, "inside", ["openid", "email"]]);
});

Deno.test("an object comes by POST as well (OpenID Connect Core section 3.1.2.1)", async () => {
  const body = authorizeUrl(issuer, app, { ...bare, request: await signed() }).searchParams;
  const parked = await send("/oauth2/authorize", { method: "POST", body });
  const visit = await openBrowser(issuer, send).open(new URL(parked.headers.get("location")!));
  assertEquals(new URL(visit.url).pathname, "/login");
});

Deno.test("a hint in an object is read (OpenID Connect Core section 6.1)", async () => {
  await open(app, { request: await signed({ claims: { id_token_hint: "not.a.token" } }) });
  assertEquals(lastRefusal(provider), "id_token_hint.valid");
});

for (const alg of ["RSA-OAEP-256", "ECDH-ES"]) {
  Deno.test(`a signed object that is encrypted by ${alg} to a published key is taken (RFC 9101 section 6.1)`, async () => {
    for (const enc of ["A128CBC-HS256", "A256CBC-HS512", "A128GCM", "A256GCM"]) {
      const request = await encryptedObject(provider, await signed(), { alg, enc });
      const visit = await open(app, { ...bare, request });
      assertEquals(new URL(visit.url).pathname, "/login");
    }
  });
}

/** A request whose object fails one check and no check before it. */
interface Wrong {
  readonly check: string;
  readonly error: string;
  readonly told: string;
  readonly client?: TestClient;
  readonly asked: () => Asked | Promise<Asked>;
  /** Sends a parameter once more. */
  readonly again?: readonly [name: string, value: string];
}

const byValue = (differing: Differing) => async () => ({ request: await signed(differing) });
const invalid = "invalid_request_object";

const wrong: readonly Wrong[] = [
  {
    check: "request_object.required",
    error: "invalid_request",
    told: "parameters alone",
    client: strict,
    asked: () => ({}),
  },
  {
    check: "request.one_way",
    error: "invalid_request",
    told: "both ways",
    asked: async () => ({ request: await signed(), request_uri: address }),
  },
  {
    check: "request_object.beside_once",
    error: "invalid_request",
    told: "another object",
    asked: byValue({}),
    again: ["request", "e30.e30.c2ln"],
  },
  {
    check: "request_object.beside_once",
    error: "invalid_request",
    told: "two nonces beside it",
    asked: byValue({}),
    again: ["nonce", "another"],
  },
  {
    check: "request_uri.registered",
    error: "invalid_request_uri",
    told: "an address of somebody else",
    asked: () => ({ request_uri: "https://evil.example/request.jwt" }),
  },
  {
    check: "request_uri.registered",
    error: "invalid_request_uri",
    told: "an address inside our network",
    asked: () => ({ request_uri: "http://169.254.169.254/latest/meta-data" }),
  },
  {
    check: "request_uri.rate",
    error: "temporarily_unavailable",
    told: "more addresses than may be fetched",
    client: busy,
    asked: async () => {
      for (let i = 0; i < perClient.burst; i++) await open(busy, { request_uri: `${address}#${i}` });
      return { request_uri: `${address}#one-more` };
    },
  },
  {
    check: "request_uri.fetched",
    error: "invalid_request_uri",
    told: "an address with nothing there",
    asked: () => ({ request_uri: address }),
  },
  {
    check: "request_object.encryption",
    error: invalid,
    told: "an unknown key",
    asked: async () => ({
      request: await encryptedObject(provider, await signed(), { header: { kid: "no-key-of-ours" } }),
    }),
  },
  {
    check: "request_object.encryption",
    error: invalid,
    told: "five parts of nothing",
    asked: () => ({ request: "e30.e30.e30.e30.e30" }),
  },
  { check: "request_object.form", error: invalid, told: "no JWT", asked: () => ({ request: "{}" }) },
  {
    check: "request_object.form",
    error: invalid,
    told: "a claim set that is an array",
    asked: () => ({ request: "e30.W10.c2ln" }),
  },
  {
    check: "request_object.form",
    error: invalid,
    told: "an object within 40 others",
    asked: byValue({ claims: { a: JSON.parse(`${"[".repeat(40)}${"]".repeat(40)}`) } }),
  },
  {
    check: "request_object.form",
    error: invalid,
    told: "an encrypted object within an encrypted one (RFC 9101 section 6.1)",
    asked: async () => ({
      request: await encryptedObject(provider, await encryptedObject(provider, await signed())),
    }),
  },
  {
    check: "request_object.header",
    error: invalid,
    told: "a header that brings its key",
    asked: async () => ({
      request: await requestObject(provider, app, otherKey, { header: { jwk: otherKey.jwk } }),
    }),
  },
  {
    check: "request_object.algorithm",
    error: invalid,
    told: "alg none",
    asked: () => ({ request: unsignedObject(objectClaims(provider, app)) }),
  },
  {
    check: "request_object.algorithm",
    error: invalid,
    told: "alg none, encrypted",
    asked: async () => ({
      request: await encryptedObject(provider, unsignedObject(objectClaims(provider, app))),
    }),
  },
  {
    check: "request_object.signature",
    error: invalid,
    told: "a key of somebody else under the client's kid",
    asked: async () => ({
      request: await requestObject(provider, app, { ...otherKey, kid: key.kid }),
    }),
  },
  {
    check: "request_object.signature",
    error: invalid,
    told: "a kid that the client has not",
    asked: async () => ({ request: await requestObject(provider, app, otherKey) }),
  },
  {
    check: "request_object.signature",
    error: invalid,
    told: "claims that were changed after signing",
    asked: async () => {
      const [header, , signature] = (await signed()).split("."),
        other = await signed({ claims: { nonce: "b" } });
      return { request: [header, other.split(".")[1], signature].join(".") };
    },
  },
  {
    check: "request_object.type",
    error: invalid,
    told: "the type of a logout token",
    asked: byValue({ header: { typ: "logout+jwt" } }),
  },
  {
    check: "request_object.issuer",
    error: invalid,
    told: "another issuer",
    asked: byValue({ claims: { iss: strict.client_id } }),
  },
  {
    check: "request_object.audience",
    error: invalid,
    told: "another audience",
    asked: byValue({ claims: { aud: "https://other.example" } }),
  },
  {
    check: "request_object.time",
    error: invalid,
    told: "one that expired",
    asked: byValue({ claims: { exp: provider.time.now - 10 } }),
  },
  {
    check: "request_object.claims",
    error: invalid,
    told: "an object in the object",
    asked: byValue({ claims: { request: "e30.e30." } }),
  },
  {
    check: "request_object.claims",
    error: invalid,
    told: "an address in the object",
    asked: byValue({ claims: { request_uri: address } }),
  },
  {
    check: "request_object.claims",
    error: invalid,
    told: "a client assertion (RFC 9101 section 10.8)",
    asked: byValue({ claims: { sub: app.client_id } }),
  },
  {
    check: "request_object.agrees",
    error: invalid,
    told: "the client_id of another client in it",
    asked: byValue({ claims: { client_id: strict.client_id } }),
  },
  {
    check: "request_object.agrees",
    error: invalid,
    told: "another response_type beside it",
    asked: async () => ({ request: await signed(), response_type: "none" }),
  },
];

for (const { check, error, told, client = app, asked, again } of wrong) {
  const section = requestObjectChecks.find(({ id }) => id === check)?.section;
  Deno.test(`authorize tells the client ${error} where ${check} fails: ${told} (${section})`, async () => {
    const url = authorizeUrl(issuer, client, await asked());
    if (again) url.searchParams.append(...again);
    const answer = await send(url);
    const to = new URL(answer.headers.get("location")!),
      { error_description, ...rest } = Object.fromEntries(
        to.searchParams,
      );
    assertEquals([answer.status, to.origin + to.pathname], [303, client.redirect_uri]);
    assertEquals([lastRefusal(provider), rest], [check, { error, state: "some-state", iss: issuer }]);
    assert(error_description, "A developer is told what was wrong");
    const row = await provider.db.selectFrom("refusal").select("trace")
      .where("reference", "=", answer.headers.get("x-request-id")!).executeTakeFirstOrThrow();
    const [failed] = (row.trace as readonly TraceRow[]).filter(({ held }) => !held);
    assertEquals([failed?.id, failed?.section], [check, section]);
    assert(failed?.expected && failed.received && failed.change?.says, "It is explained");
  });

  Deno.test(`where the redirect URI is not the client's, nobody is sent anywhere though ${check} fails: ${told}`, async () => {
    const url = authorizeUrl(issuer, client, await asked());
    if (again) url.searchParams.append(...again);
    url.searchParams.set("redirect_uri", "https://evil.example/");
    const answer = await send(url);
    await answer.body?.cancel();
    assertEquals([answer.status, answer.headers.get("location"), lastRefusal(provider)], [400, null, check]);
  });
}

Deno.test("every check of a request object is failed by a request here", () => {
  const ids = requestObjectChecks.map(({ id }) => id);
  assertEquals(ids.filter((id) => !wrong.some(({ check }) => check === id)), []);
});

Deno.test("a client that has to sign is heard by its object alone (RFC 9101 section 10.5)", async () => {
  const request = await signed({ claims: { state: undefined } }, strict);
  const back = await authorizeAs(provider, strict, person, { asked: { request, nonce: "beside" } });
  assertEquals([back.searchParams.has("code"), back.searchParams.get("state")], [true, null]);
});

Deno.test("a tenant can have every client sign (RFC 9101 section 10.5)", async () => {
  const own = await openProvider(), client = await addClient(own, members);
  await setPolicy(own, { require_signed_request_object: true });
  const refused = await openBrowser(issuer, own.send).open(authorizeUrl(issuer, client));
  assertEquals(answerIn(refused).error, "invalid_request");
  const request = await requestObject(own, client, key);
  const visit = await openBrowser(issuer, own.send).open(authorizeUrl(issuer, client, { request }));
  assertEquals(new URL(visit.url).pathname, "/login");
});

Deno.test("an algorithm that the client registered is the only one (OpenID Connect Dynamic Client Registration section 2)", async () => {
  const rsa = await makeClientKey("PS256"), jwks = { keys: [key.jwk, rsa.jwk] };
  const client = await addClient(provider, { jwks, request_object_signing_alg: "PS256" });
  const taken = await open(client, { request: await requestObject(provider, client, rsa) });
  assertEquals(new URL(taken.url).pathname, "/login");
  await open(client, { request: await signed({}, client) });
  assertEquals(lastRefusal(provider), "request_object.algorithm");
});

Deno.test("nothing is fetched for an object that no key could make good", async () => {
  const client = await addClient(provider, { jwks_uri: "https://app.example/jwks.json" });
  served.asked.length = 0;
  await open(client, { request: unsignedObject(objectClaims(provider, client)) });
  await open(client, { request: "not.a.jws" });
  assertEquals([served.asked.length, lastRefusal(provider)], [0, "request_object.form"]);
});

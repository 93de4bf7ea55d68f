import { assert, assertEquals } from "@std/assert";
import { runChecks } from "../../../src/protocol/check.ts";
import { recogniseClientAuthentication } from "../../../src/protocol/client/client_authentication.ts";
import { jwtBearer } from "../../../src/protocol/client/client_assertion.ts";
import { clientChecks, type ClientFacts } from "../../../src/protocol/client/client_checks.ts";
import { authenticationFailed } from "../../../src/protocol/client/client_proof_checks.ts";
import { sampleClient } from "../../domain/sample_client.ts";
import { type Asked, parametersOf } from "../authorize/sample_request.ts";

const now = 1_800_000_000, issuer = "https://id.example.com";
const endpoint = `${issuer}/oauth2/token`;
const audience = { issuer, legacy: false, endpoints: [endpoint] }, older = { ...audience, legacy: true };

const header = `Basic ${btoa("c_example:secret")}`;
const publicClient = sampleClient({ token_endpoint_auth_method: "none" });
const posting = sampleClient({ token_endpoint_auth_method: "client_secret_post" });

/** The facts of a request in which the client, its method and its secret are right, but for what differs. */
function factsOf(
  authorization: string | undefined,
  asked: Asked,
  differing: Partial<ClientFacts> & { readonly client?: ClientFacts["client"] } = {},
): ClientFacts {
  const parameters = parametersOf(asked);
  const presented = recogniseClientAuthentication(authorization, parameters);
  return { parameters, presented, client: sampleClient(), secretHolds: true, now, audience, ...differing };
}

const signing = sampleClient({ token_endpoint_auth_method: "private_key_jwt" });
const sharing = sampleClient({ token_endpoint_auth_method: "client_secret_jwt" });
const claims = { iss: "c_example", sub: "c_example", aud: issuer, jti: "a", exp: now + 60, iat: now };

const encoded = (value: unknown) =>
  btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/** The facts of a request whose assertion is right, but for what differs; undefined takes a member away. */
function asserted(
  { header = {}, claims: said = {}, asked = {}, ...differing }:
    & { readonly header?: object; readonly claims?: object; readonly asked?: Asked }
    & Partial<ClientFacts> = {},
): ClientFacts {
  const jws = [{ alg: "ES256", ...header }, { ...claims, ...said }].map(encoded).join(".");
  const sent = { client_assertion: `${jws}.c2ln`, client_assertion_type: jwtBearer, ...asked };
  const proven = { secretHolds: false, key: "found", signatureHolds: true, spent: false } as const;
  return factsOf(undefined, sent, { client: signing, ...proven, ...differing });
}

const wrong: Readonly<Record<string, readonly ClientFacts[]>> = {
  "parameters.once": [
    factsOf(header, { code: ["a", "b"] }),
    factsOf(undefined, { client_id: ["c_example", "c_example"], client_secret: "s" }, { client: posting }),
  ],
  "client_authentication.one_method": [
    factsOf(header, { client_secret: "secret" }),
    factsOf(header, { client_secret: "secret" }, { client: posting }),
    asserted({ asked: { client_secret: "secret" } }),
    factsOf(header, { client_assertion: "a.b.c" }),
    factsOf(header, { client_assertion_type: jwtBearer }),
  ],
  "client_authentication.readable": [
    factsOf(undefined, {}),
    factsOf("Bearer abc", {}),
    factsOf("Basic ###", {}),
    factsOf(header, { client_id: "another" }),
    factsOf(undefined, { client_assertion_type: jwtBearer }),
    ...[
      "a",
      "a.b",
      "a.b.c",
      "a.b.c.d.e",
      `${encoded({})}.${encoded([])}.a`,
      `${encoded("a")}.${encoded({})}.a`,
    ]
      .map((client_assertion) => factsOf(undefined, { client_assertion, client_id: "c_example" })),
    asserted({ claims: { sub: undefined } }),
    asserted({ claims: { sub: 1 } }),
    asserted({ claims: { more: "a".repeat(20_000) } }),
  ],
  "client_assertion.type": [
    asserted({ asked: { client_assertion_type: [] } }),
    asserted({
      asked: { client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:saml2-bearer" },
    }),
  ],
  "client_assertion.header": [
    ...["crit", "zip", "b64", "cty", "enc", "jwk", "jku", "x5u", "x5c"].map((name) =>
      asserted({ header: { [name]: "x" } })
    ),
    asserted({ header: { jwk: {}, x5c: [] } }),
  ],
  "client_assertion.typ": [
    ...["at+jwt", "dpop+jwt", "logout+jwt", "oauth-authz-req+jwt", "secevent+jwt", "", 1, null, ["JWT"]].map((
      typ,
    ) => asserted({ header: { typ } })),
  ],
  "client_assertion.subject": [
    asserted({ claims: { iss: undefined } }),
    asserted({ claims: { iss: "c_other" } }),
    asserted({ claims: { iss: issuer } }),
    asserted({ claims: { sub: "c_other" }, asked: { client_id: "c_example" } }),
    asserted({ asked: { client_id: "c_other" } }),
    asserted({ claims: { iss: ["c_example"] } }),
  ],
  "client_assertion.expiry": [
    ...[
      undefined,
      null,
      "soon",
      String(now + 60),
      NaN,
      0,
      -1,
      now - 10,
      now - 300,
      now + 3611,
      now + 1e9,
      1e300,
    ].map((
      exp,
    ) => asserted({ claims: { exp } })),
  ],
  "client_assertion.issued": [
    ...[now + 11, now + 3600, "now", null, now - 3611, 0].map((iat) => asserted({ claims: { iat } })),
    ...[now + 11, now + 3600, "now", null].map((nbf) => asserted({ claims: { nbf } })),
  ],
  "client_assertion.jti": [undefined, null, "", 1, ["a"]].map((jti) => asserted({ claims: { jti } })),
  "client.known": [
    factsOf(header, {}, { client: undefined }),
    factsOf(undefined, { client_id: "c_unknown" }, { client: undefined, secretHolds: false }),
  ],
  "client.method": [
    factsOf(header, {}, { client: publicClient }),
    factsOf(header, {}, { client: posting }),
    factsOf(undefined, { client_id: "c_example", client_secret: "secret" }),
    factsOf(undefined, { client_id: "c_example", client_secret: "secret" }, { client: publicClient }),
    factsOf(undefined, { client_id: "c_example" }, { secretHolds: false }),
    factsOf(header, {}, { client: signing }),
    asserted({ client: sampleClient() }),
    asserted({ client: publicClient }),
    asserted({ client: sharing }),
    asserted({ header: { alg: "HS256" } }),
  ],
  "client_assertion.algorithm": [
    ...["none", "None", "ES256K", "RSA1_5", "es256", "", 1, undefined, null].map((alg) =>
      asserted({ header: { alg } })
    ),
    asserted({
      client: sampleClient({
        token_endpoint_auth_method: "private_key_jwt",
        token_endpoint_auth_signing_alg: "PS256",
      }),
    }),
    asserted({
      header: { alg: "HS512" },
      client: sampleClient({
        token_endpoint_auth_method: "client_secret_jwt",
        token_endpoint_auth_signing_alg: "HS256",
      }),
    }),
    asserted({ header: { alg: "HS1" }, client: sharing }),
  ],
  "client_assertion.audience": [
    ...[
      undefined,
      null,
      "",
      `${issuer}/`,
      endpoint,
      [issuer],
      [],
      [issuer, "https://other.example"],
      "c_example",
    ].map((
      aud,
    ) => asserted({ claims: { aud } })),
    ...[undefined, "https://other.example", ["https://other.example"], `${endpoint}/`, [[issuer]]].map((
      aud,
    ) => asserted({ claims: { aud }, audience: older })),
  ],
  "client.secret": [
    factsOf(header, {}, { secretHolds: false }),
    factsOf(undefined, { client_id: "c_example", client_secret: "x" }, {
      client: posting,
      secretHolds: false,
    }),
  ],
  "client_assertion.key": ([
    "no_keys",
    "not_fetched",
    "algorithm",
    "unknown_kid",
    "kid_needed",
    "no_fitting_key",
    "no_secret",
  ] as const).map((key) => asserted({ key, signatureHolds: false })),
  "client_assertion.signature": [
    asserted({ signatureHolds: false }),
    asserted({ header: { alg: "HS256" }, client: sharing, signatureHolds: false }),
  ],
  "client_assertion.once": [asserted({ spent: true })],
};

Deno.test("a client is authenticated by the method that it is registered for (OpenID Connect Core section 9)", () => {
  const asked = { client_id: "c_example" };
  assert(runChecks(clientChecks, factsOf(header, {})).ok);
  assert(runChecks(clientChecks, factsOf(header, asked)).ok);
  assert(
    runChecks(clientChecks, factsOf(undefined, { ...asked, client_secret: "s" }, { client: posting })).ok,
  );
  assert(runChecks(clientChecks, factsOf(undefined, asked, { client: publicClient, secretHolds: false })).ok);
});

Deno.test("an assertion authenticates where everything that it says holds (RFC 7523 section 3)", () => {
  const single = (alg: "EdDSA" | "Ed25519") =>
    sampleClient({ token_endpoint_auth_method: "private_key_jwt", token_endpoint_auth_signing_alg: alg });
  const right = [
    asserted(),
    asserted({ asked: { client_id: "c_example" } }),
    ...["JWT", "jwt", "client-authentication+jwt", "application/client-authentication+jwt"].map((typ) =>
      asserted({ header: { typ } })
    ),
    asserted({ header: { kid: "a", x5t: "b" }, claims: { more: {} } }),
    ...[now - 9, now + 3610, now + 0.5].map((exp) => asserted({ claims: { exp } })),
    ...[undefined, now + 10, now - 3610].map((iat) => asserted({ claims: { iat } })),
    ...[now + 8, now + 10, 0].map((nbf) => asserted({ claims: { nbf } })),
    asserted({ header: { alg: "Ed25519" }, client: single("EdDSA") }),
    asserted({ header: { alg: "EdDSA" }, client: single("Ed25519") }),
    ...["HS256", "HS384", "HS512"].map((alg) => asserted({ header: { alg }, client: sharing })),
    ...[issuer, endpoint, [issuer], ["https://other.example", endpoint]].map((aud) =>
      asserted({ claims: { aud }, audience: older })
    ),
  ];
  for (const facts of right) assertEquals(runChecks(clientChecks, facts), { ok: true, value: undefined });
});

for (const [id, requests] of Object.entries(wrong)) {
  const { section, error } = clientChecks.find((check) => check.id === id)!;
  Deno.test(`a request is refused for ${id} (${section})`, () => {
    for (const facts of requests) {
      const judged = runChecks(clientChecks, facts);
      assert(!judged.ok);
      assertEquals([judged.error.why, judged.error.code], [id, error]);
    }
  });
}

Deno.test("every check of a client has a request that fails it", () => {
  assertEquals(Object.keys(wrong), clientChecks.map(({ id }) => id));
});

Deno.test("an unknown client, a wrong method, a wrong secret and an assertion that the client did not sign are told in the same words (RFC 6749 section 5.2)", () => {
  const telling = clientChecks.slice(clientChecks.findIndex(({ id }) => id === "client.known"));
  assertEquals(telling.length, 8);
  const told = telling.map(({ id }) => id).flatMap((id) => wrong[id]!).map((facts) => {
    const judged = runChecks(clientChecks, facts);
    assert(!judged.ok);
    return `${judged.error.code}: ${judged.error.description}`;
  });
  assertEquals([...new Set(told)], [`invalid_client: ${authenticationFailed}`]);
});

Deno.test("no trace of a refused client holds a secret", () => {
  const asked = { client_id: "c_example", client_secret: "hunter2secret", code: ["code-1", "code-2"] };
  for (const secretHolds of [true, false]) {
    for (const client of [undefined, publicClient, posting, sampleClient()]) {
      for (
        const authorization of [undefined, `Basic ${btoa("c_example:hunter2secret")}`, "Basic hunter2secret"]
      ) {
        const judged = runChecks(clientChecks, factsOf(authorization, asked, { client, secretHolds }));
        assert(!judged.ok && !/hunter2|code-[12]/.test(JSON.stringify(judged)));
      }
    }
  }
});

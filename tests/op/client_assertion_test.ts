/** Clients that authenticate by what they sign, over HTTP: what is taken, and each refusal with its explanation. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { clientSecretAlgorithms, clientSigningAlgorithms } from "../../src/domain/client_metadata.ts";
import { clientChecks } from "../../src/protocol/client/client_checks.ts";
import { jwtBearer } from "../../src/protocol/client/client_assertion.ts";
import type { TraceRow } from "../../src/protocol/trace.ts";
import { amendClient, findClientRow } from "../../src/store/clients.ts";
import {
  addKeyClient,
  addSecretClient,
  asserted,
  type Differing,
  sharedSigner,
  signerOf,
  type SigningClient,
} from "../support/client_assertion.ts";
import { makeClientKey } from "../support/client_keys.ts";
import { documents } from "../support/documents.ts";
import { addClient, lastRefusal, openProvider, storeOf } from "../support/provider.ts";

const web = documents();
const provider = await openProvider({ fetch: web.fetch });
const { send, time, issuer } = provider, store = storeOf(provider);
const grant_types = ["client_credentials"];
const keys = await Promise.all([
  makeClientKey("ES256", "a"),
  makeClientKey("ES256", "b"),
  makeClientKey("PS256"),
]);
const [key, other, rsa] = keys as [typeof keys[0], typeof keys[0], typeof keys[0]];
const signing = await addKeyClient(provider, { grant_types }, key);
const strict = await addKeyClient(provider, { grant_types, token_endpoint_auth_signing_alg: "PS256" }, rsa);
const sharing = await addSecretClient(provider, { grant_types });
const neighbour = await addKeyClient(provider, { grant_types }, other);
const away = await addKeyClient(provider, { grant_types, jwks_uri: "https://away.example/jwks.json" }, key);
const several = await addKeyClient(provider, { grant_types, jwks: { keys: [key.jwk, other.jwk] } }, key);
const basic = await addClient(provider, { grant_types });

/** A token request with nothing but these parameters. */
const request = (fields: Readonly<Record<string, string>>, path = "/oauth2/token"): Promise<Response> =>
  send(path, { method: "POST", body: new URLSearchParams({ grant_type: "client_credentials", ...fields }) });

/** A request that one check refuses, and what becomes of it when its sender does as the explanation says. */
interface Wrong {
  readonly check: string;
  readonly what: string;
  readonly client?: SigningClient;
  readonly differing?: Differing;
  readonly fields?: Readonly<Record<string, string>>;
  /** What the change has to say. */
  readonly says: RegExp;
  /** What else is done about it. */
  readonly follow?: () => void;
}

const clockOff = (seconds: number) => ({ iat: time.now + seconds, exp: time.now + seconds + 60 });

const wrongs: readonly Wrong[] = [
  {
    check: "client_assertion.type",
    what: "another type of assertion",
    fields: { client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:saml2-bearer" },
    says: new RegExp(`^.*${jwtBearer}`),
  },
  ...["crit", "jwk", "jku", "x5c", "x5u", "zip", "b64"].map((name) => ({
    check: "client_assertion.header",
    what: `${name} in the header`,
    differing: {
      header: name === "crit" || name === "b64"
        ? { crit: ["b64"], b64: true }
        : { [name]: name === "x5c" ? ["a"] : "a" },
    },
    says: new RegExp(`Leave out .*${name}`),
  })),
  {
    check: "client_assertion.typ",
    what: "the type of an access token",
    differing: { header: { typ: "at+jwt" } },
    says: /client-authentication\+jwt/,
  },
  {
    check: "client_assertion.subject",
    what: "another issuer",
    differing: { claims: { iss: "https://app.example" } },
    says: /Sign iss and sub c_/,
  },
  {
    check: "client_assertion.expiry",
    what: "no exp",
    differing: { claims: { exp: undefined } },
    says: /exp in a minute/,
  },
  {
    check: "client_assertion.expiry",
    what: "an exp in two hours",
    differing: { claims: { exp: time.now + 7200 } },
    says: /exp in a minute$/,
  },
  {
    check: "client_assertion.expiry",
    what: "a clock of the app that is ten minutes late",
    differing: { claims: clockOff(-600) },
    says: /clock of the app's server is 600 s behind/,
  },
  {
    check: "client_assertion.issued",
    what: "a clock of the app that is ten minutes early",
    differing: { claims: clockOff(600) },
    says: /clock of the app's server is 600 s ahead/,
  },
  {
    check: "client_assertion.issued",
    what: "an nbf that is to come",
    differing: { claims: { nbf: time.now + 30 } },
    says: /present time/,
  },
  {
    check: "client_assertion.jti",
    what: "no jti",
    differing: { claims: { jti: undefined } },
    says: /jti into each assertion/,
  },
  {
    check: "client_assertion.algorithm",
    what: "another algorithm than the registered one",
    client: strict,
    differing: { signer: signerOf(key) },
    says: /Sign with PS256$/,
  },
  {
    check: "client_assertion.audience",
    what: "the token endpoint as its audience",
    differing: { claims: { aud: `${issuer}/oauth2/token` } },
    says: /Sign aud http:\/\/localhost:8080; .*legacy_assertion_audience/,
  },
  {
    check: "client_assertion.audience",
    what: "several audiences",
    differing: { claims: { aud: [issuer, "https://other.example"] } },
    says: /Sign aud http:\/\/localhost:8080/,
  },
  {
    check: "client_assertion.key",
    what: "a kid that the client has not",
    differing: { header: { kid: "c" } },
    says: /Publish the key under its kid/,
  },
  {
    check: "client_assertion.key",
    what: "no kid of several keys",
    client: several,
    differing: { header: { kid: undefined } },
    says: /Send the kid/,
  },
  {
    check: "client_assertion.key",
    what: "a jwks_uri that does not answer",
    client: away,
    says: /jwks_uri answers/,
    follow: () => {
      web.at.set("https://away.example/jwks.json", { keys: [key.jwk] });
      time.now += 60;
    },
  },
  {
    check: "client_assertion.signature",
    what: "another client's key",
    differing: { signer: { ...signerOf(other), kid: key.kid } },
    says: /private key/,
  },
  {
    check: "client_assertion.signature",
    what: "another secret",
    client: sharing,
    differing: { signer: sharedSigner("guess".repeat(13)) },
    says: /client_secret/,
  },
  {
    check: "client_assertion.once",
    what: "a jti that was used",
    differing: { claims: { jti: "used" } },
    says: /new jti/,
  },
];

assertEquals((await request(await asserted(provider, signing, { claims: { jti: "used" } }))).status, 200);

for (const { check, what, client = signing, differing, fields = {}, says, follow } of wrongs) {
  Deno.test(`an assertion with ${what} is refused by ${check}, and taken with the change that its explanation names (RFC 7523 section 3)`, async () => {
    const refused = await request({ ...await asserted(provider, client, differing), ...fields });
    assertEquals([lastRefusal(provider), refused.status], [check, 401]);
    assertMatch(refused.headers.get("www-authenticate") ?? "", /^Basic realm="http:\/\/localhost:8080"/);
    assertEquals((await refused.json()).error, "invalid_client");
    const { trace } = await provider.db.selectFrom("refusal").select("trace")
      .where("reference", "=", refused.headers.get("x-request-id")!).executeTakeFirstOrThrow();
    const failed = (trace as readonly TraceRow[]).filter((row) => !row.held);
    assertEquals(failed.map(({ id }) => id), [check]);
    const { change, expected, received } = failed[0]!;
    assertMatch(change?.says ?? change?.value ?? "", says);
    assert(expected && received && expected !== received, `${expected} / ${received}`);
    follow?.();
    assertEquals((await request(await asserted(provider, client))).status, 200);
  });
}

Deno.test("every check of an assertion is failed and explained by a request here (RFC 7523 section 3)", () => {
  const ids = clientChecks.map(({ id }) => id).filter((id) => id.startsWith("client_assertion."));
  assertEquals(new Set(wrongs.map(({ check }) => check)), new Set(ids));
});

Deno.test("what is not readable as a signed JWT, or comes beside another method, is refused (RFC 6749 section 2.3)", async () => {
  const right = await asserted(provider, signing), { client_assertion } = right;
  const refusals = {
    "client_authentication.one_method": [{ ...right, client_secret: "x" }],
    "client_authentication.readable": [
      { client_assertion_type: jwtBearer },
      ...[
        "x",
        "a.b.c",
        `${client_assertion}.${client_assertion}`,
        client_assertion.split(".").slice(0, 2).join("."),
      ]
        .map((client_assertion) => ({ ...right, client_assertion })),
    ],
  };
  for (const [check, all] of Object.entries(refusals)) {
    for (const fields of all) {
      const refused = await request(fields as Record<string, string>);
      assertEquals([refused.status >= 400, lastRefusal(provider)], [true, check]);
    }
  }
  assertEquals((await request(right)).status, 200, "None of them spent it");
});

Deno.test("a client uses the method that it is registered for, and no other (OpenID Connect Core section 9)", async () => {
  const mixed: readonly (readonly [SigningClient, Differing])[] = [
    [signing, { signer: sharedSigner("x".repeat(64)) }],
    [sharing, { signer: signerOf(key) }],
    [{ ...basic, signer: sharedSigner(basic.client_secret) }, {}],
    // The public key as a shared secret (RFC 8725 section 2.1).
    [signing, { signer: sharedSigner(JSON.stringify(key.jwk)) }],
  ];
  for (const [client, differing] of mixed) {
    const refused = await request(await asserted(provider, client, differing));
    assertEquals([refused.status, lastRefusal(provider)], [401, "client.method"]);
  }
  const { client_id, client_secret } = sharing;
  assertEquals((await request({ client_id, client_secret })).status, 401);
  assertEquals(lastRefusal(provider), "client.method");
});

Deno.test("whose key it is, whether it fits and whether the jti is spent are told in the same words (RFC 6749 section 5.2)", async () => {
  const telling = ["client_assertion.algorithm", "client_assertion.audience", "client_assertion.key"]
    .concat("client_assertion.signature", "client_assertion.once");
  const all = wrongs.filter(({ check, follow }) => telling.includes(check) && !follow);
  const told = await Promise.all(all.map(async ({ client = signing, differing }) => {
    const refused = await request(await asserted(provider, client, differing));
    return `${refused.status} ${await refused.text()}`;
  }));
  const stranger = { ...signing, client_id: "c_nobody" };
  told.push(`401 ${await (await request(await asserted(provider, stranger))).text()}`);
  assertEquals([new Set(told).size, told.length > 5], [1, true], told.join("\n"));
});

for (const alg of clientSigningAlgorithms) {
  Deno.test(`private_key_jwt with ${alg} authenticates (OpenID Connect Core section 9, RFC 7518 section 3.1)`, async () => {
    const client = await addKeyClient(provider, { grant_types }, await makeClientKey(alg));
    assertEquals((await request(await asserted(provider, client))).status, 200);
  });
}

for (const alg of clientSecretAlgorithms) {
  Deno.test(`client_secret_jwt with ${alg} authenticates (OpenID Connect Core section 9)`, async () => {
    const signer = sharedSigner(sharing.client_secret, alg);
    assertEquals((await request(await asserted(provider, sharing, { signer }))).status, 200);
  });
}

Deno.test("introspection and revocation take assertions too (RFC 7662 section 2.1, RFC 7009 section 2.1)", async () => {
  for (const client of [signing, sharing]) {
    const { access_token: token } = await (await request(await asserted(provider, client))).json();
    const known = await request({ ...await asserted(provider, client), token }, "/oauth2/introspect");
    assertEquals((await known.json()).active, true);
    assertEquals(
      (await request({ ...await asserted(provider, client), token }, "/oauth2/revoke")).status,
      200,
    );
    const gone = await request({ ...await asserted(provider, client), token }, "/oauth2/introspect");
    assertEquals(await gone.json(), { active: false });
    const spent = await asserted(provider, client);
    assertEquals((await request(spent, "/oauth2/token")).status, 200);
    for (const path of ["/oauth2/introspect", "/oauth2/revoke"]) {
      assertEquals((await request({ ...spent, token }, path)).status, 401);
      assertEquals(lastRefusal(provider), "client_assertion.once");
    }
  }
});

Deno.test("two clients may use one jti, and one stays spent for as long as its assertion could be taken (RFC 7523 section 3)", async () => {
  const claims = { jti: "shared" };
  assertEquals((await request(await asserted(provider, signing, { claims }))).status, 200);
  assertEquals((await request(await asserted(provider, neighbour, { claims }))).status, 200);
  const sent = await asserted(provider, signing, { claims: { jti: "late" } });
  assertEquals((await request(sent)).status, 200);
  // Expired, and taken for as long as clocks may differ.
  time.now += 65;
  assertEquals([(await request(sent)).status, lastRefusal(provider)], [401, "client_assertion.once"]);
  time.now += 60;
  assertEquals([(await request(sent)).status, lastRefusal(provider)], [401, "client_assertion.expiry"]);
});

Deno.test("a jti is spent only by an assertion whose signature holds (RFC 7523 section 3)", async () => {
  const claims = { jti: "once" }, forged = { claims, signer: { ...signerOf(other), kid: key.kid } };
  assertEquals((await request(await asserted(provider, signing, forged))).status, 401);
  assertEquals((await request(await asserted(provider, signing, { claims }))).status, 200);
});

Deno.test("legacy_assertion_audience lets one client name an endpoint or a list, and nothing else (OpenID Connect Core section 9)", async () => {
  const older = await addKeyClient(provider, { grant_types }, key);
  const row = (await findClientRow(store, older.client_id))!;
  await amendClient(store, older.client_id, row.version, { legacy_assertion_audience: true }, time.now);
  const status = async (aud: unknown) =>
    (await request(await asserted(provider, older, { claims: { aud } }))).status;
  for (
    const aud of [issuer, `${issuer}/oauth2/token`, [issuer], [
      "https://other.example",
      `${issuer}/oauth2/token`,
    ]]
  ) {
    assertEquals(await status(aud), 200);
  }
  for (const aud of ["https://other.example", ["https://other.example"], [], `${issuer}/`]) {
    assertEquals([await status(aud), lastRefusal(provider)], [401, "client_assertion.audience"]);
  }
});

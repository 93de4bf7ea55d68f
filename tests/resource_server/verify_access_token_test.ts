import { assertEquals } from "@std/assert";
import { generateKey, importSigner, importVerifier } from "../../src/crypto/signing_key.ts";
import { accessTokenClaims, type AccessTokenFacts } from "../../src/protocol/token/access_token.ts";
import { type AccessTokenFault, verifyAccessToken } from "../../src/resource_server/verify_access_token.ts";

const issuer = "https://id.example", resource = "https://orders.example", now = 1_800_000_000;
const { kid, publicJwk, privateKey } = await generateKey("ES256");
const keys = [await importVerifier(publicJwk)], signer = await importSigner(kid, "ES256", privateKey);

const facts: AccessTokenFacts = {
  issuer,
  sub: "9f0b6f2e-6c1c-4f43-9a43-2a1d0a6a1f3e",
  client_id: "c_app",
  audience: [issuer, resource],
  scopes: ["openid", "orders:read"],
  issuedAt: now,
  expiresAt: now + 300,
  jti: "a-token",
  person: { family_id: "5160family", auth_time: now - 60, acr: "1", amr: ["pwd"] },
};
const claims = accessTokenClaims(facts);

const sign = (changed: Readonly<Record<string, unknown>> = {}, typ = "at+jwt") =>
  signer.sign(typ, { ...claims, ...changed });
const verify = (token: string, expected: Partial<Parameters<typeof verifyAccessToken>[1]> = {}) =>
  verifyAccessToken(token, { keys, issuer, audience: resource, now, ...expected });
const faultOf = async (token: string, expected: Parameters<typeof verify>[1] = {}) => {
  const verified = await verify(token, expected);
  return verified.ok ? undefined : verified.error;
};

Deno.test("a token that holds says whose it is, whence, for what and until when (RFC 9068 section 4)", async () => {
  assertEquals(await verify(await sign()), {
    ok: true,
    value: {
      sub: facts.sub,
      client_id: "c_app",
      jti: "a-token",
      issuedAt: now,
      expiresAt: now + 300,
      audience: [issuer, resource],
      scopes: ["openid", "orders:read"],
      family_id: "5160family",
      auth_time: now - 60,
      acr: "1",
    },
  });
});

Deno.test("a client's own token has no family, and one without scopes has none (RFC 9068 section 2.2)", async () => {
  const { person: _, ...own } = facts;
  const token = await signer.sign("at+jwt", accessTokenClaims({ ...own, sub: "c_app", scopes: [] }));
  const verified = await verify(token);
  assertEquals(verified.ok && [verified.value.family_id, verified.value.auth_time, verified.value.scopes], [
    undefined,
    undefined,
    [],
  ]);
});

Deno.test("one audience is a text and several are a list, and either is read (RFC 7519 section 4.1.3)", async () => {
  const one = accessTokenClaims({ ...facts, audience: [resource] });
  assertEquals(one.aud, resource);
  assertEquals(await faultOf(await signer.sign("at+jwt", one)), undefined);
});

const insufficient = "insufficient_user_authentication";
const { sub: _sub, ...withoutSub } = claims;

const faults: Readonly<
  Record<
    string,
    readonly [token: string | Promise<string>, fault: AccessTokenFault, at?: Parameters<typeof verify>[1]]
  >
> = {
  "that is no token": ["abc", "malformed"],
  "that is an ID token": [sign({}, "JWT"), "wrong_type"],
  "whose type is the long form that we do not issue": [sign({}, "application/at+jwt"), "wrong_type"],
  "of another key": [sign(), "unknown_key", { keys: [] }],
  "whose key is of another algorithm": [
    sign(),
    "wrong_algorithm",
    { keys: [{ ...keys[0]!, alg: "RS256" }] },
  ],
  "that was changed": [sign().then((token) => `${token.slice(0, -4)}AAAA`), "bad_signature"],
  "of another issuer": [sign(), "wrong_issuer", { issuer: `${issuer}/t/other` }],
  "without a subject": [signer.sign("at+jwt", withoutSub), "incomplete"],
  "whose subject is a number": [sign({ sub: 7 }), "incomplete"],
  "without a client": [sign({ client_id: undefined }), "incomplete"],
  "without a jti": [sign({ jti: undefined }), "incomplete"],
  "without an expiry": [sign({ exp: undefined }), "incomplete"],
  "whose expiry is a text": [sign({ exp: String(now + 300) }), "incomplete"],
  "without a time of issue": [sign({ iat: undefined }), "incomplete"],
  "that expires this second": [sign(), "expired", { now: now + 300 }],
  "that has expired": [sign(), "expired", { now: now + 10_000 }],
  "from a clock more than ten seconds ahead": [sign(), "issued_in_future", { now: now - 11 }],
  "for another resource": [sign(), "wrong_audience", { audience: "https://invoices.example" }],
  "for a resource whose name begins alike": [sign(), "wrong_audience", { audience: `${resource}/` }],
  "for nobody": [sign({ aud: undefined }), "wrong_audience"],
  "of a sign-in that is too old": [sign(), insufficient, { authentication: { max_age: 59 } }],
  "of a sign-in that is too weak": [sign(), insufficient, { authentication: { acr_values: ["2"] } }],
  "of a sign-in that is strong enough but too old": [sign(), insufficient, {
    authentication: { acr_values: ["1"], max_age: 59 },
  }],
  "that does not say when the person signed in": [sign({ auth_time: undefined }), insufficient, {
    authentication: { max_age: 1_000_000_000 },
  }],
  "that does not say how the person signed in": [sign({ acr: undefined }), insufficient, {
    authentication: { acr_values: ["1"] },
  }],
  "for no text": [sign({ aud: [7, null, { name: resource }] }), "wrong_audience"],
};

for (const [what, [token, fault, expected]] of Object.entries(faults)) {
  Deno.test(`a token ${what} is refused as ${fault} (RFC 9068 section 4)`, async () => {
    assertEquals(await faultOf(await token, expected), fault);
  });
}

Deno.test("every fault is met by a token here (RFC 9068 section 4)", () => {
  const all: Readonly<Record<AccessTokenFault, true>> = {
    malformed: true,
    wrong_type: true,
    unknown_key: true,
    wrong_algorithm: true,
    bad_signature: true,
    wrong_issuer: true,
    incomplete: true,
    expired: true,
    issued_in_future: true,
    wrong_audience: true,
    insufficient_user_authentication: true,
  };
  const met = new Set(Object.values(faults).map(([, fault]) => fault));
  assertEquals(met, new Set(Object.keys(all) as AccessTokenFault[]));
});

Deno.test("a token is good to its last second, and from a clock ten seconds ahead (RFC 7519 section 4.1.4)", async () => {
  assertEquals(await faultOf(await sign(), { now: now + 299 }), undefined);
  assertEquals(await faultOf(await sign(), { now: now - 10 }), undefined);
});

Deno.test("who asks on behalf of others may look at a token for any resource (RFC 7662 section 2.1)", async () => {
  assertEquals(
    await faultOf(await sign({ aud: "https://invoices.example" }), { audience: undefined }),
    undefined,
  );
});

Deno.test("a token of a sign-in as recent and as strong as demanded holds (RFC 9470 section 3)", async () => {
  for (
    const authentication of [
      {},
      { max_age: 60 },
      { acr_values: ["2", "1"] },
      { acr_values: ["1"], max_age: 60 },
    ]
  ) {
    assertEquals(await faultOf(await sign(), { authentication }), undefined, JSON.stringify(authentication));
  }
  assertEquals(
    await faultOf(await sign({ acr: "urn:x" }), { authentication: { acr_values: ["urn:x"] } }),
    undefined,
  );
});

Deno.test("what is wrong with a token is told before what its sign-in lacks (RFC 9470 section 3)", async () => {
  const authentication = { max_age: 1 };
  assertEquals(await faultOf(await sign(), { authentication, now: now + 300 }), "expired");
});

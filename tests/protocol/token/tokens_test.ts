import { assertEquals } from "@std/assert";
import { leftHalfDigest } from "../../../src/crypto/digest.ts";
import { accessTokenClaims, accessTokenType } from "../../../src/protocol/token/access_token.ts";
import { idTokenClaims, idTokenType } from "../../../src/protocol/token/id_token.ts";

const idFacts = {
  issuer: "https://id.example",
  sub: "account-1",
  client_id: "c_example",
  issuedAt: 1_000,
  expiresAt: 4_600,
  auth_time: 900,
  acr: "1",
  amr: ["pwd"],
  sid: "sid-1",
  nonce: "some-nonce",
  at_hash: "hash",
  c_hash: undefined,
  about: {},
} as const;

Deno.test("an ID token states who, for whom, by whom, when and how (OpenID Connect Core section 2 and 3.1.3.6)", () => {
  assertEquals(idTokenClaims(idFacts), {
    iss: "https://id.example",
    sub: "account-1",
    aud: "c_example",
    exp: 4_600,
    iat: 1_000,
    auth_time: 900,
    nonce: "some-nonce",
    acr: "1",
    amr: ["pwd"],
    sid: "sid-1",
    at_hash: "hash",
  });
});

Deno.test("an ID token has a nonce only where the request had one (OpenID Connect Core section 3.1.2.1)", () => {
  assertEquals("nonce" in idTokenClaims({ ...idFacts, nonce: null }), false);
});

Deno.test("an ID token says of the person what was asked for, and nothing that takes the place of its own claims (OpenID Connect Core section 5.5)", () => {
  const about = { name: "Jane Doe", iss: "https://evil.example", acr: "9" };
  const claims = idTokenClaims({ ...idFacts, about });
  assertEquals([claims.name, claims.iss, claims.acr], ["Jane Doe", "https://id.example", "1"]);
});

Deno.test("at_hash is the left half of the digest of the algorithm (OpenID Connect Core section 3.1.3.6)", () => {
  // The example of OpenID Connect Core appendix A.3.
  const token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", hash = "77QmUPtjPfzWtF2AnpK9RQ";
  assertEquals([leftHalfDigest(token, "RS256"), leftHalfDigest(token, "ES256")], [hash, hash]);
  // Ed25519 goes with SHA-512, whose left half is 32 octets.
  assertEquals(leftHalfDigest("abc", "EdDSA"), "3a81oZNherrMQXNJriBBMRLm-k6JqX6iCp7u5ktV05o");
});

const accessFacts = {
  issuer: "https://id.example",
  sub: "account-1",
  client_id: "c_example",
  audience: ["https://id.example"],
  scopes: ["openid", "email"],
  issuedAt: 1_000,
  expiresAt: 1_300,
  jti: "jti-1",
} as const;

Deno.test("an access token of a client itself has what RFC 9068 section 2.2 requires, and no person", () => {
  assertEquals(accessTokenClaims({ ...accessFacts, sub: "c_example" }), {
    iss: "https://id.example",
    sub: "c_example",
    aud: "https://id.example",
    exp: 1_300,
    iat: 1_000,
    jti: "jti-1",
    client_id: "c_example",
    scope: "openid email",
  });
});

Deno.test("an access token of a person says how they signed in, and no more of them (RFC 9068 section 2.2.1)", () => {
  const family = { family_id: "family-1", auth_time: 900, acr: "1", amr: ["pwd"], email: "jane@example.com" };
  const { auth_time, acr, amr, token_family, ...rest } = accessTokenClaims({
    ...accessFacts,
    person: family,
  });
  assertEquals([auth_time, acr, amr, token_family], [900, "1", ["pwd"], "family-1"]);
  assertEquals(Object.keys(rest), ["iss", "sub", "aud", "exp", "iat", "jti", "client_id", "scope"]);
});

Deno.test("one audience is a string and several are a list (RFC 7519 section 4.1.3)", () => {
  const audience = ["https://id.example", "https://api.example"];
  assertEquals(accessTokenClaims({ ...accessFacts, audience }).aud, audience);
});

Deno.test("no kind of token can be taken for the other by its type (RFC 8725 section 3.11, RFC 9068 section 2.1)", () => {
  assertEquals([accessTokenType, idTokenType], ["at+jwt", "JWT"]);
});

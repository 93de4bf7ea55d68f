import { assertEquals } from "@std/assert";
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { verifySoftwareStatement } from "../../src/crypto/software_statement.ts";

const issuer = "https://vendor.example", audience = "https://id.example", now = 1_800_000_000;
const keys = await generateKeyPair("ES256", { extractable: true }), others = await generateKeyPair("ES256");
const jwk = { ...await exportJWK(keys.publicKey), kid: "k1" };
const issuers = [{ issuer, jwks: { keys: [jwk] } }];
const metadata = {
  client_name: "Vendor's App",
  redirect_uris: ["https://vendor.example/cb"],
  software_id: "s1",
};

const sign = (
  claims: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
  key = keys,
) =>
  new SignJWT({ iss: issuer, ...metadata, ...claims }).setProtectedHeader({
    alg: "ES256",
    kid: "k1",
    ...header,
  })
    .sign(key.privateKey);
const verify = (statement: string) => verifySoftwareStatement(statement, { issuers, audience, now });

Deno.test("a software statement of a trusted issuer states metadata, without what is about itself (RFC 7591 section 2.3)", async () => {
  const about = {
    sub: "a",
    aud: [audience, "https://other.example"],
    exp: now + 60,
    nbf: now,
    iat: now,
    jti: "a",
  };
  assertEquals(await verify(await sign(about)), { ok: true, value: metadata });
  assertEquals(await verify(await sign({}, { typ: "JWT" })), { ok: true, value: metadata });
});

const hmac = new TextEncoder().encode(JSON.stringify(jwk));
const unsound = [
  ["malformed", "nonsense"],
  ["malformed", "a.b.c"],
  ["malformed", await sign({}, { typ: "at+jwt" })],
  ["malformed", await sign({}, { jwk })],
  ["malformed", await sign({}, { jku: "https://vendor.example/keys" })],
  ["not_approved", await sign({ iss: "https://stranger.example" })],
  ["not_approved", await sign({ iss: undefined })],
  ["bad_signature", new UnsecuredJWT({ iss: issuer, ...metadata }).encode()],
  ["bad_signature", await sign({}, {}, others)],
  ["bad_signature", await sign({}, { kid: "k2" })],
  ["bad_signature", await new SignJWT({ iss: issuer }).setProtectedHeader({ alg: "HS256" }).sign(hmac)],
  ["bad_signature", `${(await sign()).slice(0, -4)}AAAA`],
  ["wrong_audience", await sign({ aud: "https://other.example" })],
  ["expired", await sign({ exp: now - 10 })],
  ["expired", await sign({ exp: "soon" })],
  ["expired", await sign({ nbf: now + 11 })],
] as const;

for (const [at, [fault, statement]] of unsound.entries()) {
  Deno.test(`an unsound software statement is told as ${fault}: ${at} (RFC 7591 section 3.2.2)`, async () => {
    assertEquals(await verify(statement), { ok: false, error: fault });
  });
}

Deno.test("nobody is trusted where the policy names nobody (RFC 7591 section 2.3)", async () => {
  const statement = await sign();
  const verified = await verifySoftwareStatement(statement, { issuers: [], audience, now });
  assertEquals(verified, { ok: false, error: "not_approved" });
});

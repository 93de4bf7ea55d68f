import { assert, assertEquals } from "@std/assert";
import { calculateJwkThumbprint } from "jose";
import { Buffer } from "node:buffer";
import { type OwnJwtFault, verifyOwnJwt } from "../../src/crypto/own_jwt.ts";
import { generateKey, importSigner, importVerifier, type Signer } from "../../src/crypto/signing_key.ts";
import { signingAlgorithms } from "../../src/domain/client_metadata.ts";

const issuer = "https://id.example", typ = "JWT", claims = { iss: issuer, sub: "somebody" };
const pairs = await Promise.all(signingAlgorithms.map(generateKey));
const keys = await Promise.all(pairs.map(({ publicJwk }) => importVerifier(publicJwk)));
const signers = await Promise.all(
  signingAlgorithms.map((alg, at) => importSigner(pairs[at]!.kid, alg, pairs[at]!.privateKey)),
);
const [rs256, es256, eddsa] = signers as [Signer, Signer, Signer];

const verify = (token: string, expected: Partial<Parameters<typeof verifyOwnJwt>[1]> = {}) =>
  verifyOwnJwt(token, { keys, issuer, typ, ...expected });

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const headerOf = (token: string) => JSON.parse(Buffer.from(token.split(".")[0]!, "base64url").toString());
const withHeader = (token: string, members: object) =>
  token.split(".").with(0, part({ ...headerOf(token), ...members })).join(".");

for (const signer of signers) {
  Deno.test(`what was signed with ${signer.alg} is read back, members in order (RFC 7515 section 5.2)`, async () => {
    const token = await signer.sign(typ, claims);
    assertEquals(headerOf(token), { alg: signer.alg, typ, kid: signer.kid });
    assertEquals(await verify(token), { ok: true, value: claims });
    assertEquals(token.split(".")[1], part(claims));
  });
}

/** Signs any octets with a key of ours, as no code of ours would. */
async function signOctets(text: string): Promise<string> {
  const key = await crypto.subtle.importKey(
    "pkcs8",
    Buffer.from(
      new TextDecoder().decode(pairs[2]!.privateKey).replaceAll(/-----[A-Z ]+-----|\s/g, ""),
      "base64",
    ),
    "Ed25519",
    false,
    ["sign"],
  );
  const input = `${part({ alg: "EdDSA", typ, kid: eddsa.kid })}.${Buffer.from(text).toString("base64url")}`;
  const signature = await crypto.subtle.sign("Ed25519", key, new TextEncoder().encode(input));
  return `${input}.${Buffer.from(signature).toString("base64url")}`;
}

const good = await rs256.sign(typ, claims),
  [header, payload, signature] = good.split(".") as [string, string, string];
const another = await importSigner(
  (await generateKey("RS256")).kid,
  "RS256",
  (await generateKey("RS256")).privateKey,
);

const faults: readonly (readonly [what: string, token: string | Promise<string>, fault: OwnJwtFault])[] = [
  ["no token at all", "", "malformed"],
  ["one part", "abc", "malformed"],
  ["two parts", `${header}.${payload}`, "malformed"],
  ["four parts", `${good}.abc`, "malformed"],
  ["five parts", `${good}.abc.abc`, "malformed"],
  [
    "a header that is no JSON",
    `${Buffer.from("{").toString("base64url")}.${payload}.${signature}`,
    "malformed",
  ],
  ["a header that is a list", `${part([])}.${payload}.${signature}`, "malformed"],
  ...["crit", "zip", "jwk", "jku", "x5u", "x5c", "b64", "cty", "enc", "unheard_of"].map((member) =>
    [`the header member ${member}`, withHeader(good, { [member]: ["x"] }), "malformed"] as const
  ),
  ["another type", es256.sign("at+jwt", claims), "wrong_type"],
  ["the type in other case", es256.sign("jwt", claims), "wrong_type"],
  ["no type", withHeader(good, { typ: undefined }), "wrong_type"],
  ["a foreign kid", withHeader(good, { kid: "foreign" }), "unknown_key"],
  ["no kid", withHeader(good, { kid: undefined }), "unknown_key"],
  ["a kid that is a number", withHeader(good, { kid: 1 }), "unknown_key"],
  ["a key that is not in the set", another.sign(typ, claims), "unknown_key"],
  ["alg none", withHeader(good, { alg: "none" }), "wrong_algorithm"],
  ["an algorithm of another key", withHeader(good, { alg: "ES256" }), "wrong_algorithm"],
  ["another algorithm of the same key", withHeader(good, { alg: "PS256" }), "wrong_algorithm"],
  ["HS256", withHeader(good, { alg: "HS256" }), "wrong_algorithm"],
  ["no algorithm", withHeader(good, { alg: undefined }), "wrong_algorithm"],
  ["another of our keys' kid", withHeader(good, { kid: es256.kid, alg: "ES256" }), "bad_signature"],
  ["another payload", `${header}.${part({ ...claims, sub: "other" })}.${signature}`, "bad_signature"],
  ["no signature", `${header}.${payload}.`, "bad_signature"],
  ["a signature that is no base64url", `${header}.${payload}.***`, "bad_signature"],
  ["a payload that is no JSON", signOctets("not JSON"), "bad_signature"],
  ["a payload that is a list", signOctets("[]"), "malformed"],
  ["a payload that is null", signOctets("null"), "malformed"],
  ["a payload that is a text", signOctets('"text"'), "malformed"],
  ["another issuer", rs256.sign(typ, { ...claims, iss: `${issuer}/` }), "wrong_issuer"],
  ["a list of issuers", rs256.sign(typ, { ...claims, iss: [issuer] }), "wrong_issuer"],
  ["no issuer", rs256.sign(typ, { sub: "somebody" }), "wrong_issuer"],
];

for (const [what, token, fault] of faults) {
  Deno.test(`a token with ${what} is refused as ${fault} (RFC 8725 section 3)`, async () => {
    assertEquals(await verify(await token), { ok: false, error: fault });
  });
}

Deno.test("every fault is met by a token here (RFC 8725 section 3)", () => {
  const all: Readonly<Record<OwnJwtFault, true>> = {
    malformed: true,
    wrong_type: true,
    unknown_key: true,
    wrong_algorithm: true,
    bad_signature: true,
    wrong_issuer: true,
  };
  assertEquals(new Set(faults.map(([, , fault]) => fault)), new Set(Object.keys(all) as OwnJwtFault[]));
});

Deno.test("without keys nothing is believed (RFC 8725 section 3.8)", async () => {
  assertEquals(await verify(good, { keys: [] }), { ok: false, error: "unknown_key" });
});

Deno.test("a key is named by its thumbprint, and its public part holds no private member (RFC 7638 section 3)", async () => {
  for (const { kid, publicJwk } of pairs) {
    const { kid: _kid, use: _use, alg: _alg, ...jwk } = publicJwk;
    assertEquals(await calculateJwkThumbprint(jwk), kid);
    for (const member of ["d", "p", "q", "dp", "dq", "qi", "k"]) assert(!(member in publicJwk), member);
  }
  assertEquals(Buffer.from(pairs[0]!.publicJwk.n!, "base64url").length * 8, 2048);
});

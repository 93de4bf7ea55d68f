import { assert, assertEquals } from "@std/assert";
import { clientEncryptionAlgorithms, clientSigningAlgorithms } from "../../../src/domain/client_metadata.ts";
import {
  type JwkFault,
  jwkFault,
  jwkWords,
  mostKeys,
  readJwks,
} from "../../../src/protocol/client/client_jwks.ts";
import { encryptsBy, isSameAlgorithm, verifies } from "../../../src/protocol/client/client_key_fit.ts";

/** A number of that many bits, as RFC 7518 section 2 writes it. */
function number(bits: number): string {
  const octets = new Uint8Array(Math.ceil(bits / 8)).fill(0x55);
  octets[0] = 1 << ((bits - 1) % 8);
  return btoa(String.fromCharCode(...octets)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

const octets = (count: number) => number(count * 8);
const rsa = (bits: number, e = "AQAB") => ({ kty: "RSA", n: number(bits), e });
const ec = (crv: string, count: number) => ({ kty: "EC", crv, x: octets(count), y: octets(count) });
const okp = (crv: string) => ({ kty: "OKP", crv, x: octets(32) });

const keys = {
  rsa: rsa(2048),
  p256: ec("P-256", 32),
  p384: ec("P-384", 48),
  p521: ec("P-521", 66),
  ed25519: okp("Ed25519"),
  x25519: okp("X25519"),
};

const taken = [
  ...Object.values(keys),
  rsa(2048, "Aw"),
  rsa(3072),
  rsa(8192),
  {
    ...keys.p256,
    kid: "a",
    use: "sig",
    alg: "ES256",
    key_ops: ["verify"],
    x5t: "abc",
    "of-mine": { any: 1 },
  },
];

const refused: Readonly<Record<JwkFault, readonly unknown[]>> = {
  not_a_key: [
    undefined,
    null,
    "key",
    [],
    { ...keys.rsa, n: undefined },
    { ...keys.rsa, e: "" },
    { ...keys.rsa, n: "!!" },
    { ...keys.p256, y: undefined },
    { ...keys.p256, x: octets(31) },
    { ...keys.p256, x: octets(33) },
    { ...keys.ed25519, x: octets(31) },
    { ...keys.p256, kid: 1 },
    { ...keys.p256, kid: "k".repeat(1001) },
    { ...keys.p256, use: ["sig"] },
    { ...keys.p256, alg: null },
    { ...keys.p256, key_ops: "verify" },
    { ...keys.p256, key_ops: [1] },
  ],
  symmetric: [{ kty: "oct" }, { kty: "oct", k: octets(32) }],
  private: ["d", "p", "q", "dp", "dq", "qi", "oth", "k"].map((name) => ({ ...keys.rsa, [name]: "AQAB" })),
  unknown_type: [
    {},
    { kty: "rsa" },
    { kty: 1 },
    ec("secp256k1", 32),
    ec("P-192", 24),
    okp("Ed448"),
    { ...keys.p256, kty: "OKP" },
    { ...keys.ed25519, kty: "EC" },
    { ...keys.p256, crv: "__proto__" },
  ],
  weak: [
    rsa(512),
    rsa(1024),
    rsa(2047),
    rsa(8193),
    rsa(16384),
    rsa(2048, "AQ"),
    rsa(2048, "AA"),
    rsa(2048, number(33)),
    rsa(2048, number(2048)),
    // Padded with zeros to look longer.
    { ...keys.rsa, n: `${"A".repeat(1000)}${number(1024)}` },
  ],
};

Deno.test("a public key of each type and curve may be a client's (RFC 7518 section 6, RFC 8037 section 2)", () => {
  for (const key of taken) assertEquals([key, jwkFault(key)], [key, undefined]);
});

for (const [why, values] of Object.entries(refused)) {
  Deno.test(`a client's key is refused as ${why} (RFC 7517 section 4)`, () => {
    for (const value of values) assertEquals([value, jwkFault(value)], [value, why as JwkFault]);
    assert(jwkWords[why as JwkFault].startsWith("must be "));
  });
}

Deno.test("a fetched key set keeps the keys that can be used and passes over the rest (RFC 7517 section 5)", () => {
  const read = readJwks({ keys: [...Object.values(refused).flat(), keys.rsa, keys.p256].slice(-mostKeys) });
  assertEquals(read, { ok: true, value: [keys.rsa, keys.p256] });
  assertEquals(readJwks({ keys: [] }), { ok: true, value: [] });
});

Deno.test("what is no key set, or has more than 50 keys, is refused as a whole", () => {
  for (const document of [undefined, null, 1, "keys", [], {}, { keys: {} }, { keys: "a" }, { Keys: [] }]) {
    assertEquals(readJwks(document), { ok: false, error: "not_a_jwks" });
  }
  assert(readJwks({ keys: Array(50).fill(keys.p256) }).ok);
  assertEquals(readJwks({ keys: Array(51).fill(keys.p256) }), { ok: false, error: "too_many_keys" });
});

Deno.test("each signing algorithm takes the key of its own type and curve, and no other (RFC 7518 section 3, RFC 8037 section 3.1)", () => {
  const due = (alg: string) =>
    alg.startsWith("ES")
      ? { ES256: "p256", ES384: "p384", ES512: "p521" }[alg]
      : alg.startsWith("Ed")
      ? "ed25519"
      : "rsa";
  for (const alg of clientSigningAlgorithms) {
    const fitting = Object.entries(keys).filter(([, key]) => verifies(key, alg)).map(([name]) => name);
    assertEquals([alg, ...fitting], [alg, due(alg)]);
  }
});

Deno.test("each encryption algorithm takes the keys of its own type, and no signing curve (RFC 7518 section 4)", () => {
  for (const alg of clientEncryptionAlgorithms) {
    const fitting = Object.entries(keys).filter(([, key]) => encryptsBy(key, alg)).map(([name]) => name);
    assertEquals([alg, ...fitting], [
      alg,
      ...alg.startsWith("RSA") ? ["rsa"] : ["p256", "p384", "p521", "x25519"],
    ]);
  }
});

Deno.test("a key is used for nothing else than it says: use, key_ops and alg (RFC 7517 section 4.2 to 4.4)", () => {
  const { p256, ed25519 } = keys;
  const signs = [
    { ...p256, use: "sig" },
    { ...p256, key_ops: ["verify", "sign"] },
    { ...p256, alg: "ES256" },
  ];
  const doesNot = [
    { ...p256, use: "enc" },
    { ...p256, use: "other" },
    { ...p256, key_ops: ["deriveKey"] },
    { ...p256, key_ops: [] },
    { ...p256, alg: "ES384" },
    { ...p256, alg: "ECDH-ES" },
  ];
  assertEquals([...signs, ...doesNot].map((key) => verifies(key, "ES256")), [
    ...signs.map(() => true),
    ...doesNot.map(() => false),
  ]);
  const encrypts = [{ ...p256, use: "enc" }, { ...p256, key_ops: ["deriveBits"] }, {
    ...p256,
    alg: "ECDH-ES",
  }];
  assertEquals([...encrypts, ...signs].map((key) => encryptsBy(key, "ECDH-ES")), [
    ...encrypts.map(() => true),
    ...signs.map(() => false),
  ]);
  assert(
    verifies({ ...ed25519, alg: "Ed25519" }, "EdDSA") && verifies({ ...ed25519, alg: "EdDSA" }, "Ed25519"),
  );
  assert(isSameAlgorithm("EdDSA", "Ed25519") && !isSameAlgorithm("ES256", "ES384"));
});

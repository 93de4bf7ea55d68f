import { assertEquals } from "@std/assert";
import { CompactEncrypt, importJWK } from "jose";
import { type Decrypter, decryptJwe, importDecrypter } from "../../src/crypto/decrypt.ts";
import { generateKey } from "../../src/crypto/signing_key.ts";
import { contentEncryptionAlgorithms, decryptionAlgorithms } from "../../src/domain/provider_key.ts";

/** A key of ours: what is published of it, and what opens. */
async function makeKey(alg: typeof decryptionAlgorithms[number]) {
  const { kid, publicJwk, privateKey } = await generateKey(alg);
  const key = await importJWK(publicJwk, alg) as CryptoKey;
  return { kid, alg, publicJwk, key, decrypter: await importDecrypter(kid, alg, privateKey) };
}

const [rsa, ec, other] = await Promise.all([makeKey("RSA-OAEP-256"), makeKey("ECDH-ES"), makeKey("ECDH-ES")]);
const ours: readonly Decrypter[] = [rsa.decrypter, ec.decrypter];

interface Header {
  readonly alg: string;
  readonly enc: string;
  readonly [name: string]: unknown;
}

const encrypt = (header: Header, key: CryptoKey | Uint8Array, text: string | Uint8Array = "a.b.c") =>
  new CompactEncrypt(typeof text === "string" ? new TextEncoder().encode(text) : text)
    .setProtectedHeader(header).encrypt(key);

const outcome = async (jwe: string, keys = ours) => {
  const opened = await decryptJwe(jwe, keys);
  return opened.ok ? opened.value : opened.error;
};

for (const { alg, kid, key, publicJwk } of [rsa, ec]) {
  for (const enc of contentEncryptionAlgorithms) {
    Deno.test(`what is encrypted with ${alg} and ${enc} to the published key opens, with its kid and without (RFC 7516 section 5.2)`, async () => {
      assertEquals([publicJwk.use, publicJwk.alg, "d" in publicJwk], ["enc", alg, false]);
      assertEquals(await outcome(await encrypt({ alg, enc, kid }, key)), "a.b.c");
      assertEquals(await outcome(await encrypt({ alg, enc }, key)), "a.b.c");
      const full = {
        alg,
        enc,
        kid,
        typ: "oauth-authz-req+jwt",
        cty: "JWT",
        iss: "c_1",
        aud: "https://id.example",
      };
      assertEquals(await outcome(await encrypt(full, key)), "a.b.c");
    });
  }
}

Deno.test("of two keys of an algorithm the one that was meant opens, named or not (RFC 7516 section 5.2)", async () => {
  const both = [ec.decrypter, other.decrypter], header = { alg: "ECDH-ES", enc: "A256GCM" };
  for (const { kid, key } of [ec, other]) {
    assertEquals(await outcome(await encrypt({ ...header, kid }, key), both), "a.b.c");
    assertEquals(await outcome(await encrypt(header, key), both), "a.b.c");
  }
  assertEquals(await outcome(await encrypt({ ...header, kid: other.kid }, ec.key), both), "undecipherable");
});

const secret = crypto.getRandomValues(new Uint8Array(32));

Deno.test("no algorithm but those of our keys is taken (RFC 8725 section 3.1)", async () => {
  const enc = "A256GCM";
  for (
    const [alg, key] of [["dir", secret], ["A256KW", secret], ["RSA-OAEP", rsa.key], [
      "ECDH-ES+A256KW",
      ec.key,
    ]] as const
  ) {
    const usable = alg === "RSA-OAEP" ? await importJWK({ ...rsa.publicJwk, alg }, alg) as CryptoKey : key;
    assertEquals(await outcome(await encrypt({ alg, enc }, usable)), "wrong_algorithm", alg);
  }
  assertEquals(
    await outcome(await encrypt({ alg: "RSA-OAEP-256", enc: "A192GCM" }, rsa.key)),
    "wrong_algorithm",
  );
  assertEquals(
    await outcome(await encrypt({ alg: "RSA-OAEP-256", enc }, rsa.key), [ec.decrypter]),
    "wrong_algorithm",
  );
});

Deno.test("a key that is not ours is told from a text that does not open (RFC 7516 section 5.2)", async () => {
  const header = { alg: "ECDH-ES", enc: "A256GCM" };
  assertEquals(await outcome(await encrypt({ ...header, kid: "unheard-of" }, ec.key)), "unknown_key");
  assertEquals(await outcome(await encrypt(header, other.key)), "undecipherable");
  const jwe = await encrypt({ ...header, kid: ec.kid }, ec.key);
  assertEquals(await outcome(`${jwe.slice(0, -6)}AAAAAA`), "undecipherable");
  assertEquals(await outcome(await encrypt(header, ec.key, new Uint8Array([0xff, 0xfe]))), "undecipherable");
});

Deno.test("a header with anything that is not needed, and whatever is no JWE, is refused unopened (RFC 8725 section 3.6)", async () => {
  const header = { alg: "ECDH-ES", enc: "A256GCM", kid: ec.kid };
  const jwe = await encrypt(header, ec.key), [, ...rest] = jwe.split(".");
  const [epk] = [JSON.parse(atob(jwe.split(".")[0]!.replaceAll("-", "+").replaceAll("_", "/"))).epk];
  for (
    const more of [{ zip: "DEF" }, { crit: ["exp"], exp: 1 }, { jwk: {} }, { jku: "https://evil.example" }, {
      x5c: [],
    }, { p2c: 1 }]
  ) {
    const bent = btoa(JSON.stringify({ ...header, epk, ...more })).replaceAll("+", "-").replaceAll("/", "_")
      .replaceAll("=", "");
    assertEquals(await outcome([bent, ...rest].join(".")), "malformed", JSON.stringify(more));
  }
  for (const text of ["", "a.b.c", "a.b.c.d.e", `${jwe}.x`, "e30.e30.e30", "...."]) {
    assertEquals(["malformed", "wrong_algorithm"].includes(await outcome(text)), true, text);
  }
});

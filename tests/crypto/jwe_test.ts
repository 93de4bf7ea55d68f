import { assert, assertEquals, assertRejects } from "@std/assert";
import { compactDecrypt, decodeProtectedHeader, generateKeyPair } from "jose";
import { encryptTo } from "../../src/crypto/jwe.ts";
import {
  clientContentAlgorithms,
  type ClientEncryptionAlgorithm,
  clientEncryptionAlgorithms,
} from "../../src/domain/client_metadata.ts";

const curves = ["P-256", "P-384", "P-521", "X25519"];
const isAgreement = (alg: string) => alg.startsWith("ECDH-ES");
const pairOf = (alg: string, crv = "P-256") => generateKeyPair(alg, isAgreement(alg) ? { crv } : {});

for (const alg of clientEncryptionAlgorithms) {
  for (const enc of clientContentAlgorithms) {
    Deno.test(`what is encrypted by ${alg} and ${enc} is read by the one who has the private key, and by nobody else (RFC 7518 section 4.1 and 5.1)`, async () => {
      const { publicKey, privateKey } = await pairOf(alg), other = await pairOf(alg);
      const jwe = await encryptTo({ key: publicKey, alg, enc, kid: "enc-1" }, "Grüße", "JWT");
      const { plaintext, protectedHeader } = await compactDecrypt(jwe, privateKey);
      assertEquals(new TextDecoder().decode(plaintext), "Grüße");
      const { epk, ...header } = protectedHeader;
      assertEquals(header, { alg, enc, kid: "enc-1", cty: "JWT" });
      assertEquals(epk !== undefined, isAgreement(alg));
      await assertRejects(() => compactDecrypt(jwe, other.privateKey));
    });
  }
}

for (const crv of curves) {
  Deno.test(`a key on ${crv} is agreed with by every algorithm of that kind (RFC 7518 section 4.6, RFC 8037 section 3.2)`, async () => {
    for (const alg of clientEncryptionAlgorithms.filter(isAgreement)) {
      const { publicKey, privateKey } = await pairOf(alg, crv);
      const jwe = await encryptTo({ key: publicKey, alg, enc: "A256GCM", kid: undefined }, "{}", undefined);
      assertEquals(new TextDecoder().decode((await compactDecrypt(jwe, privateKey)).plaintext), "{}");
    }
  });
}

Deno.test("a JWE says nothing that is not so: no kid and no cty where there is none, and never zip (RFC 7516 section 4.1)", async () => {
  const { publicKey } = await pairOf("RSA-OAEP");
  const one = { key: publicKey, alg: "RSA-OAEP", enc: "A128CBC-HS256", kid: undefined } as const;
  const jwe = await encryptTo(one, "x".repeat(1000), undefined);
  assertEquals(decodeProtectedHeader(jwe), { alg: "RSA-OAEP", enc: "A128CBC-HS256" });
  assert(jwe.length > 1000);
});

Deno.test("the same text is never encrypted to the same bytes (RFC 7516 section 5.1)", async () => {
  const { publicKey } = await pairOf("ECDH-ES");
  const to = { key: publicKey, alg: "ECDH-ES", enc: "A128GCM", kid: undefined } as const;
  assert(await encryptTo(to, "{}", undefined) !== await encryptTo(to, "{}", undefined));
});

Deno.test("neither RSA1_5 nor an algorithm for a shared secret is among them (RFC 8725 section 3.2)", () => {
  const allowed: readonly ClientEncryptionAlgorithm[] = clientEncryptionAlgorithms;
  assertEquals(allowed.filter((alg) => !/^(RSA-OAEP|ECDH-ES)/.test(alg)), []);
});

import { assert, assertEquals, assertMatch } from "@std/assert";
import { equalInConstantTime, leftHalfDigest, sha256 } from "../../src/crypto/digest.ts";
import { base62, mintId, mintSubject, systemRandom } from "../../src/crypto/random.ts";

Deno.test("the challenge of the published verifier is the published one (RFC 7636 appendix B)", () => {
  const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  assertEquals(sha256(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
});

Deno.test("the hashes of the published token and code are the published ones (OpenID Connect Core appendix A.4 and A.6)", () => {
  assertEquals(
    leftHalfDigest("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", "RS256"),
    "77QmUPtjPfzWtF2AnpK9RQ",
  );
  const code = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk";
  assertEquals(leftHalfDigest(code, "ES256"), "LDktKdoQak3Pk0cnXxCltA");
});

Deno.test("with EdDSA the hash is the left half of SHA-512, so twice as long (OpenID Connect Core section 3.1.3.6)", () => {
  assertEquals([leftHalfDigest("a", "RS256").length, leftHalfDigest("a", "EdDSA").length], [22, 43]);
});

Deno.test("texts are equal only where every byte and the length are (RFC 9700 section 4.16)", () => {
  assert(equalInConstantTime("", "") && equalInConstantTime("ünï", "ünï"));
  for (const [left, right] of [["a", "b"], ["a", "aa"], ["", "a"], ["a\0", "a"]] as const) {
    assert(!equalInConstantTime(left, right));
  }
});

Deno.test("bytes as base 62 are as many characters for any value, and no two values share them (RFC 4648 section 3.5)", () => {
  assertEquals(base62(new Uint8Array(16)), "0".repeat(22));
  assertMatch(base62(new Uint8Array(16).fill(255)), /^[0-9A-Za-z]{22}$/);
  const texts = Array.from({ length: 256 }, (_, value) => base62(new Uint8Array([0, value])));
  assertEquals(new Set(texts).size, 256);
  assertEquals(texts.toSorted(), texts, "The order of values is the order of texts");
});

Deno.test("identifiers of rows, of people and of clients are told apart by their shape (RFC 9700 section 4.15)", () => {
  assertMatch(mintId(systemRandom), /^[0-9A-Za-z]{22}$/);
  assertMatch(
    mintSubject(systemRandom),
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});

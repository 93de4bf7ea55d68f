import { assert, assertEquals, assertFalse } from "@std/assert";
import fc from "fast-check";
import { sha256 } from "../../../src/crypto/digest.ts";
import {
  codeChallengeMethods,
  isCodeChallenge,
  isCodeVerifier,
} from "../../../src/protocol/authorize/pkce.ts";

const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

Deno.test("the verifier of RFC 7636 appendix B gives its challenge", () => {
  assertEquals(sha256(verifier), challenge);
  assert(isCodeVerifier(verifier) && isCodeChallenge(challenge));
});

Deno.test("S256 is the one method (RFC 9700 section 2.1.1)", () => {
  assertEquals([...codeChallengeMethods], ["S256"]);
});

Deno.test("a verifier has 43 to 128 unreserved characters (RFC 7636 section 4.1)", () => {
  for (const length of [43, 44, 127, 128]) assert(isCodeVerifier("~".repeat(length)), `${length}`);
  for (const length of [0, 1, 42, 129, 1000]) assertFalse(isCodeVerifier("a".repeat(length)), `${length}`);
  for (const character of [" ", "+", "/", "=", "%", "\n", "\0", "\u00e9"]) {
    assertFalse(isCodeVerifier("a".repeat(43) + character), JSON.stringify(character));
  }
});

Deno.test("a challenge is 43 characters of base64url, without padding (RFC 7636 section 4.2)", () => {
  const others = [
    "",
    challenge.slice(1),
    `${challenge}A`,
    `${challenge}=`,
    challenge.replace("-", "+"),
    `${challenge}\n`,
  ];
  for (const text of others) assertFalse(isCodeChallenge(text), text);
});

Deno.test("whatever verifier is used, its digest is a challenge (RFC 7636 section 4.2)", () => {
  const unreserved = fc.constantFrom(..."ABCXYZabcxyz019-._~");
  fc.assert(fc.property(fc.string({ unit: unreserved, minLength: 43, maxLength: 128 }), (text) => {
    assert(isCodeVerifier(text) && isCodeChallenge(sha256(text)));
  }));
});

import { assert, assertEquals, assertMatch, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { pairwiseSubjects } from "../../src/crypto/pairwise_subject.ts";
import { mintSubject } from "../../src/crypto/random.ts";

const salt = new Uint8Array(32).map((_, i) => i);
const subjects = pairwiseSubjects(salt);
const account = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) =>
  mintSubject(() => bytes.slice())
);
const sector = fc.domain();
const ada = "0c2d4f61-8293-4a4b-8c5d-6e7f80912a3b";

Deno.test("a pairwise subject identifier is the same on every server that has the salt, for ever (OpenID Connect Core section 8.1)", () => {
  // As openssl enc -aes-256-ecb -nopad answers under the HKDF-SHA256 key that Python's hmac makes.
  assertEquals(subjects.subject("app.example", ada), "p_bWv9oqEZn2SC33T44nWVlg");
});

Deno.test("it leads back to its account in its own sector, and to no account elsewhere (OpenID Connect Core section 8.1)", () => {
  fc.assert(fc.property(account, sector, sector, (id, here, there) => {
    const sub = subjects.subject(here, id);
    assertEquals(subjects.account(here, sub), id);
    if (here !== there) assertNotEquals(subjects.account(there, sub), id);
  }));
});

Deno.test("another sector, another account and another salt each make another one (OpenID Connect Core section 8.1)", () => {
  fc.assert(fc.property(account, account, sector, sector, (one, other, here, there) => {
    const sub = subjects.subject(here, one);
    if (one !== other) assertNotEquals(subjects.subject(here, other), sub);
    if (here !== there) assertNotEquals(subjects.subject(there, one), sub);
    assertNotEquals(pairwiseSubjects(new Uint8Array(32)).subject(here, one), sub);
  }));
});

Deno.test("it is no account's id, no client_id and no URL, and fits into 255 ASCII characters (RFC 9700 section 4.15, OpenID Connect Core section 2)", () => {
  fc.assert(fc.property(account, sector, (id, here) => {
    assertMatch(subjects.subject(here, id), /^p_[A-Za-z0-9_-]{22}$/);
  }));
});

Deno.test("what was never given out leads to nobody: other marks, lengths, alphabets and spellings", () => {
  const sub = subjects.subject("app.example", ada);
  const last = sub.at(-1)!, alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  // The last character has four bits that mean nothing: fifteen others decode to the same bytes.
  const sibling = alphabet[alphabet.indexOf(last) ^ 1]!;
  const others = ["", "p_", ada, sub.slice(2), `c_${sub.slice(2)}`, sub.slice(0, -1), `${sub}A`, `${sub}==`];
  for (const text of [...others, sub.slice(0, -1) + sibling, ` ${sub}`, sub.replace(/./g, "€")]) {
    assertEquals(subjects.account("app.example", text), undefined, text);
  }
});

Deno.test("an identifier that was made up leads to a UUID once in 64 times at most, and so to an account never", () => {
  const found = Array.from({ length: 640 }, (_, n) => {
    const block = new Uint8Array(16).fill(n % 256).fill(n >> 8, 0, 8);
    return subjects.account(
      "app.example",
      `p_${btoa(String.fromCharCode(...block)).replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_")}`,
    );
  });
  assert(found.filter((id) => id !== undefined).length < 40);
});

Deno.test("an account whose id is no UUID has none: it would not be told from another", () => {
  for (const id of ["account-1", ada.toUpperCase(), `${ada}0`, ""]) {
    assertThrows(() => subjects.subject("app.example", id), Error, "UUID");
  }
});

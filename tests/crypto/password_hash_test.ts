import { assert, assertEquals, assertMatch, assertNotEquals, assertRejects } from "@std/assert";
import { passwordHasher } from "../../src/crypto/password_hash.ts";
import { systemRandom } from "../../src/crypto/random.ts";

const hasher = passwordHasher(systemRandom, { slots: 2, queue: 64 });
const stored = await hasher.hash("correct horse battery staple");

Deno.test("a password is stored as Argon2id with 19 MiB, 2 passes and a salt of its own (RFC 9106 section 4, OWASP Password Storage Cheat Sheet)", async () => {
  const shape = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/;
  assertMatch(stored, shape);
  assertNotEquals(await hasher.hash("correct horse battery staple"), stored);
});

Deno.test("a hash says yes to its password and to no other (RFC 9106 section 3)", async () => {
  assertEquals(await hasher.verify("correct horse battery staple", stored), true);
  for (const wrong of ["", "correct horse battery stapl", "Correct horse battery staple"]) {
    assertEquals(await hasher.verify(wrong, stored), false, wrong);
  }
});

Deno.test("the reference implementation's hashes are verified with the cost that they name (RFC 9106 section 3.1)", async () => {
  const published = [
    "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
    "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
  ];
  for (const hash of published) {
    assertEquals([await hasher.verify("password", hash), await hasher.verify("Password", hash)], [
      true,
      false,
    ]);
  }
});

Deno.test("without a stored hash the same work is done, and the answer is no (RFC 9700 section 4.16)", async () => {
  const salts: string[] = [], { subtle } = crypto, derive = subtle.deriveBits;
  subtle.deriveBits = (algorithm, key, length) => {
    const { name: _, nonce, ...cost } = algorithm as unknown as { name: string; nonce: Uint8Array };
    salts.push(JSON.stringify({ ...cost, salt: nonce.length }));
    return derive.call(subtle, algorithm, key, length);
  };
  try {
    assertEquals(await hasher.verify("a guess", undefined), false);
    assertEquals(await hasher.verify("a guess", stored), false);
  } finally {
    subtle.deriveBits = derive;
  }
  assertEquals([salts.length, salts[0]], [2, salts[1]!]);
});

Deno.test("at most so many are hashed at once, so many wait, and more are told that it is busy (OWASP Denial of Service Cheat Sheet)", async () => {
  const { subtle } = crypto, derive = subtle.deriveBits, release: (() => void)[] = [];
  let running = 0, most = 0;
  subtle.deriveBits = async () => {
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => release.push(resolve));
    running--;
    return new ArrayBuffer(32);
  };
  try {
    const small = passwordHasher(systemRandom, { slots: 2, queue: 3 });
    const asked = Array.from({ length: 7 }, () => small.verify("a guess", undefined));
    assertEquals([await asked[5], await asked[6]], ["busy", "busy"]);
    assertEquals(await small.hash("a new one"), "busy");
    let done = 0;
    for (const answer of asked) answer.then(() => done++);
    while (done < 7) {
      release.splice(0).forEach((go) => go());
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    assertEquals([most, running, release.length], [2, 0, 0]);
    const again = small.verify("a guess", undefined);
    while (release.length === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    release.splice(0).forEach((go) => go());
    assertEquals(await again, false);
  } finally {
    subtle.deriveBits = derive;
  }
});

Deno.test("whoever waited too long for a hash is told that it is busy, and the others keep their turn", async () => {
  const { subtle } = crypto, derive = subtle.deriveBits, release: (() => void)[] = [];
  subtle.deriveBits = async () => {
    await new Promise<void>((resolve) => release.push(resolve));
    return new ArrayBuffer(32);
  };
  try {
    const impatient = passwordHasher(systemRandom, { slots: 1, queue: 5, waitMs: 20 });
    const first = impatient.verify("a guess", undefined);
    assertEquals(await impatient.verify("a guess", undefined), "busy");
    const next = impatient.verify("a guess", undefined);
    release.splice(0).forEach((go) => go());
    assertEquals(await first, false);
    while (release.length === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    release.splice(0).forEach((go) => go());
    assertEquals(await next, false);
  } finally {
    subtle.deriveBits = derive;
  }
});

Deno.test("a hash that cannot be read is a fault of ours, and its slot is given back (RFC 9106 section 3)", async () => {
  const one = passwordHasher(systemRandom, { slots: 1, queue: 0 });
  for (const broken of ["", "plain text", "$argon2i$v=19$m=1,t=1,p=1$c29tZQ$c29tZQ", "$2b$10$abc"]) {
    const fault = await assertRejects(
      () => one.verify("a guess", broken),
      Error,
      "not an Argon2id PHC string",
    );
    assert(broken === "" || !fault.message.includes(broken));
  }
  assertEquals(await one.verify("correct horse battery staple", stored), true);
});

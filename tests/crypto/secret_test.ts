import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { systemRandom } from "../../src/crypto/random.ts";
import {
  bucketOfId,
  mintBucketedId,
  mintSecret,
  parseSecret,
  type SecretKind,
  secretKinds,
  withoutSecrets,
} from "../../src/crypto/secret.ts";
import { sha256 } from "../../src/crypto/digest.ts";
import { bucketOf, day } from "../../src/domain/time.ts";

const expiresAt = 1_800_000_000, kinds = Object.keys(secretKinds) as SecretKind[];

for (const kind of kinds) {
  Deno.test(`a secret of kind ${kind} has its mark, its bucket and its entropy, and is found by its digest (RFC 6749 section 10.10)`, () => {
    const { mark, entropy } = secretKinds[kind], secret = mintSecret(kind, expiresAt, systemRandom);
    const text = secret.reveal(), width = Math.ceil(entropy * 8 / Math.log2(62));
    assert(entropy >= 32, "Nobody types it, so it has 256 bits");
    assertMatch(
      text,
      new RegExp(`^lk_${mark}_${bucketOf(expiresAt).toString(16)}[0-9A-Za-z]{${width}}[0-9A-Za-z]{6}$`),
    );
    assertEquals(parseSecret(kind, text), { bucket: bucketOf(expiresAt), digest: sha256(text) });
    assertEquals(secret.handle, parseSecret(kind, text));
  });
}

Deno.test("a secret that a client signs with is long enough for each HMAC (RFC 7518 section 3.2)", () => {
  assert(mintSecret("sealed_client_secret", 0, systemRandom).reveal().length >= 64);
});

Deno.test("no two kinds share a mark, and none is read as another (RFC 8725 section 3.12)", () => {
  assertEquals(new Set(kinds.map((kind) => secretKinds[kind].mark)).size, kinds.length);
  for (const kind of kinds) {
    const text = mintSecret(kind, expiresAt, systemRandom).reveal();
    assertEquals(kinds.filter((other) => parseSecret(other, text)), [kind]);
  }
});

Deno.test("a secret that was mistyped is told by its checksum, whichever character it is (RFC 6749 section 10.10)", () => {
  const text = mintSecret("client_secret", expiresAt, systemRandom).reveal();
  for (let at = 0; at < text.length; at++) {
    const wrong = text.slice(0, at) + (text[at] === "a" ? "b" : "a") + text.slice(at + 1);
    assertEquals(parseSecret("client_secret", wrong), undefined, wrong);
  }
});

Deno.test("what is longer, shorter or of other characters than a secret is not looked up (RFC 6749 section 10.10)", () => {
  const text = mintSecret("refresh_token", expiresAt, systemRandom).reveal();
  const others = [
    "",
    "lk_rt_",
    text.slice(0, -1),
    `${text}0`,
    ` ${text}`,
    `${text}\n`,
    text.toUpperCase(),
    `${text.slice(0, -1)}-`,
    text + "0".repeat(100),
  ];
  for (const other of others) assertEquals(parseSecret("refresh_token", other), undefined, other);
});

Deno.test("two secrets are never the same, and every random bit is in the text (RFC 4086 section 1)", () => {
  const minted = (random: typeof systemRandom) => mintSecret("browser", expiresAt, random).reveal();
  assertNotEquals(minted(systemRandom), minted(systemRandom));
  const zero = minted((length) => new Uint8Array(length)), texts = new Set([zero]);
  for (let bit = 0; bit < 256; bit++) {
    texts.add(minted((length) => {
      const bytes = new Uint8Array(length);
      bytes[bit >> 3] = 1 << (bit & 7);
      return bytes;
    }));
  }
  assertEquals([texts.size, new Set([...texts].map(({ length }) => length)).size], [257, 1]);
});

Deno.test("a secret prints its kind only: in the console, in JSON, in a template, in an error (RFC 9700 section 4.3.2)", () => {
  const secret = mintSecret("refresh_token", expiresAt, systemRandom);
  const printed = [
    Deno.inspect(secret),
    Deno.inspect({ deep: [{ secret }] }, { depth: 9, showHidden: true }),
    JSON.stringify(secret),
    JSON.stringify({ deep: [{ secret }] }),
    `${secret}`,
    String(secret),
    new Error(`failed for ${secret}`).stack ?? "",
    Object.prototype.toString.call(secret),
  ];
  const lines: unknown[] = [], { log } = console;
  console.log = (...told: unknown[]) => lines.push(told.map((value) => Deno.inspect(value)).join(" "));
  try {
    console.log("secret", secret, { secret });
  } finally {
    console.log = log;
  }
  for (const text of [...printed, ...lines.map(String)]) {
    assert(!text.includes(secret.reveal()), text);
    assert(!text.includes(secret.handle.digest), text);
  }
  assert(printed[0]!.includes("refresh_token"));
});

Deno.test("a secret cannot be changed into another (RFC 6749 section 10.10)", () => {
  assert(Object.isFrozen(mintSecret("browser", expiresAt, systemRandom)));
});

Deno.test("secrets and signed tokens are taken out of a text that is written down (RFC 9700 section 4.3.2)", () => {
  const secret = mintSecret("authorization_code", expiresAt, systemRandom).reveal();
  const jwt = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
  assertEquals(withoutSecrets(`code=${secret}&hint=${jwt}.`), "code=[secret ac]&hint=[JWT].");
  assertEquals(withoutSecrets("nothing to hide: lk, eyJ"), "nothing to hide: lk, eyJ");
});

Deno.test("an identifier carries the day of its row, and an identifier without one is in no partition (RFC 9562 section 6.11)", () => {
  for (const at of [0, day - 1, day, expiresAt]) {
    const id = mintBucketedId(at, systemRandom);
    assertMatch(id, /^[0-9a-f]{4}[0-9A-Za-z]{22}$/);
    assertEquals(bucketOfId(id), bucketOf(at));
  }
  for (const id of ["", "-", "xyz", "GGGG0000"]) assertEquals(bucketOfId(id), -1);
});

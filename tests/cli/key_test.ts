/** `latchkey key …` against a server behind a socket. */
import { assertEquals, assertMatch } from "@std/assert";
import { callOn } from "../support/command.ts";
import { startServer } from "../support/server.ts";

const server = await startServer();
Deno.test.afterAll(async () => await server[Symbol.asyncDispose]());

const run = (...args: readonly string[]) => callOn(server, ["key", ...args]);

async function json(...args: readonly string[]) {
  const { code, stdout, stderr } = await run(...args, "--json");
  assertEquals([code, stderr], [0, ""]);
  return JSON.parse(stdout);
}

Deno.test("latchkey key lists, rotates and revokes the keys that the server publishes", async () => {
  const [key] = (await json("list")).keys.filter(({ alg }: { alg: string }) => alg === "ES256");
  assertEquals(key.state, "active");
  const { announced } = await json("rotate", "--alg", "ES256");
  assertEquals(announced.map(({ alg, state }: { alg: string; state: string }) => [alg, state]), [[
    "ES256",
    "announced",
  ]]);
  const again = await run("rotate", "--alg", "ES256");
  assertEquals([again.code, again.stdout], [1, ""]);
  assertMatch(again.stderr, /^latchkey key rotate: A new ES256 key is announced already/);
  assertEquals((await json("compromise", key.kid)).successor, announced[0].kid);
  const table = await run("list");
  assertMatch(table.stdout, new RegExp(`^${key.kid} +op +sig +ES256 +revoked`, "m"));
  assertMatch(table.stdout, new RegExp(`^${announced[0].kid} +op +sig +ES256 +active`, "m"));
  const everything = await run("rotate");
  assertEquals(everything.code, 0);
  assertMatch(everything.stdout, /They take over after \d{4}-/);
});

Deno.test("a kid that starts with a dash is a kid and no flag", async () => {
  const kid = `-${"a".repeat(42)}`;
  for (const args of [["compromise", kid], ["compromise", "--", kid], ["compromise", kid, "--json"]]) {
    const { code, stderr } = await run(...args);
    assertEquals(code, 1);
    assertMatch(stderr, new RegExp(`There is no key ${kid}`));
  }
});

Deno.test("latchkey key rotate --alg refuses an algorithm that there is no key of", async () => {
  const { code, stderr } = await run("rotate", "--alg", "HS256");
  assertEquals([code, stderr], [
    1,
    "latchkey key rotate: alg must be one of RS256, ES256, EdDSA, RSA-OAEP-256, ECDH-ES",
  ]);
});

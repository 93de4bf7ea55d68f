/** `latchkey initial-access-token …` against a server behind a socket. */
import { assertEquals, assertMatch } from "@std/assert";
import { callOn } from "../support/command.ts";
import { startServer } from "../support/server.ts";

const server = await startServer();
Deno.test.afterAll(async () => await server[Symbol.asyncDispose]());

const run = (...args: readonly string[]) => callOn(server, ["initial-access-token", ...args]);

Deno.test("latchkey initial-access-token makes, lists and ends a token", async () => {
  const made = await run("create", "--uses", "5", "--expires-in", "3600", "--description", "Partner");
  assertEquals(made.code, 0);
  assertMatch(made.stdout, /^initial_access_token +lk_ia_/m);
  assertMatch(made.stdout, /Keep the initial_access_token now/);
  const { code, stdout } = await run("list", "--json");
  const [token] = JSON.parse(stdout).initial_access_tokens;
  assertEquals([code, token.uses_left, token.description, token.state], [0, 5, "Partner", "active"]);
  const ended = await run("revoke", token.id);
  assertEquals([ended.code, ended.stdout], [0, `Ended the token ${token.id}`]);
  assertMatch((await run("list")).stdout, new RegExp(`^${token.id} +revoked +5`, "m"));
  const again = await run("revoke", token.id);
  assertEquals([again.code, again.stdout], [1, ""]);
});

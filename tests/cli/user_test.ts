/** `latchkey user …` against a server behind a socket. */
import { assert, assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { callOn } from "../support/command.ts";
import { startServer } from "../support/server.ts";
import { runAtTerminal, runWithInput } from "./latchkey_io.ts";

const server = await startServer();
Deno.test.afterAll(async () => await server[Symbol.asyncDispose]());

const run = (...args: readonly string[]) => callOn(server, ["user", ...args]);

async function json(...args: readonly string[]) {
  const { code, stdout, stderr } = await run(...args, "--json");
  assertEquals([code, stderr], [0, ""]);
  return JSON.parse(stdout);
}

const password = "correct horse";

Deno.test("latchkey user create without a password prints a link to set one", async () => {
  const made = await json(
    "create",
    "--email",
    "link@people.example",
    "--name",
    "Ada",
    "--address-country",
    "GB",
  );
  assertEquals([made.state, made.name, made.address], ["pending", "Ada", { country: "GB" }]);
  assert(made.set_password_url.startsWith(`${server.issuer}/set-password?link=lk_ol_`));
  const again = await json("set-password-link", "link@people.example");
  assert(again.set_password_url !== made.set_password_url);
});

Deno.test("latchkey user admin-link prints a link that makes an administrator", async () => {
  const { url, expires_at } = await json("admin-link");
  assert(url.startsWith(`${server.issuer}/admin-link?link=lk_ol_`));
  assert(Math.abs(Date.parse(expires_at) - Date.now() - 15 * 60_000) < 60_000);
  const response = await server.send(url);
  assertEquals(response.status, 200);
  assertMatch(await response.text(), /name="email"/);
});

Deno.test("latchkey user create --password-stdin takes one line from standard input as it is", async () => {
  for (const [at, ending] of ["", "\n", "\r\n"].entries()) {
    const args = ["user", "create", "--email", `stdin${at}@people.example`, "--password-stdin", "--json"];
    const given = at === 0 ? runWithInput : callOn;
    const { code, stdout } = await given(server, args, ` ${password} ${ending}`);
    assertEquals([code, JSON.parse(stdout).state], [0, "active"]);
  }
  const short = await callOn(
    server,
    ["user", "create", "--email", "short@people.example", "--password-stdin"],
    "1234567\n",
  );
  assertEquals([short.code, short.stdout], [1, ""]);
  assertMatch(short.stderr, /^latchkey user create: password must have at least 8 characters/);
});

Deno.test("latchkey user asks for a password at the terminal twice and shows neither", async () => {
  await json("create", "--email", "tty@people.example");
  const args = ["user", "update", "tty@people.example", "--ask-password"];
  const dialogue = [["Password: ", `${password}é\u007f\r`], ["Password again: ", `${password}\r`]] as const;
  const set = await runAtTerminal(server, args, dialogue);
  assertEquals(set.code, 0, set.shown);
  assertMatch(set.shown, /state +active/);
  assertNotMatch(set.shown, /correct/);
  const differ = await runAtTerminal(server, args, [["Password: ", `${password}\r`], [
    "Password again: ",
    "other\r",
  ]]);
  assertEquals(differ.code, 1);
  assertMatch(differ.shown, /the two passwords differ; nothing was changed/);
  const left = await runAtTerminal(server, args, [["Password: ", "half\u0003"]]);
  assertEquals(left.code, 1);
  assertMatch(left.shown, /no password was typed/);
});

Deno.test("without a terminal latchkey user --ask-password names the other way", async () => {
  const { code, stderr } = await run("create", "--email", "none@people.example", "--ask-password");
  assertEquals([code, stderr.split("\n").length], [1, 1]);
  assertMatch(stderr, /--password-stdin/);
});

Deno.test("latchkey user goes through a person's life, named by id, user name and address", async () => {
  const made = await json(
    "create",
    "--email",
    "life@people.example",
    "--username",
    "life",
    "--email-verified",
  );
  for (const named of [made.id, "life", "LIFE", "life@people.example"]) {
    assertEquals((await json("show", named)).id, made.id);
  }
  const changed = await json("update", "life", "--given-name", "Ada", "--no-enabled", "--no-email-verified");
  assertEquals([changed.given_name, changed.state, changed.email_verified], ["Ada", "disabled", false]);
  const back = await json("update", "life", "--enabled", "--unset", "given_name", "--unset", "username");
  assertEquals(["given_name" in back, back.enabled, back.username], [false, true, null]);
  const { users } = await json("list");
  assertEquals(users.filter((user: { id: string }) => user.id === made.id).length, 1);
  assertMatch((await run("list")).stdout, /^ID +USERNAME +EMAIL +STATE/);
  assertEquals(await json("delete", "life@people.example"), { deleted: made.id });
  const gone = await run("show", "life@people.example");
  assertEquals([gone.code, gone.stderr], [1, "latchkey user show: There is no user life@people.example"]);
});

Deno.test("latchkey user names the member that somebody else has", async () => {
  await json("create", "--email", "taken@people.example");
  const { code, stderr } = await run("create", "--email", "TAKEN@people.example");
  assertEquals(code, 1);
  assertMatch(stderr, /^latchkey user create: email is another user's already/);
});

const wrong: readonly (readonly [readonly string[], RegExp])[] = [
  [["create", "--password", "hunter2hunter2"], /Unknown option '--password'/],
  [["create", "--email", "a@people.example", "hunter2hunter2"], /an argument too many/],
  [["create", "--email", "a@people.example", "--password-stdin", "--ask-password"], /not both/],
  [["update", "taken@people.example"], /nothing to change/],
];
for (const [args, says] of wrong) {
  Deno.test(`latchkey user ${args.join(" ")} is called wrongly, and a password in it is not repeated`, async () => {
    const { code, stdout, stderr } = await run(...args);
    assertEquals([code, stdout, stderr.split("\n").length], [2, "", 1]);
    assertMatch(stderr, says);
    assertNotMatch(stderr, /hunter2/);
  });
}

Deno.test("latchkey user show --client tells whom a client means by a sub, pairwise ones included (OpenID Connect Core section 8)", async () => {
  const { id } = await json("create", "--email", "sub@people.example");
  const args = ["client", "create", "--redirect-uri", "https://app.example/callback", "--json"];
  const { client_id } = JSON.parse((await callOn(server, args)).stdout);
  const found = await json("show", id, "--client", client_id);
  assertEquals([found.sub, found.client_id, found.user.email], [id, client_id, "sub@people.example"]);
  const { code, stderr } = await run("show", "p_AAAAAAAAAAAAAAAAAAAAAA", "--client", client_id);
  assertEquals(code, 1);
  assertMatch(stderr, /knows nobody by this sub/);
});

Deno.test("latchkey user notes attributes as JSON, each by its name", async () => {
  const made = await json("create", "--email", "noted@people.example", "--attributes", '{"level": 3}');
  assertEquals(made.attributes, { level: 3 });
  const more = await json("update", "noted@people.example", "--attributes", '{"badges": ["staff"]}');
  assertEquals(more.attributes, { level: 3, badges: ["staff"] });
});

Deno.test("latchkey user puts people in groups, and takes them out", async () => {
  const made = await json(
    "create",
    "--email",
    "grouped@people.example",
    "--group",
    "staff",
    "--group",
    "crew",
  );
  assertEquals(made.groups, ["staff", "crew"]);
  const fewer = await json("update", "grouped@people.example", "--group", "crew");
  assertEquals(fewer.groups, ["crew"]);
  const none = await json("update", "grouped@people.example", "--unset", "groups");
  assertEquals("groups" in none, false);
});

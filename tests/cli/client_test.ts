/** `latchkey client …` against a server behind a socket. */
import { assertEquals, assertMatch } from "@std/assert";
import { callOn } from "../support/command.ts";
import { startServer } from "../support/server.ts";

const server = await startServer();
Deno.test.afterAll(async () => await server[Symbol.asyncDispose]());

const run = (...args: readonly string[]) => callOn(server, ["client", ...args]);

/** Runs a command that has to go well. @returns what it printed as JSON, which has to be all that it printed. */
async function json(...args: readonly string[]) {
  const { code, stdout, stderr } = await run(...args, "--json");
  assertEquals([code, stderr], [0, ""]);
  return JSON.parse(stdout);
}

Deno.test("latchkey client create registers what the flags say and shows the secret", async () => {
  const made = await json(
    "create",
    ...[
      "--name",
      "Example App",
      "--redirect-uri",
      "https://app.example/a",
      "--redirect-uri",
      "http://127.0.0.1/b",
    ],
    ...["--grant-type", "authorization_code", "--grant-type", "refresh_token", "--scope", "openid profile"],
    ...[
      "--first-party",
      "--no-require-pkce",
      "--default-max-age",
      "600",
      "--auth-method",
      "client_secret_post",
    ],
  );
  assertMatch(made.client_secret, /^lk_cs_/);
  assertEquals(made.client_name, "Example App");
  assertEquals(made.redirect_uris, ["https://app.example/a", "http://127.0.0.1/b"]);
  assertEquals(made.grant_types, ["authorization_code", "refresh_token"]);
  assertEquals(made.scope, "openid profile");
  assertEquals([made.first_party, made.require_pkce, made.default_max_age], [true, false, 600]);
  assertEquals(made.token_endpoint_auth_method, "client_secret_post");
});

Deno.test("latchkey client create --public registers a client without a secret", async () => {
  const made = await json("create", "--public", "--redirect-uri", "com.example.app:/callback");
  assertEquals([made.token_endpoint_auth_method, "client_secret" in made], ["none", false]);
});

Deno.test("what latchkey client create prints for people says that the secret is shown once", async () => {
  const { code, stdout } = await run(
    "create",
    "--redirect-uri",
    "https://app.example/",
    "--name",
    "a\u001b[31mb",
  );
  assertEquals(code, 0);
  assertMatch(stdout, /^client_id +c_\w+$/m);
  assertMatch(stdout, /^client_name +a\?\[31mb$/m, "a name moves no cursor");
  assertMatch(stdout, /^client_secret +lk_cs_\w+$/m);
  assertMatch(stdout, /not shown again/);
});

Deno.test("latchkey client goes through a client's life", async () => {
  const { client_id } = await json("create", "--redirect-uri", "https://app.example/", "--name", "Before");
  const { clients } = await json("list");
  assertEquals(clients.filter((client: { client_id: string }) => client.client_id === client_id).length, 1);
  const table = await run("list");
  assertMatch(table.stdout, /^CLIENT_ID +CLIENT_NAME/);
  assertMatch(table.stdout, new RegExp(`^${client_id} +Before +client_secret_basic +true`, "m"));

  const changed = await json(
    "update",
    client_id,
    "--description",
    "Ours",
    "--unset",
    "client_name",
    "--require-pkce",
  );
  assertEquals(["client_name" in changed, changed.description, changed.require_pkce], [false, "Ours", true]);
  assertEquals((await json("update", client_id, "--unset", "require_pkce")).require_pkce, null);
  assertEquals((await json("disable", client_id)).enabled, false);
  assertEquals((await json("enable", client_id)).enabled, true);
  const rotated = await json("rotate-secret", client_id);
  assertMatch(rotated.client_secret, /^lk_cs_/);
  assertMatch(rotated.previous_secret_expires_at, /^\d{4}-/);
  assertEquals(await json("show", client_id), { ...changed, require_pkce: null });
  assertEquals(await json("delete", client_id), { deleted: client_id });
  const gone = await run("show", client_id, "--json");
  assertEquals([gone.code, gone.stdout], [1, ""]);
  assertMatch(gone.stderr, new RegExp(`^latchkey client show: There is no client ${client_id}`));
});

Deno.test("latchkey client tells in one line what the server refuses", async () => {
  const refused = await run("create", "--redirect-uri", "http://app.example/", "--scope", "a  b");
  assertEquals([refused.code, refused.stdout, refused.stderr.split("\n").length], [1, "", 1]);
  assertMatch(
    refused.stderr,
    /^latchkey client create: redirect_uris\/0 must use https.*; scope must be scopes/,
  );
  const number = await run("create", "--redirect-uri", "https://app.example/", "--default-max-age", "soon");
  assertMatch(number.stderr, /default_max_age must be a whole number/);
});

const wrong: readonly (readonly [readonly string[], RegExp])[] = [
  [[], /say what to do: create, list, show, update, delete, disable, enable, rotate-secret/],
  [["make"], /say what to do/],
  [["create", "--colour", "red"], /Unknown option '--colour'/],
  [["create", "--name"], /--name/],
  [["create", "--public=yes"], /--public/],
  [["create", "--public", "--auth-method", "none"], /one of the two/],
  [["create", "stray"], /an argument too many/],
  [["show"], /CLIENT_ID is missing/],
  [["show", "a", "b"], /an argument too many/],
  [["update", "a"], /nothing to change/],
];
for (const [args, says] of wrong) {
  Deno.test(`latchkey client ${args.join(" ")} is called wrongly: 2, and one line that says how`, async () => {
    const { code, stdout, stderr } = await run(...args);
    assertEquals([code, stdout, stderr.split("\n").length], [2, "", 1]);
    assertMatch(stderr, says);
    assertMatch(stderr, /^latchkey client/);
  });
}

Deno.test("latchkey client sets custom claims as JSON, each by its name, and takes one back", async () => {
  const level = { attribute: "level", scope: "profile", to: ["userinfo"] };
  const groups = { attribute: "groups", scope: "profile", to: ["id_token"] };
  const { client_id, claim_mappings } = await json(
    "create",
    "--redirect-uri",
    "https://app.example/",
    "--claim-mappings",
    JSON.stringify({ level, groups }),
  );
  assertEquals(claim_mappings, { level, groups });
  const less = await json("update", client_id, "--claim-mappings", '{"level": null}');
  assertEquals(less.claim_mappings, { groups });
  assertEquals((await json("update", client_id, "--unset", "claim_mappings")).claim_mappings, undefined);
  const refused = await run("update", client_id, "--claim-mappings", JSON.stringify({ sub: level }));
  assertEquals([refused.code, refused.stdout], [1, ""]);
  assertMatch(refused.stderr, /claim_mappings\/sub is no custom claim's name/);
  const unread = await run("update", client_id, "--claim-mappings", "level");
  assertEquals(unread.code, 1);
  assertMatch(unread.stderr, /claim_mappings must be an object, each member an object with attribute/);
});

Deno.test("latchkey client says who may use an app, and opens it to everybody again", async () => {
  const who = [
    "--allowed-group",
    "staff",
    "--allowed-group",
    "night shift",
    "--allowed-account",
    "a-1",
    "--allowed-upstream",
    "example",
    "--sign-up",
    "domains",
    "--allowed-domain",
    "people.example",
    "--no-link-by-email",
  ];
  const made = await json("create", "--redirect-uri", "https://app.example/", ...who);
  assertEquals([made.allowed_groups, made.allowed_accounts], [["staff", "night shift"], ["a-1"]]);
  assertEquals(made.allowed_upstreams, ["example"]);
  assertEquals([made.sign_up, made.allowed_domains, made.link_by_email], [
    "domains",
    ["people.example"],
    false,
  ]);
  const fewer = await json("update", made.client_id, "--allowed-group", "staff");
  assertEquals([fewer.allowed_groups, fewer.allowed_accounts], [["staff"], ["a-1"]]);
  const open = ["--unset", "allowed_groups", "--unset", "allowed_accounts"];
  const all = await json("update", made.client_id, ...open);
  assertEquals([all.allowed_groups, all.allowed_accounts], [null, null]);
});

Deno.test("latchkey client gives an app lifetimes of its own, and takes one back", async () => {
  const own = ["--lifetimes-session", "3600", "--lifetimes-access-token-jwt", "60"];
  const made = await json("create", "--redirect-uri", "https://app.example/", ...own);
  assertEquals(made.lifetimes, { session: 3600, access_token_jwt: 60 });
  const more = await json("update", made.client_id, "--lifetimes-id-token", "120");
  assertEquals(more.lifetimes, { session: 3600, access_token_jwt: 60, id_token: 120 });
  assertEquals((await json("update", made.client_id, "--unset", "lifetimes")).lifetimes, undefined);
  const refused = await run("update", made.client_id, "--lifetimes-authorization-code", "3600");
  assertEquals([refused.code, refused.stdout], [1, ""]);
  assertMatch(refused.stderr, /lifetimes\/authorization_code.*10.*600/);
});

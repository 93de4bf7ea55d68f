/** How the command line is called, and what it says where no server can be spoken to. */
import { assertEquals, assertMatch } from "@std/assert";
import { callLatchkey } from "../support/command.ts";
import { runLatchkey } from "../support/latchkey.ts";
import { adminToken, startServer } from "../support/server.ts";

const server = await startServer();
Deno.test.afterAll(async () => await server[Symbol.asyncDispose]());

const token = { LATCHKEY_ADMIN_TOKEN: adminToken };

/** Asserts that a command failed with one line on standard error and nothing on standard output. */
function assertOneLine(
  { code, stdout, stderr }: { code: number; stdout: string; stderr: string },
  expected: number,
  says: RegExp,
): void {
  assertEquals([code, stdout, stderr.split("\n").length], [expected, "", 1], stderr);
  assertMatch(stderr, says);
}

/** A server that answers everything with one answer. */
function answering(response: () => Response) {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, response);
  return { url: `http://127.0.0.1:${server.addr.port}`, [Symbol.asyncDispose]: () => server.shutdown() };
}

Deno.test("latchkey --help tells every command on standard output", async () => {
  for (const { code, stdout, stderr } of [await runLatchkey(["--help"]), await callLatchkey(["-h"])]) {
    assertEquals([code, stderr], [0, ""]);
    for (const name of ["serve", "migrate", "client", "user", "key"]) {
      assertMatch(stdout, new RegExp(`^  ${name} +\\w`, "m"));
    }
  }
});

Deno.test("latchkey alone is called wrongly: the usage on standard error", async () => {
  const { code, stdout, stderr } = await runLatchkey([]);
  assertEquals([code, stdout], [2, ""]);
  assertMatch(stderr, /^Usage: latchkey COMMAND/);
});

Deno.test("a command that there is not is called wrongly, with those that there are", async () => {
  assertOneLine(
    await callLatchkey(["clients"]),
    2,
    /no command clients: it has serve, migrate, client, initial-access-token, user, upstream, key, /,
  );
});

const helped: readonly (readonly [readonly string[], RegExp])[] = [
  [["serve", "--help"], /LATCHKEY_ISSUER/],
  [["migrate", "--help"], /--json/],
  [["client", "--help"], /rotate-secret CLIENT_ID/],
  [["client", "create", "--help"], /--redirect-uri URI +.*\(may be repeated\)/],
  [["client", "--help", "update"], /ACTION/],
  [["user", "update", "somebody", "--help"], /--password-stdin/],
  [["key", "compromise", "-h"], /Usage: latchkey key compromise KID/],
];
for (const [args, says] of helped) {
  Deno.test(`latchkey ${args.join(" ")} helps without a server, a token or settings`, async () => {
    const { code, stdout, stderr } = await callLatchkey(args, { LATCHKEY_URL: "nonsense" });
    assertEquals([code, stderr], [0, ""]);
    assertMatch(stdout, says);
    assertMatch(stdout, /^Usage: latchkey /m);
  });
}

Deno.test("without a token file the remedy is named", async () => {
  const folder = await Deno.makeTempDir();
  const missing = await callLatchkey(["client", "list"], { LATCHKEY_DATA_DIR: folder });
  assertOneLine(missing, 1, new RegExp(`no admin token in ${folder}/admin_token: start the server`));
  await Deno.mkdir(`${folder}/admin_token`);
  const unreadable = await callLatchkey(["client", "list"], { LATCHKEY_DATA_DIR: folder });
  assertOneLine(unreadable, 1, /cannot be read \(.+\).*LATCHKEY_ADMIN_TOKEN/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a server that does not run is named with the way to start it", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${listener.addr.port}`;
  listener.close();
  const result = await callLatchkey(["user", "list", "--json"], { ...token, LATCHKEY_URL: url });
  assertOneLine(result, 1, new RegExp(`^latchkey user list: The server at ${url} does not answer`));
  assertMatch(result.stderr, /refused.*"latchkey serve".*LATCHKEY_URL/);
});

for (const url of ["localhost:8080", "nonsense", "ftp://localhost"]) {
  Deno.test(`LATCHKEY_URL=${url} is refused with an example`, async () => {
    const result = await callLatchkey(["key", "list"], { ...token, LATCHKEY_URL: url });
    assertOneLine(result, 1, /LATCHKEY_URL has to be .* such as http:\/\/localhost:8080/);
  });
}

Deno.test("the token in the data directory is used, and one that the server does not take is said to be it", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/admin_token`, `${adminToken}\n`);
  const env = { LATCHKEY_DATA_DIR: folder, LATCHKEY_ISSUER: server.issuer };
  assertEquals((await runLatchkey(["key", "list"], env)).code, 0);
  const slash = await callLatchkey(["key", "list"], {
    ...env,
    LATCHKEY_URL: `${server.issuer}/`,
    LATCHKEY_ISSUER: "",
  });
  assertEquals(slash.code, 0, slash.stderr);
  await Deno.writeTextFile(`${folder}/admin_token`, "another");
  const refused = await callLatchkey(["key", "list"], env);
  assertOneLine(refused, 1, new RegExp(`does not take the admin token of ${folder}/admin_token`));
  const other = await callLatchkey(["key", "list"], { ...env, LATCHKEY_ADMIN_TOKEN: "wrong" });
  assertOneLine(other, 1, /does not take the admin token of LATCHKEY_ADMIN_TOKEN/);
  await Deno.remove(folder, { recursive: true });
});

const strangers: readonly (readonly [string, () => Response, RegExp])[] = [
  [
    "a page",
    () => new Response("<h1>Hello</h1>", { headers: { "content-type": "text/html" } }),
    /not the admin API/,
  ],
  ["an error page", () => new Response("no", { status: 502 }), /not the admin API \(502\): set LATCHKEY_URL/],
  [
    "a redirect",
    () => new Response(null, { status: 308, headers: { location: "https://id.example/" } }),
    /\(308, it leads to https:\/\/id\.example\/\)/,
  ],
  [
    "broken JSON",
    () => new Response("{", { headers: { "content-type": "application/json" } }),
    /not the admin API/,
  ],
];
for (const [what, response, says] of strangers) {
  Deno.test(`${what} instead of the admin API is told in one line`, async () => {
    await using stranger = answering(response);
    assertOneLine(await callLatchkey(["client", "list"], { ...token, LATCHKEY_URL: stranger.url }), 1, says);
  });
}

Deno.test("the token is not sent on to where a server redirects", async () => {
  const seen: string[] = [];
  const trap = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    seen.push(request.url);
    return new Response("{}", { headers: { "content-type": "application/json" } });
  });
  const location = `http://127.0.0.1:${trap.addr.port}/api/v1/clients`;
  await using stranger = answering(() => new Response(null, { status: 307, headers: { location } }));
  const { code } = await callLatchkey(["client", "list"], { ...token, LATCHKEY_URL: stranger.url });
  assertEquals([code, seen], [1, []]);
  await trap.shutdown();
});

Deno.test("a list of several pages is printed whole", async () => {
  const headers = { authorization: `Bearer ${server.adminToken}`, "content-type": "application/json" };
  const ids = new Set<string>();
  for (let at = 0; at < 205; at++) {
    const body = JSON.stringify({ redirect_uris: ["https://app.example/"] });
    const made = await server.send("/api/v1/clients", { method: "POST", headers, body });
    ids.add((await made.json()).client_id);
  }
  const { stdout } = await callLatchkey(["client", "list", "--json"], {
    ...token,
    LATCHKEY_URL: server.issuer,
  });
  const listed: string[] = JSON.parse(stdout).clients.map((client: { client_id: string }) =>
    client.client_id
  );
  assertEquals(new Set(listed).size, listed.length);
  // The server may have clients of its own beside these.
  assertEquals(listed.filter((id) => ids.has(id)).length, 205);
});

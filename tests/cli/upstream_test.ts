/** `latchkey upstream …` against a server behind a socket. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { exportPKCS8, generateKeyPair } from "jose";
import { freePort } from "../support/free_port.ts";
import { callOn } from "../support/command.ts";
import { startServer } from "../support/server.ts";

const closed = `127.0.0.1:${freePort()}`;
const server = await startServer({ env: { LATCHKEY_FETCH_ALLOW: closed } });
Deno.test.afterAll(async () => await server[Symbol.asyncDispose]());

const run = (...args: readonly string[]) => callOn(server, ["upstream", ...args]);

Deno.test("latchkey upstream creates, shows, lists, changes and deletes, and reads the secret from standard input", async () => {
  const flags = ["--id", "example", "--issuer", "https://upstream.example", "--client-id", "latchkey"];
  const made = await callOn(
    server,
    ["upstream", "create", ...flags, "--client-secret-stdin"],
    "a secret\n",
  );
  assertEquals([made.code, made.stderr], [0, ""]);
  assertStringIncludes(made.stdout, `Register this redirect URI there: ${server.issuer}/rp/callback/example`);
  assertStringIncludes(made.stdout, `offers that: ${server.issuer}/rp/backchannel_logout/example`);
  assertStringIncludes(made.stdout, `where it has such: ${server.issuer}/rp/signed_out`);
  assertStringIncludes(made.stdout, `with itself: ${server.issuer}/rp/authorize?idp=example`);
  assertEquals(made.stdout.includes("a secret"), false);
  const changed = await run(
    "update",
    "example",
    "--trust-email",
    "--sign-up",
    "domains",
    "--allowed-domain",
    "people.example",
    "--no-enabled",
    "--claims",
    '{"department": "organization.department"}',
    "--json",
  );
  const { claims, sign_up, allowed_domains, enabled, has_client_secret } = JSON.parse(changed.stdout);
  assertEquals([sign_up, allowed_domains, enabled, has_client_secret], [
    "domains",
    ["people.example"],
    false,
    true,
  ]);
  assertEquals(claims, { department: "organization.department" });
  const shown = (await run("show", "example")).stdout;
  for (const part of ["https://upstream.example", "department=organization.department"]) {
    assertStringIncludes(shown, part);
  }
  assertStringIncludes((await run("list")).stdout, "example");
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const key = ["--key-id", "ABC123DEFG", "--team-id", "DEF123GHIJ", "--private-key-stdin"];
  const apple = ["upstream", "create", "--id", "apple", "--preset", "apple", "--client-id", "app", ...key];
  const keyed = await callOn(server, apple, await exportPKCS8(privateKey));
  assertEquals([keyed.code, keyed.stderr, keyed.stdout.includes("PRIVATE")], [0, "", false]);
  const both = await run("update", "example", "--client-secret-stdin", "--private-key-stdin");
  assertEquals([both.code, both.stderr.includes("give only one of")], [2, true]);
  const nothing = await run("update", "example");
  assertEquals([nothing.code, nothing.stderr.includes("nothing to change was named")], [2, true]);
  assertEquals((await run("delete", "example")).stdout, "Deleted the upstream example");
  assertEquals((await run("show", "example")).code, 1);
});

Deno.test("latchkey upstream test says what fails and what to register, and ends with 1", async () => {
  const flags = ["--id", "away", "--issuer", `http://${closed}`, "--client-id", "latchkey"];
  assertEquals((await run("create", ...flags)).code, 0);
  const { code, stdout } = await run("test", "away");
  assertEquals(code, 1);
  assertStringIncludes(stdout, "FAIL  discovery: ");
  assertStringIncludes(stdout, `${server.issuer}/rp/callback/away`);
  const { findings, register } = JSON.parse((await run("test", "away", "--json")).stdout);
  const [redirect_uri, backchannel_logout_uri] = ["callback", "backchannel_logout"].map((name) =>
    `${server.issuer}/rp/${name}/away`
  );
  assertEquals([findings[0].status, register], ["fail", {
    redirect_uri,
    backchannel_logout_uri,
    initiate_login_uri: `${server.issuer}/rp/authorize?idp=away`,
    post_logout_redirect_uri: `${server.issuer}/rp/signed_out`,
  }]);
});

Deno.test("latchkey upstream creates one that speaks OAuth 1.0a by a key, and prints what to register there (RFC 5849 section 3.4.3)", async () => {
  const flags = ["--id", "jira", "--preset", "jira", "--client-id", "latchkey"];
  const made = await run("create", ...flags, "--issuer", "https://jira.example.com");
  assertEquals([made.code, made.stderr], [0, ""]);
  const { public_key, signature_method } = JSON.parse((await run("show", "jira", "--json")).stdout);
  assertEquals(signature_method, "RSA-SHA1");
  assertStringIncludes(public_key, "-----BEGIN PUBLIC KEY-----");
  assertStringIncludes(made.stdout, public_key.split("\n")[1]);
  const endpoints = ["temporary-credential", "authorization", "token", "userinfo"].flatMap((
    name,
  ) => [`--${name}-endpoint`, `https://upstream.example/${name}`]);
  const plain = await callOn(
    server,
    [
      ...[
        "upstream",
        "create",
        "--id",
        "signed",
        "--kind",
        "oauth1",
        "--client-id",
        "latchkey",
        ...endpoints,
      ],
      ...["--person-sub", "user.id", "--client-secret-stdin", "--json"],
    ],
    "a secret\n",
  );
  assertEquals([plain.code, plain.stderr], [0, ""]);
  const { kind, person, has_client_secret } = JSON.parse(plain.stdout);
  assertEquals([kind, person, has_client_secret], ["oauth1", { sub: "user.id" }, true]);
});

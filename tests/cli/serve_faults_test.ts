/** What the server says when it cannot start: one line that names what is wrong and the remedy, and exit code 1. */
import { assert, assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { callLatchkey } from "../support/command.ts";
import { copyDataDir } from "../support/data_dir.ts";
import { type CommandResult, runLatchkey } from "../support/latchkey.ts";
import { serverEnv, serverSecret, startServer } from "../support/server.ts";

const server = await startServer();
const folder = await Deno.makeTempDir({ prefix: "latchkey-faults-" });
Deno.test.afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
});

/** A port that nothing listens on: no server of these tests gets as far as to listen. */
const unused = 19_999;

/** Tries to start a server, in this process or in another. @returns the lines that it wrote on standard error. */
async function refusal(
  env: Readonly<Record<string, string>>,
  start: (args: readonly string[], env: Readonly<Record<string, string>>) => Promise<CommandResult> =
    callLatchkey,
): Promise<readonly string[]> {
  const { code, stdout, stderr } = await start(["serve"], { ...serverEnv(unused, {}), ...env });
  assertEquals([code, stdout], [1, ""], stderr);
  assertNotMatch(stderr, /^\s+at |\bfile:\/\/|\bUncaught\b/m, "there is no stack trace");
  return stderr.split("\n");
}

/** Asserts that a server does not start and says so in one line, in which each of the patterns is found. */
async function assertRefuses(
  env: Readonly<Record<string, string>>,
  ...patterns: readonly RegExp[]
): Promise<string> {
  const [line = "", ...more] = await refusal(env);
  assertEquals(more, []);
  for (const pattern of patterns) assertMatch(line, pattern);
  return line;
}

/** A copy of an initialised data directory. */
async function dataDir(): Promise<string> {
  const path = `${folder}/${crypto.randomUUID()}`;
  await copyDataDir(path);
  return path;
}

Deno.test("a taken port is told with the variable that chooses another", async () => {
  await assertRefuses(
    { LATCHKEY_DATA_DIR: await dataDir(), LATCHKEY_LISTEN: `127.0.0.1:${server.port}` },
    new RegExp(`^127\\.0\\.0\\.1:${server.port} is taken by another program`),
    /set LATCHKEY_LISTEN$/,
  );
});

Deno.test("the program says so on standard error, and ends with 1", async () => {
  const [line = "", ...more] = await refusal({ LATCHKEY_DATA_DIR: server.dataDir }, runLatchkey);
  assertMatch(line, / is in use by another Latchkey/);
  assertEquals(more, []);
});

Deno.test("a data directory that another server uses is told, and that server goes on", async () => {
  await assertRefuses(
    { LATCHKEY_DATA_DIR: server.dataDir },
    new RegExp(`^The data directory ${server.dataDir} is in use by another Latchkey`),
    /set LATCHKEY_DATA_DIR/,
  );
  const response = await server.send("/readyz");
  assertEquals([response.status, await response.text()], [200, "ready\n"]);
});

Deno.test("a data directory that cannot be written is told", async () => {
  const file = `${folder}/file`;
  await Deno.writeTextFile(file, "");
  for (const path of [file, `${file}/data`]) {
    await assertRefuses(
      { LATCHKEY_DATA_DIR: path },
      new RegExp(`^The data directory ${path} cannot be written`),
      /set LATCHKEY_DATA_DIR$/,
    );
  }
});

Deno.test("a data directory without a database in it that opens is told", async () => {
  const path = await dataDir();
  await Deno.writeFile(`${path}/database/global/pg_control`, new Uint8Array(8192));
  await assertRefuses(
    { LATCHKEY_DATA_DIR: path },
    new RegExp(`^The database in ${path} does not open`),
    /restore it from a backup, or set LATCHKEY_DATA_DIR/,
  );
});

Deno.test("a secret that others can read, or that did not seal the keys, is told", async () => {
  const path = await dataDir();
  await Deno.chmod(`${path}/secret`, 0o644);
  await assertRefuses({ LATCHKEY_DATA_DIR: path }, /can be read by others/, /chmod 600 .*\/secret$/);
  await Deno.chmod(`${path}/secret`, 0o600);
  await assertRefuses(
    { LATCHKEY_DATA_DIR: path, LATCHKEY_SECRET: serverSecret },
    /does not open/,
    /LATCHKEY_SECRET is not the one that sealed it; set that one as LATCHKEY_SECRET_PREVIOUS$/,
  );
});

Deno.test("each bad variable is told in a line of its own, with the remedy", async () => {
  const lines = await refusal({
    LATCHKEY_ISSUER: "http://id.example.com",
    LATCHKEY_LISTEN: "everywhere",
    LATCHKEY_ADMIN_TOKEN: "too short",
    LATCHKEY_SECRET: "abc",
    LATCHKEY_SECRET_PREVIOUS: "A".repeat(43),
    LATCHKEY_TRUSTED_PROXIES: "10.0.0.0/8, proxy.example",
    LATCHKEY_FETCH_ALLOW: "app.internal:8443, app.internal",
    LATCHKEY_LOG: "xml",
    LATCHKEY_MIGRATE: "later",
    LATCHKEY_TLS_CERT: "cert.pem",
    LATCHKEY_ISUER: "http://localhost:8080",
    DATABASE_URL: "mysql://localhost/latchkey",
  });
  const expected = [
    /^LATCHKEY_ISSUER may be http on loopback only: write https:\/\/id\.example\.com$/,
    /^LATCHKEY_LISTEN has to be host:port, such as 127\.0\.0\.1:8080$/,
    /^LATCHKEY_ADMIN_TOKEN has to be 32 printable characters or more/,
    /^LATCHKEY_SECRET has to be 32 bytes or more.*: openssl rand -base64 32/,
    /^LATCHKEY_SECRET_PREVIOUS is a sample value.*: openssl rand -base64 32/,
    /^LATCHKEY_TRUSTED_PROXIES has proxy\.example.*: write 10\.0\.0\.0\/8$/,
    /^LATCHKEY_FETCH_ALLOW has app\.internal, which is not host:port: write app\.internal:8443$/,
    /^LATCHKEY_LOG has to be text or json$/,
    /^LATCHKEY_MIGRATE has to be on or off$/,
    /^LATCHKEY_TLS_CERT and LATCHKEY_TLS_KEY have to be set together$/,
    /^LATCHKEY_ISUER is not a setting: is it misspelled\?$/,
    /^DATABASE_URL has to be a postgres:\/\/ URL, such as postgres:\/\//,
  ];
  for (const pattern of expected) {
    assertEquals(lines.filter((line) => pattern.test(line)).length, 1, `${pattern}\n${lines.join("\n")}`);
  }
  assertEquals(lines.length, expected.length, lines.join("\n"));
});

Deno.test("DATABASE_URL without LATCHKEY_SECRET is told with a way to make one", async () => {
  await assertRefuses(
    { DATABASE_URL: "postgres://localhost/latchkey" },
    /^LATCHKEY_SECRET has to be set with DATABASE_URL/,
    /openssl rand -base64 32/,
  );
});

Deno.test("a database that cannot be reached is told by its host, without its password", async () => {
  for (const host of ["127.0.0.1:9", "nowhere.invalid"]) {
    const line = await assertRefuses(
      { DATABASE_URL: `postgres://latchkey:open-sesame@${host}/latchkey`, LATCHKEY_SECRET: serverSecret },
      new RegExp(`^The database latchkey at ${host} cannot be reached`),
      /check DATABASE_URL/,
    );
    assert(!line.includes("open-sesame"));
  }
});

Deno.test("a file of authorities that is missing or holds none is told", async () => {
  const ca = `${folder}/ca.pem`, env = { LATCHKEY_DATA_DIR: await dataDir(), LATCHKEY_CA_FILE: ca };
  await assertRefuses(env, new RegExp(`LATCHKEY_CA_FILE ${ca} has to be certificates as PEM`));
  await Deno.writeTextFile(ca, "no certificate");
  await assertRefuses(env, new RegExp(`LATCHKEY_CA_FILE ${ca} has to be certificates as PEM`));
});

Deno.test("a certificate that is missing, or is none of the key, is told with both variables", async () => {
  const cert = `${folder}/cert.pem`, path = await dataDir();
  const env = { LATCHKEY_DATA_DIR: path, LATCHKEY_TLS_CERT: cert, LATCHKEY_TLS_KEY: cert };
  await assertRefuses(env, new RegExp(`^LATCHKEY_TLS_CERT ${cert} cannot be read`));
  await Deno.writeTextFile(cert, "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n");
  await assertRefuses(
    env,
    /^LATCHKEY_TLS_CERT .* and LATCHKEY_TLS_KEY .* have to be a certificate and its private key/,
  );
});

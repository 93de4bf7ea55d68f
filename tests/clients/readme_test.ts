/** What the README tells to type works as it stands there, with other ports. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { readConfig } from "../../src/cli/config.ts";
import { openBrowser } from "../support/browser.ts";
import { ownEnv, root } from "../support/latchkey.ts";
import { visitAs } from "../support/rp.ts";
import { startServer } from "../support/server.ts";

const readme = await Deno.readTextFile(`${root}README.md`);

/** The part of the README below a heading. */
const section = (heading: string): string =>
  readme.split(/^## /m).find((part) => part.startsWith(heading)) ?? "";

/** A port that nothing listens on, for an application that cannot be told to take any. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Runs a command line as it stands, with this Deno for the one that npx would fetch. */
async function run(line: string, env: Readonly<Record<string, string>>): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", line.replace("npx -y deno@2.9.6", `"${Deno.execPath()}"`)],
    cwd: root,
    clearEnv: true,
    env: { ...ownEnv, ...env },
  }).output();
  const written = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assert(success, written.join("\n"));
  return written[0]!;
}

/** Waits until something listens on a port, as long as the process that should do so lives. */
async function listening(port: number, child: Deno.ChildProcess): Promise<void> {
  let ended = false;
  child.status.then(() => ended = true);
  while (!ended) {
    try {
      return (await Deno.connect({ hostname: "localhost", port })).close();
    } catch (fault) {
      if (!(fault instanceof Deno.errors.ConnectionRefused)) throw fault;
    }
  }
  throw new Error("The application ended");
}

Deno.test("the README's commands and its application sign a person in", async () => {
  // Without a token of our own, the command line has to find the one that the server made.
  await using server = await startServer({ env: { LATCHKEY_ADMIN_TOKEN: "" } });
  const port = freePort();
  const adapted = section("Sign people in to your app")
    .replaceAll("http://localhost:8080", server.issuer)
    .replaceAll("3000", String(port));
  const [createUser, createClient, ...others] = adapted.match(/^ {4}npx .+$/gm) ?? [];
  assertEquals(others, []);
  const env = { LATCHKEY_ISSUER: server.issuer, LATCHKEY_DATA_DIR: server.dataDir };

  const [link] = (await run(createUser!, env)).match(/http\S+\/set-password\S+/) ?? [];
  assert(link);
  const browser = openBrowser(server.issuer, server.send), password = "three unrelated words";
  const saved = await browser.submit(await browser.open(link), { password });
  assertMatch(saved.html, /Your password is saved/);

  const printed = await run(createClient!, env);
  const [, CLIENT_ID = ""] = /client_id\W+([\w-]+)/.exec(printed) ?? [];
  const [, CLIENT_SECRET = ""] = /client_secret\W+(lk_cs_\w+)/.exec(printed) ?? [];
  const [, source = ""] = /```js\n(.*?)```/s.exec(adapted) ?? [];
  const folder = await Deno.makeTempDir({ prefix: "latchkey-readme-" });
  try {
    await Deno.writeTextFile(`${folder}/app.mjs`, source);
    await using child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-lock",
        "--config",
        `${root}deno.json`,
        "--allow-net",
        "--allow-env",
        `${folder}/app.mjs`,
      ],
      clearEnv: true,
      env: { ...ownEnv, CLIENT_ID, CLIENT_SECRET },
      stdin: "null",
    }).spawn();
    await listening(port, child);
    const start = await fetch(`http://localhost:${port}/`, { redirect: "manual" });
    const asked = new URL(start.headers.get("location")!);
    await start.body?.cancel();
    const person = { sub: "", username: "ada", password };
    const { url: back } = await visitAs(server, asked, { person, browser });
    const end = await fetch(back);
    assertEquals([end.status, await end.text()], [200, "Hello, ada@example.com"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the README's table of settings names each variable that has an effect, and no other", async () => {
  const [, ...rows] = section("Settings").match(/^\|.*$/gm) ?? [];
  const documented = rows.flatMap((row) => row.split("|")[1]!.match(/[A-Z][A-Z_]+/g) ?? []);
  const source = await Deno.readTextFile(`${root}src/cli/config.ts`);
  const known = new Set(source.match(/(?<=")(?:LATCHKEY_[A-Z_]+|DATABASE_URL)(?=")/g));
  const effective = [...known].filter((name) => {
    const read = readConfig({ [name]: "1" });
    return !read.ok || !read.value.withoutEffect.includes(name);
  });
  assert(effective.length > 5 && effective.length < known.size);
  assertEquals(documented.toSorted(), effective.toSorted());
});

/** The program by itself: nothing of the checkout, of a package cache or of the network is read when it runs. */
import { assertEquals, assertMatch } from "@std/assert";
import { bundledFiles, permissions, program } from "../../scripts/bundle.ts";
import { compile as compileBundle } from "../../scripts/compile.ts";
import { ownEnv, root } from "../support/latchkey.ts";
import { authorizeAs, codeIn, introspect, redeem } from "../support/flow.ts";
import { keepBundle, startBundle } from "../support/bundle.ts";
import { registerClient, registerPerson } from "../support/server.ts";

const folder = await Deno.makeTempDir({ prefix: "latchkey-compile-" });
Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

const compileArguments = ["run", "-A", "scripts/compile.ts"];

async function compile(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...compileArguments, ...args],
    cwd: root,
    clearEnv: true,
    // Nobody listens there: whatever has to be downloaded cannot be, also where the network is to be had.
    env: { ...ownEnv, HTTPS_PROXY: "http://127.0.0.1:9", ...env },
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).trimEnd());
  return { code, out: out!, err: err! };
}

Deno.test("deno task compile says in one line that the runtime cannot be downloaded, and ends with 1", async () => {
  const { code, out, err } = await compile(["--output", folder]);
  assertEquals([code, out], [1, ""], err);
  assertMatch(
    err,
    /^The runtime of the binary cannot be downloaded \(https:\/\/\S+denort-\S+\.zip\): set DENORT_BIN to a denort of Deno [\d.]+ that is here$/,
  );
});

Deno.test("the bundle runs from a directory of its own, may read nothing else and reach nobody else, and signs a person in", async () => {
  const names = [...Deno.readDirSync(`${folder}/bundle`)].map(({ name }) => name);
  assertEquals(names.sort(), [...bundledFiles].sort());
  await keepBundle(`${folder}/bundle`);
  await Deno.rename(`${folder}/bundle`, `${folder}/elsewhere`);
  // A first start that was killed left half a database behind.
  await Deno.mkdir(`${folder}/data/database.unpacking/base`, { recursive: true });
  await Deno.writeTextFile(`${folder}/data/database.unpacking/PG_VERSION`, "");
  await using server = await startBundle(`${folder}/elsewhere`, `${folder}/data`);
  const client = await registerClient(server), person = await registerPerson(server);
  const tokens = await redeem(server.send, client, codeIn(await authorizeAs(server, client, person)));
  assertEquals(tokens.status, 200, JSON.stringify(tokens));
  assertEquals((await introspect(server.send, client, tokens.access_token!)).sub as unknown, person.sub);
  const style = await server.send(/href="([^"]+\.css)"/.exec(await (await server.send("/")).text())![1]!);
  assertEquals(style.status, 200, await style.text());
  assertEquals(await server.stop(), 0);
  assertEquals(server.process.errors, []);
});

Deno.test("deno task compile takes the runtime that DENORT_BIN names", async () => {
  // Deno itself is no runtime for compiled programs, but a program can be put into it.
  Deno.env.set("DENORT_BIN", Deno.execPath());
  try {
    assertEquals(await compileBundle(`${folder}/elsewhere`, `${folder}/latchkey`), undefined);
  } finally {
    Deno.env.delete("DENORT_BIN");
  }
  const { size, mode } = await Deno.stat(`${folder}/latchkey`);
  assertEquals(size > (await Deno.stat(Deno.execPath())).size, true);
  assertEquals(mode! & 0o111, 0o111);
});

Deno.test("deno task compile refuses what it does not know, and helps", async () => {
  assertEquals((await compile(["--speed"])).code, 2);
  const { code, out } = await compile(["--help"]);
  assertEquals(code, 0);
  assertMatch(out, new RegExp(`${program} serve`));
});

Deno.test("a checkout runs with the permissions of the binary", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
  const granted = permissions.filter((flag) => flag.startsWith("--allow-"));
  assertEquals(tasks.start, `deno run ${granted.join(" ")} src/main.ts serve`);
  assertEquals(tasks.latchkey, `deno run ${granted.join(" ")} src/main.ts`);
});

import { assert, assertEquals, assertRejects } from "@std/assert";
import postgres from "postgres";
import { availablePostgres, startPostgres } from "../support/postgres.ts";

const query = async (url: string, text: string) => {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  return await sql.unsafe(text).finally(() => sql.end());
};

const mentioning = async (home: string) => {
  const pids = [...Deno.readDirSync("/proc")].map((entry) => entry.name).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => Deno.readTextFile(`/proc/${pid}/cmdline`).catch(() => "")),
  );
  return lines.filter((line) => line.includes(home));
};

for (const which of availablePostgres()) {
  Deno.test(`startPostgres(${which}) answers queries and makes databases that are apart`, async () => {
    await using server = await startPostgres(which);
    const [first, second] = [await server.createDatabase(), await server.createDatabase()];
    await query(first, "create table kept (id int primary key)");
    const [row] = await query(second, "select to_regclass('kept') as kept, version() as version");
    assertEquals(row!.kept, null);
    assert(row!.version.startsWith(`PostgreSQL ${server.version}`), row!.version);
  });

  Deno.test(`startPostgres(${which}) keeps its data and its port over stop and start`, async () => {
    await using server = await startPostgres(which);
    await query(server.url(), "create table kept as select 7 as id");
    for (const signal of ["fast", "immediate"] as const) {
      await server.stop(signal);
      await assertRejects(() => query(server.url(), "select 1"));
      await server.start();
      assertEquals([...await query(server.url(), "select id from kept")], [{ id: 7 }]);
    }
  });

  Deno.test(`startPostgres(${which}) recovers what was committed after kill`, async () => {
    await using server = await startPostgres(which, { durable: true });
    await query(server.url(), "create table kept as select generate_series(1, 1000) as id");
    const sleeping = assertRejects(() => query(server.url(), "select pg_sleep(600)"));
    await server.kill();
    await sleeping;
    await server.start();
    assertEquals([...await query(server.url(), "select count(*)::int as kept from kept")], [{ kept: 1000 }]);
  });

  Deno.test(`startPostgres(${which}) leaves no process and no file behind`, async () => {
    const server = await startPostgres(which);
    const [row] = await query(server.url(), "select current_setting('data_directory') as directory");
    const home = (row!.directory as string).replace(/\/data$/, "");
    assert((await mentioning(home)).length > 0);
    await server[Symbol.asyncDispose]();
    assertEquals(await mentioning(home), []);
    await assertRejects(() => Deno.stat(home), Deno.errors.NotFound);
  });
}

Deno.test("startPostgres leaves nothing behind when its process is killed", async () => {
  const support = new URL("../support/postgres.ts", import.meta.url).href;
  const program = `
    const { startPostgres } = await import("${support}");
    const server = await startPostgres("npm");
    const postgres = (await import("postgres")).default;
    const [row] = await postgres(server.url())\`select current_setting('data_directory') as directory\`;
    console.log(row.directory);
    await new Promise(() => setInterval(() => {}, 1000));`;
  const config = new URL("../../deno.json", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--config", config, program],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const home = (await reader.read()).value!.trim().replace(/\/data$/, "");
  assert((await mentioning(home)).length > 0);
  child.kill("SIGKILL");
  await child.status;
  await reader.cancel();
  while ((await mentioning(home)).length > 0 || await Deno.stat(home).then(() => true, () => false)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
});

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { sql } from "kysely";
import { account } from "../../src/domain/account.ts";
import { type Embedded, openEmbedded } from "../../src/store/embedded.ts";
import { migrateToLatest } from "../../src/store/migrate.ts";
import { plant } from "../support/database.ts";
import { rowFor } from "../support/machine_row.ts";

/** Opens a directory that must open. */
async function open(dataDir: string): Promise<Embedded> {
  const opened = await openEmbedded(dataDir);
  assert(opened.ok, opened.ok ? "" : opened.error.detail);
  return opened.value;
}

/** Another process that opens the directory, once it has said how that went. */
async function hold(dataDir: string) {
  const program = new URL("hold_embedded.ts", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", program, dataDir],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value } = await reader.read();
  return {
    said: value?.trim(),
    kill: () => child.kill("SIGKILL"),
    /** Resolves when it has ended, of itself or killed. */
    ended: async () => {
      await child.stdin.close().catch(() => {}); // killed: the pipe is broken
      await reader.cancel();
      await child.status;
    },
  };
}

async function withDirectory(work: (dataDir: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(`${folder}/data`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("openEmbedded: a new directory is its owner's alone, and what was committed is there after closing and opening again", () =>
  withDirectory(async (dataDir) => {
    const first = await open(dataDir);
    assertEquals((await Deno.stat(dataDir)).mode! & 0o777, 0o700);
    await migrateToLatest(first.db);
    const row = rowFor(account, 1);
    await plant(first.db, account, [row]);
    await first.close();
    const again = await open(dataDir);
    assertEquals(await migrateToLatest(again.db), []);
    assertEquals<unknown>(await again.db.selectFrom("account").selectAll().execute(), [row]);
    await again.close();
  }));

Deno.test("openEmbedded: a directory that another process holds is in use, and free again once that one is killed", () =>
  withDirectory(async (dataDir) => {
    const holder = await hold(dataDir);
    assertEquals(holder.said, "opened");
    const refused = await openEmbedded(dataDir); // at once: the other one does not end before it is killed
    assert(!refused.ok);
    assertEquals(refused.error.why, "in_use");
    assertStringIncludes(refused.error.detail, dataDir);
    const other = await hold(dataDir);
    assertEquals(other.said, "in_use");
    await other.ended();
    holder.kill();
    await holder.ended();
    const opened = await open(dataDir);
    assertEquals((await sql<{ one: number }>`select 1 as one`.execute(opened.db)).rows, [{ one: 1 }]);
    await opened.close();
  }));

Deno.test("openEmbedded: a directory that was closed is free for another process", () =>
  withDirectory(async (dataDir) => {
    const first = await open(dataDir);
    await first.close();
    const other = await hold(dataDir);
    assertEquals(other.said, "opened");
    await other.ended();
  }));

Deno.test("openEmbedded: a place where no directory can be made is unwritable", () =>
  withDirectory(async (file) => {
    await Deno.writeTextFile(file, "");
    const refused = await openEmbedded(`${file}/data`);
    assert(!refused.ok);
    assertEquals(refused.error.why, "unwritable");
  }));

Deno.test("openEmbedded: what is not a database is unreadable, and the directory is free again", () =>
  withDirectory(async (dataDir) => {
    await Deno.mkdir(`${dataDir}/database`, { recursive: true });
    await Deno.writeTextFile(`${dataDir}/database/PG_VERSION`, "7\n");
    for (let attempt = 0; attempt < 2; attempt++) {
      const refused = await openEmbedded(dataDir);
      assert(!refused.ok);
      assertEquals(refused.error.why, "unreadable");
    }
  }));

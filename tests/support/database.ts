/** Databases for tests: the embedded one in memory and servers, migrated, and rows of any machine in them. */
import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect, sql } from "kysely";
import { account } from "../../src/domain/account.ts";
import { client } from "../../src/domain/client.ts";
import type { Machine } from "../../src/domain/machine.ts";
import { upstream } from "../../src/domain/upstream.ts";
import { migrateToLatest } from "../../src/store/migrate.ts";
import { openPostgres, openPostgresToMigrate, type ServingLimits } from "../../src/store/postgres.ts";
import type { Database } from "../../src/store/schema.ts";
import { type Db, fire } from "../../src/store/transition.ts";
import { type Facts, type Row, rowFor } from "./machine_row.ts";
import { emptyTemplate, migratedTemplate } from "./memory_template.ts";

let memory: Promise<Db> | undefined;

/** The embedded database in memory, migrated and empty. One a process: a second call empties the first one's. */
export async function openMemory(): Promise<Db> {
  if (memory) await reset(await memory);
  memory ??= openTemplate(await migratedTemplate());
  return await memory;
}

/** A further one, migrated and empty, for a server beside the process's own. */
export const openFurtherMemory = async (): Promise<Db> => openTemplate(await migratedTemplate());

/** A new embedded database in memory in which there is nothing yet. */
export const openUnmigratedMemory = async (): Promise<Db> => openTemplate(await emptyTemplate());

async function openTemplate(loadDataDir: Blob): Promise<Db> {
  const pglite = await PGlite.create({ loadDataDir });
  return new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) });
}

/** On a machine that is busy with other tests, many who race for one row wait longer than people would. */
const patient: ServingLimits = {
  waitMs: 60_000,
  useMs: 60_000,
  statementMs: 50_000,
  idleInTransactionMs: 50_000,
};

/** Opens a database of a server and brings it to the newest migration. */
export async function openServer(url: string, connections?: number): Promise<Db> {
  await using migrating = openPostgresToMigrate(url);
  await migrateToLatest(migrating);
  return openPostgres(url, connections, patient);
}

/** Empties every table. Those in which nothing was ever written are empty: most are, and each one takes its time. */
export async function reset(db: Db): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select quote_ident(relname) as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'kysely%'
      and pg_relation_size(oid) > 0`.execute(db);
  if (rows.length === 0) return;
  await sql.raw(`truncate ${rows.map(({ name }) => name)} restart identity cascade`).execute(db);
}

type AnyTable = Kysely<Record<string, Record<string, unknown>>>;
/** The same handle for tables that are known only when the test runs. */
export const untyped = (db: Db): AnyTable => db as unknown as AnyTable;

/** Inserts rows of a machine's table, whatever their state, and the tenants and clients that they belong to. */
export async function plant(db: Db, m: Machine, rows: readonly Row[]): Promise<void> {
  if (m.name !== "tenant") {
    await insertMissing(db, "tenant", rows.map(({ tenant }) => tenantRow(tenant as string)));
  }
  if (m.name === "client_secret") {
    const owners = rows.map(({ tenant, client_id }, serial) => rowFor(client, serial, { tenant, client_id }));
    await insertMissing(db, "client", owners);
  }
  if (m.name === "upstream_identity") {
    const owner = (owned: Machine, column: string) =>
      insertMissing(
        db,
        owned.name,
        rows.map(({ tenant, [column]: id }, serial) => rowFor(owned, serial, { tenant, id })),
      );
    await owner(upstream, "upstream_id");
    await owner(account, "account_id");
  }
  for (const some of slices(rows)) await untyped(db).insertInto(m.name).values(some).execute();
}

async function insertMissing(db: Db, table: string, rows: readonly Row[]): Promise<void> {
  for (const some of slices(rows)) {
    await untyped(db).insertInto(table).values(some).onConflict((conflict) => conflict.doNothing()).execute();
  }
}

// A statement takes at most 65,535 parameters.
const slices = (rows: readonly Row[]): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / 1_000) }, (_, at) => rows.slice(at * 1_000, (at + 1) * 1_000));

const tenantRow = (id: string): Row => ({
  tenant: id,
  state: "active",
  state_at: 0,
  id,
  slug: id,
  host: null,
  policy: {},
  pairwise_salt: new Uint8Array([1]),
  created_at: 0,
});

/** What {@link fire} answers, for a machine that is known only when the test runs. */
export type Outcome =
  | { readonly ok: true; readonly row: Row }
  | { readonly ok: false; readonly refusal: string; readonly row: Row | undefined };

/** {@link fire} itself, for a machine that is known only when the test runs. */
export const fireAny = fire as unknown as (
  db: Db,
  subject: readonly [Machine, string],
  key: Row,
  at: number,
  input: Facts,
  set?: Row,
) => Promise<Outcome>;

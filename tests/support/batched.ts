/**
 * A database handle that runs many statements at once. What is asked of it side by side with the same text is one call
 * to the database, which runs that very text for each set of parameters in turn. Going there and back, and reading and
 * writing the protocol, is most of the time of a short statement, so that this is what lets a test fire hundreds of
 * thousands of events.
 */
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  sql,
} from "kysely";
import type { Database } from "../../src/store/schema.ts";
import type { Db } from "../../src/store/transition.ts";

interface Waiting {
  readonly parameters: readonly unknown[];
  readonly reply: PromiseWithResolvers<QueryResult<unknown>>;
}

/**
 * A handle for statements that answer whole rows of one table.
 *
 * @param db Where they run: a handle with one connection.
 * @param table The table whose rows they answer.
 */
export function batched(db: Db, table: string): Db {
  /** By the text of a statement, the call that runs it for each set of parameters. */
  const calls = new Map<string, Promise<string>>();
  let waiting = new Map<string, Waiting[]>(), before: Promise<void> = Promise.resolve();

  const run = async (text: string, asked: readonly Waiting[]) => {
    let call = calls.get(text);
    if (!call) calls.set(text, call = functionOf(db, table, `${table}_${calls.size}`, text));
    try {
      const sets = JSON.stringify(asked.map(({ parameters }) => parameters));
      const { rows } = await db.executeQuery<{ asked_at: number }>(CompiledQuery.raw(await call, [sets]));
      const found = Map.groupBy(rows, ({ asked_at }) => Number(asked_at));
      asked.forEach(({ reply }, at) => {
        const mine = found.get(at + 1) ?? [];
        reply.resolve({ rows: mine.map(({ asked_at: _, ...row }) => row) });
      });
    } catch (fault) {
      for (const { reply } of asked) reply.reject(fault);
    }
  };
  const hand = async () => {
    const asked = waiting;
    waiting = new Map();
    for (const [text, group] of asked) await run(text, group);
  };
  const connection: DatabaseConnection = {
    executeQuery: <R>({ sql, parameters }: CompiledQuery) => {
      if (waiting.size === 0) setImmediate(() => before = before.then(hand));
      const reply = Promise.withResolvers<QueryResult<unknown>>();
      const group = waiting.get(sql);
      group ? group.push({ parameters, reply }) : waiting.set(sql, [{ parameters, reply }]);
      return reply.promise as Promise<QueryResult<R>>;
    },
    streamQuery: () => {
      throw new Error("nothing is streamed here");
    },
  };
  return new Kysely<Database>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driverOf(connection),
      createIntrospector: (kysely) => new PostgresIntrospector(kysely),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}

const nothing = () => Promise.resolve();
const refused = () => Promise.reject(new Error("statements that are run at once share no transaction"));

const driverOf = (connection: DatabaseConnection): Driver => ({
  init: nothing,
  acquireConnection: () => Promise.resolve(connection),
  releaseConnection: nothing,
  beginTransaction: refused,
  commitTransaction: refused,
  rollbackTransaction: refused,
  destroy: nothing,
});

/**
 * Makes a function of a statement, as it stands.
 *
 * @returns the call of it for each set of a list of parameters, which answers its rows with the place of the set.
 */
async function functionOf(db: Db, table: string, name: string, text: string): Promise<string> {
  await sql.raw(`prepare ${name} as ${text}`).execute(db);
  const { rows: [prepared] } = await sql<{ types: string[] }>`
    select parameter_types::text[] as types from pg_prepared_statements where name = ${name}`.execute(db);
  const { types } = prepared!;
  await sql.raw(`deallocate ${name}`).execute(db);
  await sql.raw(
    `create function pg_temp.${name}(${
      types.join(", ")
    }) returns setof "${table}" language sql as $body$${text}$body$`,
  ).execute(db);
  const parameters = types.map((type, at) => `(asked.parameters ->> ${at})::${type}`);
  return `select asked.at as asked_at, answer.*
    from jsonb_array_elements($1::text::jsonb) with ordinality as asked (parameters, at)
    cross join lateral pg_temp.${name}(${parameters.join(", ")}) as answer`;
}

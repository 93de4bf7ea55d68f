/**
 * A database handle that runs many statements at once, in several databases alike. What is asked of it side by side with
 * the same text is one call to each database, which runs that very text for each set of parameters in turn. Going there
 * and back, and reading and writing the protocol, is most of the time of a short statement, so that this is what lets a
 * test fire hundreds of thousands of events.
 */
import { isDeepStrictEqual } from "node:util";
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

/** A row as a database answers it. */
type Row = Readonly<Record<string, unknown>>;

/** Whether two databases answered the same value. */
const alike = (one: unknown, other: unknown): boolean =>
  one === other || (typeof one === "object" && typeof other === "object" && isDeepStrictEqual(one, other));

/** Whether two databases answered the same rows. */
const allAlike = (some: readonly Row[], others: readonly Row[]): boolean =>
  some.length === others.length && some.every((row, at) => {
    const names = Object.keys(row), other = others[at]!;
    return names.length === Object.keys(other).length &&
      names.every((name) => alike(row[name], other[name]));
  });

/**
 * A handle for statements that answer whole rows of one table, in several databases at a time. A statement fails where
 * one of them answers it otherwise than the first.
 *
 * @param dbs Where they run: handles with one connection each.
 * @param table The table whose rows they answer.
 */
export function batched(dbs: readonly Db[], table: string): Db {
  const callers = dbs.map((db) => callerOf(db, table));
  let waiting = new Map<string, Waiting[]>(), before: Promise<void> = Promise.resolve();

  const run = async (text: string, asked: readonly Waiting[]) => {
    try {
      const sets = JSON.stringify(asked.map(({ parameters }) => parameters));
      const [found, ...others] = await Promise.all(callers.map((call) => call(text, sets)));
      asked.forEach(({ reply, parameters }, at) => {
        const rows = found!.get(at + 1) ?? [];
        const odd = others.map((other) => other.get(at + 1) ?? []).find((theirs) => !allAlike(rows, theirs));
        if (!odd) return reply.resolve({ rows });
        const said = [rows, odd].map((answer) => Deno.inspect(answer));
        reply.reject(new Error(`${text}, ${Deno.inspect(parameters)}: ${said.join(", elsewhere ")}`));
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

/** What runs a statement for each of a list of sets of parameters. @returns the rows by the place of the set, from 1 on. */
function callerOf(db: Db, table: string): (text: string, sets: string) => Promise<Map<number, Row[]>> {
  /** By the text of a statement, the call that runs it for each set. */
  const calls = new Map<string, Promise<string>>();
  return async (text, sets) => {
    let call = calls.get(text);
    if (!call) calls.set(text, call = functionOf(db, table, `${table}_${calls.size}`, text));
    const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(await call, [sets]));
    const found = new Map<number, Row[]>();
    for (const { asked_at, ...row } of rows) {
      const mine = found.get(Number(asked_at));
      mine ? mine.push(row) : found.set(Number(asked_at), [row]);
    }
    return found;
  };
}

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

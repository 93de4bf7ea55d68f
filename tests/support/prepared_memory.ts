/**
 * The embedded database in memory with statements that are planned once. Planning is most of the time of a short
 * statement there, so that this is what lets a test fire hundreds of thousands of events.
 */
import { PGlite, protocol, types } from "@electric-sql/pglite";
import { Kysely, PGliteDialect } from "kysely";
import { migrateToLatest } from "../../src/store/migrate.ts";
import type { Database } from "../../src/store/schema.ts";
import type { Db } from "../../src/store/transition.ts";
import { memoryTemplate } from "./database.ts";

interface Statement {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly columns: readonly { readonly name: string; readonly dataTypeID: number }[];
}

/** A new embedded database in memory, migrated. */
export async function openPreparedMemory(): Promise<Db> {
  const pglite = await PGlite.create({ loadDataDir: await memoryTemplate() });
  await migrateToLatest(new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) }));
  const query = preparedQueries(pglite);
  // What Kysely's driver asks of an instance, and no more.
  const instance = {
    ready: true,
    closed: false,
    query,
    transaction: (work: (inside: unknown) => Promise<unknown>) => pglite.transaction(() => work({ query })),
  };
  return new Kysely<Database>({ dialect: new PGliteDialect({ pglite: instance as unknown as PGlite }) });
}

/** Runs statements by name: parsed and described when a text is met first, then only bound and executed. */
function preparedQueries(pglite: PGlite) {
  const known = new Map<string, Statement>();

  const prepare = async (text: string): Promise<Statement> => {
    const name = `statement_${known.size}`;
    const { messages } = await pglite.execProtocol(joined([
      protocol.serialize.parse({ name, text }),
      protocol.serialize.describe({ type: "S", name }),
      protocol.serialize.sync(),
    ]));
    // deno-lint-ignore no-explicit-any -- the union of messages is not discriminated by its names
    const found = (message: string): any => messages.find((one) => one.name === message);
    const statement: Statement = {
      name,
      parameters: found("parameterDescription").dataTypeIDs,
      columns: found("rowDescription")?.fields ?? [],
    };
    known.set(text, statement);
    return statement;
  };

  return async (text: string, parameters: readonly unknown[]) => {
    const statement = known.get(text) ?? await prepare(text);
    const values = parameters.map((value, index) =>
      value === null ? null : (pglite.serializers[statement.parameters[index]!] ?? String)(value)
    );
    const { messages } = await pglite.execProtocol(joined([
      protocol.serialize.bind({ statement: statement.name, values }),
      protocol.serialize.execute({}),
      protocol.serialize.sync(),
    ]));
    const rows = messages.filter((message) => message.name === "dataRow").map((message) => {
      const { fields } = message as unknown as { readonly fields: readonly (string | null)[] };
      return Object.fromEntries(
        statement.columns.map((
          { name, dataTypeID },
          index,
        ) => [name, types.parseType(fields[index]!, dataTypeID, pglite.parsers)]),
      );
    });
    return { rows };
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

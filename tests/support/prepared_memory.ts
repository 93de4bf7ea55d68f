/**
 * The embedded database in memory with statements that are planned once, and sent together where several are waiting.
 * Planning, and crossing into the database and back, is most of the time of a short statement there, so that this is
 * what lets a test fire hundreds of thousands of events.
 */
import { PGlite, protocol, types } from "@electric-sql/pglite";
import { Kysely, PGliteDialect } from "kysely";
import type { Database } from "../../src/store/schema.ts";
import type { Db } from "../../src/store/transition.ts";
import { migratedTemplate } from "./memory_template.ts";

interface Statement {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly columns: readonly { readonly name: string; readonly dataTypeID: number }[];
}

interface Answer {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** A new embedded database in memory, migrated. */
export async function openPreparedMemory(): Promise<Db> {
  const pglite = await PGlite.create({ loadDataDir: await migratedTemplate() });
  // A plan for whatever values come: the rows are found by their keys.
  await pglite.exec("set plan_cache_mode = force_generic_plan");
  const run = preparedStatements(pglite), query = together(run);
  // What Kysely's driver asks of an instance, and no more.
  const instance = {
    ready: true,
    closed: false,
    query: (text: string, parameters: readonly unknown[]) => query([text, parameters]),
    transaction: (work: (inside: unknown) => Promise<unknown>) => pglite.transaction(() => work(instance)),
  };
  return new Kysely<Database>({ dialect: new PGliteDialect({ pglite: instance as unknown as PGlite }) });
}

/** Hands over, in one list, what was asked for until everybody waits; one list after the other. */
function together<Question, Answer>(
  answer: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  let waiting: { readonly question: Question; readonly reply: PromiseWithResolvers<Answer> }[] = [];
  let before: Promise<void> = Promise.resolve();
  const handOver = async () => {
    const asked = waiting;
    waiting = [];
    try {
      const answers = await answer(asked.map(({ question }) => question));
      asked.forEach(({ reply }, at) => reply.resolve(answers[at]!));
    } catch (fault) {
      for (const { reply } of asked) reply.reject(fault);
    }
  };
  return (question) => {
    const reply = Promise.withResolvers<Answer>();
    if (waiting.push({ question, reply }) === 1) {
      setImmediate(() => before = before.then(handOver));
    }
    return reply.promise;
  };
}

/** Runs statements by name: parsed and described when a text is met first, then only bound and executed. */
function preparedStatements(pglite: PGlite) {
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

  const bound = (statement: Statement, parameters: readonly unknown[]) =>
    protocol.serialize.bind({
      statement: statement.name,
      values: parameters.map((value, index) =>
        value === null ? null : (pglite.serializers[statement.parameters[index]!] ?? String)(value)
      ),
    });

  const rowOf = ({ columns }: Statement, fields: readonly (string | null)[]) =>
    Object.fromEntries(
      columns.map(({ name, dataTypeID }, index) =>
        [name, types.parseType(fields[index]!, dataTypeID, pglite.parsers)] as const
      ),
    );

  return async (asked: readonly (readonly [string, readonly unknown[]])[]): Promise<readonly Answer[]> => {
    const statements: Statement[] = [];
    for (const [text] of asked) statements.push(known.get(text) ?? await prepare(text));
    const { messages } = await pglite.execProtocol(joined([
      ...asked.flatMap(([, parameters], at) => [
        bound(statements[at]!, parameters),
        protocol.serialize.execute({}),
      ]),
      protocol.serialize.sync(),
    ]));
    const rows: Record<string, unknown>[][] = statements.map(() => []);
    let at = 0;
    for (const message of messages) {
      if (message.name === "commandComplete") at++;
      if (message.name !== "dataRow") continue;
      const { fields } = message as unknown as { readonly fields: readonly (string | null)[] };
      rows[at]!.push(rowOf(statements[at]!, fields));
    }
    return rows.map((found) => ({ rows: found }));
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

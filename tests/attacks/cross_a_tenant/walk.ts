/** Carries out attacks, and says what was noticed. */
import { sql } from "kysely";
import type { Db } from "../../../src/store/transition.ts";
import type { Attack, Place, Shown } from "./attack.ts";
import { notes } from "./attack.ts";
import type { Belongings, Side } from "./belongings.ts";

/** Every row of every table, as JSON, by table. */
export type Rows = ReadonlyMap<string, readonly string[]>;

let tables: readonly string[] | undefined;

async function tablesOf(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and column_name = 'tenant' and table_type = 'BASE TABLE' order by 1`
    .execute(db);
  return rows.map(({ name }) => name);
}

/** Reads every row that belongs to a tenant: all tables in one statement. */
export async function rowsOf(db: Db): Promise<Rows> {
  tables ??= await tablesOf(db);
  const parts = tables.map((name) =>
    sql`select ${name}::text as name, to_jsonb(x)::text as row from ${sql.table(name)} x`
  );
  const { rows } = await sql<{ name: string; row: string }>`${sql.join(parts, sql` union all `)}`.execute(db);
  return new Map(
    [...Map.groupBy(rows, ({ name }) => name)].map(([name, all]) => [name, all.map(({ row }) => row)]),
  );
}

/** The rows that are in one of the two alone, with the table before them. */
export function difference(
  before: Rows,
  after: Rows,
): readonly { readonly table: string; readonly row: string }[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((table) => {
    const had = new Set(before.get(table)), has = new Set(after.get(table));
    return [...had.symmetricDifference(has)].map((row) => ({ table, row }));
  });
}

/** The one table that is not put back: nothing is decided by it. */
const trail = "audit_event";

/** Puts back what differs now. @returns the rows as they are then. */
export async function restore(db: Db, rows: Rows, now: Rows): Promise<Rows> {
  const changed = new Set(difference(rows, now).map(({ table }) => table).filter((table) => table !== trail));
  if (changed.size === 0) return now;
  // The order in which tables refer to each other is nobody's business here.
  await sql`set session_replication_role = replica`.execute(db);
  for (const table of changed) {
    const had = `[${(rows.get(table) ?? []).join(",")}]`;
    await sql`delete from ${sql.table(table)}`.execute(db);
    await sql`insert into ${sql.table(table)}
      select * from jsonb_populate_recordset(null::${sql.table(table)}, ${had}::jsonb)`.execute(db);
  }
  await sql`set session_replication_role = origin`.execute(db);
  return new Map([...rows, [trail, now.get(trail) ?? []]]);
}

function cookiesFor(a: Belongings, b: Side, { browser }: Shown): string | undefined {
  if (!browser) return undefined;
  const both = [...browser.cookies].flatMap(([name, value]) => {
    const renamed = name.replace(`_${a.side.tenant}`, `_${b.tenant}`);
    return [...new Set([name, renamed])].map((each) => `${each}=${value}`);
  });
  return both.join("; ");
}

/** What came of a request, and of the redirects that it led to at the same server. */
interface Outcome {
  readonly status: number;
  readonly location: string;
  readonly body: string;
  readonly cookies: readonly string[];
}

async function send(a: Belongings, b: Side, method: string, shown: Shown): Promise<Outcome> {
  const headers = new Headers(), cookie = cookiesFor(a, b, shown), { form, json, bearer, basic } = shown;
  if (cookie) headers.set("cookie", cookie);
  if (bearer) headers.set("authorization", `Bearer ${bearer}`);
  if (basic) headers.set("authorization", `Basic ${btoa(`${basic.client_id}:${basic.client_secret}`)}`);
  if (form) headers.set("content-type", "application/x-www-form-urlencoded");
  if (json !== undefined) headers.set("content-type", "application/json");
  const text = form ? new URLSearchParams(form).toString() : json === undefined ? null : JSON.stringify(json);
  const body = method === "GET" ? null : text;
  const told: string[] = [];
  // The issuer itself has no slash at its end.
  let response = await b.send(b.issuer + shown.path.replace(/^\/$/, ""), { method, headers, body });
  for (let hops = 0; hops < 3; hops++) {
    told.push(...response.headers.getSetCookie());
    const location = response.headers.get("location");
    if (location === null || new URL(location, b.issuer).origin !== new URL(b.issuer).origin) break;
    await response.body?.cancel();
    response = await b.send(location, cookie ? { headers: { cookie } } : {});
  }
  const location = response.headers.get("location") ?? "";
  return { status: response.status, location, body: await response.text(), cookies: told };
}

const textOf = ({ location, body, cookies }: Outcome) => [location, ...cookies, body].join("\n");

/** An answer without what is another one each time, whoever asks. */
function steady({ status, location, body, cookies }: Outcome): string {
  // A browser that comes with the state of another sign-in, or of none, is given a new one. It opens nothing.
  const given = cookies.filter((line) => !line.startsWith("lk_bs_")).map((line) =>
    line.replace(/=[^;]*/, "=")
  );
  return [status, location, ...given, body].join("\n").replaceAll(/lk_[a-z]{2}_[0-9A-Za-z]{20,}/g, "a secret")
    .replaceAll(/name="csrf" value="[^"]*"/g, "csrf").replaceAll(/<code>[^<]*<\/code>/g, "a reference")
    .replaceAll(/\d+ m?s\b/g, "some time");
}

/** Two texts from where they part. */
function parting(one: string, other: string): string {
  const at = [...one].findIndex((letter, at) => letter !== other[at]), from = Math.max(0, at - 30);
  return [one, other].map((text) => text.slice(from, from + 200)).join(" | ");
}

const isRefused = ({ status, location }: Outcome) =>
  status >= 400 && status < 500 || status === 303 && /[?&#]error=/.test(location);

/**
 * Shows something of A's at B.
 *
 * @param before The rows as they are now.
 * @returns faults: what B should not have done: answered as if it were its own, told something of A's, or changed a row;
 * none where the attack came to nothing. rows: the rows as they are afterwards.
 */
export async function noticed(
  method: string,
  attack: Attack,
  { a, b, before }: { readonly a: Belongings; readonly b: Place; readonly before: Rows },
): Promise<{ readonly faults: readonly string[]; readonly rows: Rows }> {
  const { db } = a.side, shown = await attack.show(a, b);
  const outcome = await send(a, b.side, method, shown), rows = await rowsOf(db);
  const said = JSON.stringify(shown), answered = textOf(outcome);
  const marks = attack.at === "twin" ? a.marks : [...a.marks, ...a.sharedMarks];
  const told = marks.filter((mark) => answered.includes(mark) && !said.includes(mark));
  const faults = told.map((mark) => `told ${mark}`), mayWrite = [...notes, ...attack.mayWrite ?? []];
  for (const { table, row } of difference(before, rows)) {
    const { tenant, machine } = JSON.parse(row), written = table === trail ? machine : table;
    if (tenant !== b.side.tenant || !mayWrite.includes(written)) {
      faults.push(`changed ${table}: ${row.slice(0, 300)}`);
    }
  }
  if (outcome.status >= 500) faults.push(`answered ${outcome.status}`);
  if (attack.asNobody) {
    const nobody = await send(a, b.side, method, attack.asNobody(a, b));
    const [one = "", other = ""] = [outcome, nobody].map(steady);
    if (one !== other) faults.push(`answered otherwise than to nobody: ${parting(one, other)}`);
  } else if (!isRefused(outcome)) faults.push(`answered ${steady(outcome).slice(0, 200)}`);
  return { faults, rows: attack.asNobody ? await rowsOf(db) : rows };
}

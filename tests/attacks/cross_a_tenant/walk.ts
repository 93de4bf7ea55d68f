/** Carries out attacks, and says what was noticed. */
import { sql } from "kysely";
import type { Db } from "../../../src/store/transition.ts";
import type { Attack, Place, Shown } from "./attack.ts";
import { notes } from "./attack.ts";
import type { Belongings, Side } from "./belongings.ts";

/** Every row of every table, as a digest, by table and by the tenant and the machine that it belongs to. */
export type Rows = ReadonlySet<string>;

/** The one table that is not put back: nothing is decided by it. */
const trail = "audit_event";

const name = (table: string) => `"${table}"`;

/** Prepares the one statement that reads all tables: planning it takes longer than carrying it out. @returns their names. */
async function prepareRows(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and column_name = 'tenant' and table_type = 'BASE TABLE' order by 1`
    .execute(db);
  const parts = rows.map(({ name: table }) =>
    `select concat_ws(' ', '${table}', x.tenant, ${
      table === trail ? "x.machine" : `'${table}'`
    }, md5(x::text)) as row
      from ${name(table)} x`
  );
  await sql.raw(`prepare every_row as ${parts.join(" union all ")}`).execute(db);
  return rows.map(({ name: table }) => table);
}

let tables: Promise<readonly string[]> | undefined;

/** Reads every row of every table that belongs to a tenant. */
export async function rowsOf(db: Db): Promise<Rows> {
  await (tables ??= prepareRows(db));
  const { rows } = await sql<{ row: string }>`execute every_row`.execute(db);
  return new Set(rows.map(({ row }) => row));
}

/** A row that came, went or changed: its table, whose it is, and the machine or the table that it tells of. */
interface Changed {
  readonly table: string;
  readonly tenant: string;
  readonly of: string;
}

function changes(before: Rows, after: Rows): readonly Changed[] {
  return [...before.symmetricDifference(after)].map((row) => {
    const [table = "", tenant = "", of = ""] = row.split(" ");
    return { table, tenant, of };
  });
}

/** Keeps a copy of every row, to be put back. */
export async function keepRows(db: Db): Promise<void> {
  await sql`create schema kept`.execute(db);
  for (const table of await (tables ??= prepareRows(db))) {
    await sql.raw(`create table kept.${name(table)} as table ${name(table)}`).execute(db);
  }
}

/** Puts back what has changed since the rows were kept. @returns the rows as they are then. */
export async function restore(db: Db, kept: Rows, now: Rows): Promise<Rows> {
  const changed = new Set(changes(kept, now).map(({ table }) => table).filter((table) => table !== trail));
  if (changed.size === 0) return now;
  // The order in which tables refer to each other is nobody's business here.
  await sql`set session_replication_role = replica`.execute(db);
  for (const table of changed) {
    await sql.raw(`delete from ${name(table)}`).execute(db);
    await sql.raw(`insert into ${name(table)} select * from kept.${name(table)}`).execute(db);
  }
  await sql`set session_replication_role = origin`.execute(db);
  return await rowsOf(db);
}

function cookiesFor(a: Belongings, b: Side, { browser }: Shown): string | undefined {
  if (!browser) return undefined;
  const both = [...browser.cookies].flatMap(([name, value]) => {
    const bare = name.replace(/^__Host-/, "").replace(`_${a.side.tenant}`, `_${b.tenant}`);
    const renamed = b.issuer.startsWith("https:") ? `__Host-${bare}` : bare;
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
  const given = cookies.filter((line) => !/^(__Host-)?lk_bs_/.test(line)).map((line) =>
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
  for (const { table, tenant, of } of changes(before, rows)) {
    if (tenant !== b.side.tenant || !mayWrite.includes(of)) {
      faults.push(`changed ${table} of tenant ${tenant}`);
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

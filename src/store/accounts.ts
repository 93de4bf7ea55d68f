import type { Selectable } from "kysely";
import { sql } from "kysely";
import { account as machine } from "../domain/account.ts";
import type { Attributes } from "../domain/attributes.ts";
import type { ClaimSources } from "../domain/claim_source.ts";
import type { Account, StandardClaims } from "../domain/claims.ts";
import type { Instant } from "../domain/time.ts";
import type { AccountTable } from "./tables/account.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire, increment } from "./transition.ts";

export type AccountRow = Selectable<AccountTable>;

/** What is known about a person. */
export interface AccountRecord {
  readonly username: string | null;
  readonly email: string | null;
  readonly email_verified: boolean;
  readonly claims: StandardClaims;
  /** None, where nothing is said of a new account; else as they are. */
  readonly attributes?: Attributes;
  /** As with attributes. */
  readonly claim_sources?: ClaimSources;
  /** As with attributes. */
  readonly groups?: readonly string[];
}

const all = ({ db, tenant }: TenantStore) =>
  db.selectFrom("account").selectAll().where("tenant", "=", tenant).where("state", "!=", "erased");

/** The account of that id, unless erased. */
export const findAccount = (store: TenantStore, id: string): Promise<AccountRow | undefined> =>
  all(store).where("id", "=", id).executeTakeFirst();

/** The same account, locked until the unit ends, so that what is decided by it still holds when it is written. */
export const lockAccount = (store: TenantStore, id: string): Promise<AccountRow | undefined> =>
  all(store).where("id", "=", id).forUpdate().executeTakeFirst();

/** The accounts that have this username or this e-mail address, upper and lower case alike. */
const named = (store: TenantStore, login: string) =>
  all(store).where((e) =>
    e.or([
      e(sql`lower(username)`, "=", login.toLowerCase()),
      e(sql`lower(email)`, "=", login.toLowerCase()),
    ])
  );

/** The account that a person means by what they typed: a username first, else an e-mail address, upper and lower case alike. */
export const findAccountByLogin = (store: TenantStore, login: string): Promise<AccountRow | undefined> =>
  named(store, login).orderBy(
    sql`lower(username) = ${login.toLowerCase()}`,
    (order) => order.desc().nullsLast(),
  ).limit(1)
    .executeTakeFirst();

/** The groups that people are in, by the ids of their accounts. */
export async function groupsOf(
  { db, tenant }: TenantStore,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom("account").select(["id", "groups"]).where("tenant", "=", tenant)
    .where("id", "in", ids).execute();
  return new Map(rows.map(({ id, groups }) => [id, groups]));
}

/** The account that has this e-mail address, upper and lower case alike, locked until the unit ends. */
export const lockAccountByEmail = (store: TenantStore, email: string): Promise<AccountRow | undefined> =>
  all(store).where(sql`lower(email)`, "=", email.toLowerCase()).forUpdate().executeTakeFirst();

/** A page of accounts, oldest first, after the given id. */
export async function listAccounts(
  store: TenantStore,
  { after, limit, login }: {
    readonly after: string | undefined;
    readonly limit: number;
    readonly login?: string | undefined;
  },
): Promise<readonly AccountRow[]> {
  let query = login === undefined ? all(store) : named(store, login);
  if (after !== undefined) {
    const last = store.db.selectFrom("account").select("created_at").where("tenant", "=", store.tenant)
      .where("id", "=", after);
    query = query.where((e) =>
      e.or([e("created_at", ">", last), e.and([e("created_at", "=", last), e("id", ">", after)])])
    );
  }
  return await query.orderBy("created_at").orderBy("id").limit(limit).execute();
}

/** Makes a pending account. @returns undefined where the username or the e-mail address is taken. */
export const createAccount = (
  { db, tenant }: TenantStore,
  id: string,
  record: AccountRecord,
  at: Instant,
): Promise<AccountRow | undefined> =>
  create(db, machine, at, {
    tenant,
    id,
    attributes: {},
    claim_sources: {},
    groups: [],
    ...record,
    version: 1,
    created_at: at,
    updated_at: at,
  });

/** Changes an account that is still as it was read: `version` is the one read. A taken name or address throws the database's unique violation. */
export const amendAccount = (
  { db, tenant }: TenantStore,
  id: string,
  version: number,
  record: AccountRecord,
  at: Instant,
) =>
  fire(db, [machine, "amend"], { tenant, id }, at, { version }, {
    ...record,
    version: increment("version"),
    updated_at: at,
  });

/** Which of an account's unique members somebody else has, by the fault that {@link amendAccount} threw. */
export function takenMember(fault: unknown): "username" | "email" | undefined {
  const { code, constraint, constraint_name } = fault as Readonly<Record<string, unknown>>;
  if (code !== "23505") return undefined;
  // The two drivers name the constraint differently.
  const name = constraint ?? constraint_name;
  return name === "account_username" ? "username" : name === "account_email" ? "email" : undefined;
}

/** Activates, disables or enables an account. */
export const moveAccount = (
  { db, tenant }: TenantStore,
  id: string,
  event: "activate" | "disable" | "enable",
  at: Instant,
) => fire(db, [machine, event], { tenant, id }, at, {});

/** Erases an account: nothing personal is left, the id stays taken for ever. */
export async function eraseAccount({ db, tenant }: TenantStore, id: string, at: Instant) {
  const erased = await fire(db, [machine, "erase"], { tenant, id }, at, {}, {
    username: null,
    email: null,
    email_verified: false,
    claims: {},
    attributes: {},
    claim_sources: {},
    groups: [],
    updated_at: at,
  });
  if (erased.ok) {
    for (const table of ["password", "admin_role", "upstream_identity", "link_proof"] as const) {
      await db.deleteFrom(table).where("tenant", "=", tenant).where("account_id", "=", id).execute();
    }
  }
  return erased;
}

/** An account row as claims are made from it. */
export const accountOf = (row: AccountRow): Account => ({
  id: row.id,
  username: row.username,
  email: row.email,
  email_verified: row.email_verified,
  claims: row.claims,
  attributes: row.attributes,
  claim_sources: row.claim_sources,
  groups: row.groups,
  updated_at: row.updated_at,
});

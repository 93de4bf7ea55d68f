import type { Selectable } from "kysely";
import { browser as browserMachine } from "../domain/browser.ts";
import { none } from "../domain/machine.ts";
import { session as sessionMachine } from "../domain/session.ts";
import type { Handle } from "../crypto/secret.ts";
import type { Instant } from "../domain/time.ts";
import { queueLogouts } from "./logout_deliveries.ts";
import { forgetSessionUpstreams } from "./session_upstreams.ts";
import type { SessionTable } from "./tables/session.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire } from "./transition.ts";

export type SessionRow = Selectable<SessionTable>;

/** Open sessions of accounts that are active, in browsers that are open; the latest sign-in first. */
const openSessionsQuery = ({ db, tenant }: TenantStore, now: Instant) =>
  db.selectFrom("session as s")
    .innerJoin(
      "browser as b",
      (join) => join.onRef("b.tenant", "=", "s.tenant").onRef("b.id", "=", "s.browser_id"),
    )
    .innerJoin(
      "account as a",
      (join) => join.onRef("a.tenant", "=", "s.tenant").onRef("a.id", "=", "s.account_id"),
    )
    .selectAll("s").where("s.tenant", "=", tenant)
    .where("b.state", "=", "open").where("b.expires_at", ">", now)
    .where("s.state", "=", "open").where("s.expires_at", ">", now).where("s.idle_expires_at", ">", now)
    .where("a.state", "=", "active").orderBy("s.signed_in_at", "desc").orderBy("s.id");

/** The open sessions of the browser whose cookie this is. */
export const openSessions = (
  store: TenantStore,
  browser: Handle | undefined,
  now: Instant,
): Promise<readonly SessionRow[]> =>
  browser === undefined
    ? Promise.resolve([])
    : openSessionsQuery(store, now).where("b.digest", "=", browser.digest).execute();

/** The open sessions of the browser of that id. */
export const openSessionsIn = (
  store: TenantStore,
  browser_id: string,
  now: Instant,
): Promise<readonly SessionRow[]> => openSessionsQuery(store, now).where("b.id", "=", browser_id).execute();

/** Whether the account was signed in in this browser before, however that session ended. */
export async function isKnownBrowser(
  { db, tenant }: TenantStore,
  browser: Handle | undefined,
  account_id: string,
): Promise<boolean> {
  if (!browser) return false;
  const row = await db.selectFrom("session as s")
    .innerJoin(
      "browser as b",
      (join) => join.onRef("b.tenant", "=", "s.tenant").onRef("b.id", "=", "s.browser_id"),
    )
    .select("s.id").where("s.tenant", "=", tenant).where("b.digest", "=", browser.digest)
    .where("s.account_id", "=", account_id).executeTakeFirst();
  return row !== undefined;
}

/** What a sign-in established. */
export interface SignIn {
  readonly account_id: string;
  readonly auth_time: Instant;
  readonly acr: string;
  readonly amr: readonly string[];
  /** The upstream that vouched for it; `-`: none did. */
  readonly signed_in_by: string;
  readonly idle_expires_at: Instant;
  readonly expires_at: Instant;
  readonly at: Instant;
}

/** The id of the browser whose cookie this is, whatever its state. */
async function browserOf({ db, tenant }: TenantStore, { digest }: Handle): Promise<string | undefined> {
  const row = await db.selectFrom("browser").select("id").where("tenant", "=", tenant)
    .where("digest", "=", digest).executeTakeFirst();
  return row?.id;
}

/** What a browser's cookie becomes. */
export interface FreshCookie {
  readonly digest: string;
  readonly expires_at: Instant;
}

/** Gives a browser another secret. @returns its id, or undefined where the cookie names none that is live. */
export async function renewSecret(
  store: TenantStore,
  presented: Handle,
  { digest, expires_at }: FreshCookie,
  at: Instant,
): Promise<string | undefined> {
  const { db, tenant } = store, id = await browserOf(store, presented);
  if (id === undefined) return undefined;
  const facts = { digest: presented.digest, now: at };
  const set = { digest, expires_at };
  return (await fire(db, [browserMachine, "renew"], { tenant, id }, at, facts, set)).ok ? id : undefined;
}

/**
 * Renews the browser's secret, or makes a browser record where the cookie names none that is live: whatever the
 * cookie was before a sign-in, it is another one after it.
 *
 * @returns the browser's id.
 */
export async function renewBrowser(
  store: TenantStore,
  presented: Handle | undefined,
  { id, digest, expires_at }: FreshCookie & { readonly id: string },
  at: Instant,
): Promise<string> {
  const { db, tenant } = store;
  const renewed = presented && await renewSecret(store, presented, { digest, expires_at }, at);
  if (renewed !== undefined) return renewed;
  await create(db, browserMachine, at, { tenant, id, digest, expires_at, created_at: at });
  return id;
}

/** Signs an account in in a browser: its open session there is renewed, else a new one is made; others stay. */
export async function signInSession(
  store: TenantStore,
  browser_id: string,
  newId: string,
  signIn: SignIn,
): Promise<SessionRow> {
  const { db, tenant } = store,
    { account_id, at, ...proven } = signIn,
    facts = { ...proven, signed_in_at: at };
  const present = await db.selectFrom("session").select("id").where("tenant", "=", tenant)
    .where("browser_id", "=", browser_id).where("account_id", "=", account_id).where("state", "=", "open")
    .executeTakeFirst();
  if (present) {
    const key = { tenant, id: present.id };
    const bound = { account: account_id, browser: browser_id, now: at };
    const renewed = await fire(db, [sessionMachine, "reauthenticate"], key, at, bound, facts);
    if (renewed.ok) return renewed.row;
    await endSession(store, { id: present.id, account_id }, renewed.refusal, at);
  }
  const made = await create(db, sessionMachine, at, {
    tenant,
    id: newId,
    browser_id,
    account_id,
    ...facts,
    end_reason: "",
    created_at: at,
  });
  if (!made) throw new Error("The account was signed in twice in one browser at the same moment");
  return made;
}

/** Prolongs a session's idle time because it was used. */
export const touchSession = (
  { db, tenant }: TenantStore,
  { id, browser_id }: { readonly id: string; readonly browser_id: string },
  idle_expires_at: Instant,
  now: Instant,
) =>
  fire(db, [sessionMachine, "touch"], { tenant, id }, now, { browser: browser_id, now }, { idle_expires_at });

/** Ends one session of an account, and queues what its clients are to be told. Inside a unit. */
export async function endSession(
  store: TenantStore,
  { id, account_id }: { readonly id: string; readonly account_id: string },
  reason: string,
  at: Instant,
) {
  const key = { tenant: store.tenant, id };
  const ended = await fire(store.db, [sessionMachine, "end"], key, at, { account: account_id }, {
    end_reason: reason,
  });
  if (ended.ok) {
    await queueLogouts(store, ended.row, at);
    await forgetSessionUpstreams(store, id);
  }
  return ended;
}

/** Ends the open sessions of an account. @param kept The one that stays, where one does. */
export async function endSessionsOfAccount(
  store: TenantStore,
  account_id: string,
  reason: string,
  at: Instant,
  kept: string = none,
): Promise<void> {
  const open = await store.db.selectFrom("session").select("id").where("tenant", "=", store.tenant)
    .where("account_id", "=", account_id).where("state", "=", "open").where("id", "!=", kept)
    .orderBy("id").execute();
  for (const { id } of open) await endSession(store, { id, account_id }, reason, at);
}

/**
 * Ends a browser and every session in it. The browser goes first: a sign-in that comes in between makes another one,
 * and one that came just before has given this one another secret, so that nothing ends.
 */
export async function endBrowser(
  store: TenantStore,
  presented: Handle,
  reason: string,
  at: Instant,
): Promise<void> {
  const { db, tenant } = store, browser_id = await browserOf(store, presented);
  if (browser_id === undefined) return;
  const facts = { digest: presented.digest };
  if (!(await fire(db, [browserMachine, "end"], { tenant, id: browser_id }, at, facts)).ok) return;
  const open = await db.selectFrom("session").select(["id", "account_id"]).where("tenant", "=", tenant)
    .where("browser_id", "=", browser_id).where("state", "=", "open").orderBy("id").execute();
  for (const session of open) await endSession(store, session, reason, at);
}

/** The open sessions of an account, in whichever browser; the one that was used last first. */
export const sessionsOfAccount = (
  { db, tenant }: TenantStore,
  account_id: string,
  now: Instant,
): Promise<readonly SessionRow[]> =>
  db.selectFrom("session").selectAll().where("tenant", "=", tenant).where("account_id", "=", account_id)
    .where("state", "=", "open").where("expires_at", ">", now).where("idle_expires_at", ">", now)
    .orderBy("state_at", "desc").orderBy("id").execute();

const openById = ({ db, tenant }: TenantStore, id: string, now: Instant) =>
  db.selectFrom("session").selectAll().where("tenant", "=", tenant).where("id", "=", id)
    .where("state", "=", "open").where("expires_at", ">", now).where("idle_expires_at", ">", now);

/** The session of that id, while it is open and within its lifetimes. */
export const findOpenSession = (
  store: TenantStore,
  id: string,
  now: Instant,
): Promise<SessionRow | undefined> => openById(store, id, now).executeTakeFirst();

/** The same, which nobody ends until the unit is over. Where somebody does so just now there is none. */
export const holdOpenSession = (
  store: TenantStore,
  id: string,
  now: Instant,
): Promise<SessionRow | undefined> => openById(store, id, now).forShare().executeTakeFirst();

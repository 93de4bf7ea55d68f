import { type RawBuilder, sql } from "kysely";
import { bucketOf, day, type Instant, type Seconds } from "../domain/time.ts";
import type { Db } from "./transition.ts";

/**
 * Tables whose rows expire, and how long each row is kept after that: long enough to tell a late replay from an
 * unknown secret, and to look into what happened.
 */
const expiring: readonly { readonly table: string; readonly kept: Seconds; readonly bucketed: boolean }[] = [
  // Anybody makes large ones, and one that is late is answered like one that never was.
  { table: "parked_request", kept: 0, bucketed: true },
  { table: "interaction", kept: day, bucketed: true },
  { table: "upstream_flow", kept: day, bucketed: true },
  // It may hold what an upstream issued, and its flow tells what is late.
  { table: "link_proof", kept: 0, bucketed: true },
  { table: "authorization_code", kept: 7 * day, bucketed: true },
  { table: "one_time_link", kept: 7 * day, bucketed: true },
  { table: "logout_delivery", kept: 7 * day, bucketed: true },
  { table: "access_token", kept: day, bucketed: true },
  { table: "revoked_jti", kept: day, bucketed: true },
  // Longer than what carried it is taken beyond its expiry.
  { table: "spent_jti", kept: day, bucketed: true },
  { table: "refusal", kept: 0, bucketed: true },
  { table: "refresh_token", kept: 30 * day, bucketed: true },
  { table: "token_family", kept: 30 * day, bucketed: true },
  { table: "session", kept: 30 * day, bucketed: false },
  // Those that are linked never expire.
  { table: "upstream_identity", kept: 0, bucketed: false },
  // Registrations that nobody ever used; every other client is kept.
  { table: "client", kept: 0, bucketed: false },
  { table: "client_logo", kept: 7 * day, bucketed: false },
  { table: "initial_access_token", kept: 30 * day, bucketed: false },
  { table: "browser", kept: 30 * day, bucketed: false },
];

/** Names of the tables that {@link sweep} looks after. */
export const swept: readonly string[] = expiring.map(({ table }) => table);

/** Rows that one statement deletes at most, so that no lock is held for long. */
const batch = 1000;

/** Counts of attempts that have sunk to nothing long ago. */
const sweepThrottle = (db: Db, now: Instant): Promise<number> =>
  deleteInBatches(db, "throttle", sql`updated_at < ${now - day}`);

/** Moves that anybody causes without signing in say nothing after a week. */
const anybodys = ["interaction", "parked_request", "upstream_flow"];

/**
 * How long every other audit event is kept: a year and some weeks, so that a yearly review still finds the one before.
 * What is kept for ever of people who left is more than anybody may keep (GDPR article 5(1)(e)).
 */
const auditKept: Seconds = 400 * day;

const sweepAudit = async (db: Db, now: Instant): Promise<number> => {
  const old = sql`bucket < ${bucketOf(now - 7 * day)} and machine in (${sql.join(anybodys)})`;
  const older = sql`bucket < ${bucketOf(now - auditKept)}`;
  return await deleteInBatches(db, "audit_event", old) + await deleteInBatches(db, "audit_event", older);
};

/** Deletes until fewer than a batch are left: anybody can make rows, and faster than one batch for each sweep. */
async function deleteInBatches(db: Db, table: string, old: RawBuilder<unknown>): Promise<number> {
  let gone = 0;
  for (let deleted = batch; deleted === batch; gone += deleted) {
    const { numAffectedRows } = await sql`delete from ${sql.table(table)} where ctid in (
      select ctid from ${sql.table(table)} where ${old} limit ${batch} for update skip locked)`.execute(db);
    deleted = Number(numAffectedRows ?? 0);
  }
  return gone;
}

/**
 * Deletes rows that expired long ago. Several servers may sweep at once: each takes other rows.
 *
 * @returns how many rows went.
 */
export async function sweep(db: Db, now: Instant): Promise<number> {
  let gone = await sweepThrottle(db, now) + await sweepAudit(db, now);
  for (const { table, kept, bucketed } of expiring) {
    const before = now - kept;
    // The primary key starts with the bucket, so no other index is needed to find what is old.
    const old = bucketed
      ? sql`bucket <= ${bucketOf(before)} and expires_at < ${before}`
      : sql`expires_at < ${before}`;
    gone += await deleteInBatches(db, table, old);
  }
  return gone;
}

import type { Selectable } from "kysely";
import { none } from "../domain/machine.ts";
import { type Instant, never } from "../domain/time.ts";
import type { SessionRow } from "./sessions.ts";
import type { SessionUpstreamTable } from "./tables/session.ts";
import type { TenantStore } from "./tenant_store.ts";
import { activeUpstreams, type UpstreamRow } from "./upstreams.ts";

export type SessionUpstreamRow = Selectable<SessionUpstreamTable>;

/** Notes where a session came from. What is known of an earlier sign-in with the same upstream is replaced. */
export async function noteSessionUpstream(
  { db, tenant }: TenantStore,
  { session_id, upstream_id, ...from }: Omit<SessionUpstreamRow, "tenant">,
): Promise<void> {
  await db.insertInto("session_upstream").values({ tenant, session_id, upstream_id, ...from })
    .onConflict((conflict) => conflict.columns(["tenant", "session_id", "upstream_id"]).doUpdateSet(from))
    .execute();
}

/** Forgets where a session came from, which has ended. */
export async function forgetSessionUpstreams({ db, tenant }: TenantStore, session_id: string): Promise<void> {
  await db.deleteFrom("session_upstream").where("tenant", "=", tenant).where("session_id", "=", session_id)
    .execute();
}

/**
 * When the links were made by which a session came, those that were taken away since included; {@link never} for one that
 * is forgotten. None where a password was the latest way in, whatever came before it or was linked by it since.
 */
export async function linksOfSession(
  { db, tenant }: TenantStore,
  { id: session_id, signed_in_by }: Pick<SessionRow, "id" | "signed_in_by">,
): Promise<readonly Instant[]> {
  if (signed_in_by === none) return [];
  const rows = await db.selectFrom("session_upstream as u")
    .leftJoin(
      "upstream_identity as i",
      (join) =>
        join.onRef("i.tenant", "=", "u.tenant").onRef("i.upstream_id", "=", "u.upstream_id")
          .onRef("i.iss", "=", "u.iss").onRef("i.sub", "=", "u.sub"),
    )
    .select("i.linked_at").where("u.tenant", "=", tenant).where("u.session_id", "=", session_id).execute();
  return rows.map(({ linked_at }) => linked_at ?? never);
}

/** Sessions as an upstream names them: those of one person, one of its own sessions, or both. */
export interface NamedByUpstream {
  readonly upstream_id: string;
  readonly iss: string;
  readonly sub: string | undefined;
  readonly sid: string | undefined;
}

/**
 * The open sessions that came from an upstream under these names. One of which the upstream never said the sid is
 * meant wherever its person is named.
 *
 * @see OpenID Connect Back-Channel Logout section 2.7
 */
export function openSessionsFrom(
  { db, tenant }: TenantStore,
  { upstream_id, iss, sub, sid }: NamedByUpstream,
): Promise<readonly { readonly id: string; readonly account_id: string }[]> {
  let query = db.selectFrom("session_upstream as u")
    .innerJoin(
      "session as s",
      (join) => join.onRef("s.tenant", "=", "u.tenant").onRef("s.id", "=", "u.session_id"),
    )
    .select(["s.id", "s.account_id"]).where("u.tenant", "=", tenant).where("u.upstream_id", "=", upstream_id)
    .where("u.iss", "=", iss).where("s.state", "=", "open");
  if (sub !== undefined) query = query.where("u.sub", "=", sub);
  if (sid !== undefined) query = query.where("u.sid", "in", sub === undefined ? [sid] : [sid, none]);
  return query.orderBy("s.id").execute();
}

/** An upstream from which a session came, and who that is there. */
export interface LeftUpstream {
  readonly upstream: UpstreamRow;
  readonly session: SessionUpstreamRow;
}

/** Upstreams that one sign-out leads to at most. */
const mostLeft = 5;

/** The upstreams from which these sessions came at which people may sign out too; the latest session first, each once. */
export async function upstreamsToLeave(
  store: TenantStore,
  session_ids: readonly string[],
): Promise<readonly LeftUpstream[]> {
  if (session_ids.length === 0) return [];
  const sessions = await store.db.selectFrom("session_upstream as u")
    .innerJoin(
      "session as s",
      (join) => join.onRef("s.tenant", "=", "u.tenant").onRef("s.id", "=", "u.session_id"),
    )
    .selectAll("u").where("u.tenant", "=", store.tenant).where("u.session_id", "in", session_ids)
    .orderBy("s.signed_in_at", "desc").orderBy("s.id").orderBy("u.upstream_id").execute();
  if (sessions.length === 0) return [];
  const upstreams = (await activeUpstreams(store)).filter(({ kind, logout }) =>
    kind === "oidc" && logout !== "none"
  );
  return upstreams.flatMap((upstream) => {
    const session = sessions.find(({ upstream_id }) => upstream_id === upstream.id);
    return session ? [{ upstream, session }] : [];
  }).toSorted((a, b) => sessions.indexOf(a.session) - sessions.indexOf(b.session)).slice(0, mostLeft);
}

import { type Selectable, sql } from "kysely";
import { initialAccessToken as machine } from "../domain/initial_access_token.ts";
import type { Instant } from "../domain/time.ts";
import type { InitialAccessTokenTable } from "./tables/client.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire } from "./transition.ts";

export type InitialAccessTokenRow = Selectable<InitialAccessTokenTable>;

const all = ({ db, tenant }: TenantStore) =>
  db.selectFrom("initial_access_token").selectAll().where("tenant", "=", tenant);

/** Keeps a new token; the token itself is not stored. */
export const createInitialAccessToken = (
  { db, tenant }: TenantStore,
  token: Pick<InitialAccessTokenRow, "id" | "digest" | "description" | "uses_left" | "expires_at">,
  at: Instant,
) => create(db, machine, at, { tenant, ...token, created_at: at });

/** The token of that digest, whatever its state. */
export const findInitialAccessToken = (store: TenantStore, digest: string) =>
  all(store).where("digest", "=", digest).executeTakeFirst();

/** A page of tokens, oldest first, after the given id. */
export async function listInitialAccessTokens(
  store: TenantStore,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<readonly InitialAccessTokenRow[]> {
  let query = all(store);
  if (after !== undefined) {
    const last = store.db.selectFrom("initial_access_token").select("created_at")
      .where("tenant", "=", store.tenant).where("id", "=", after);
    query = query.where((e) =>
      e.or([e("created_at", ">", last), e.and([e("created_at", "=", last), e("id", ">", after)])])
    );
  }
  return await query.orderBy("created_at").orderBy("id").limit(limit).execute();
}

/** Uses a token for one more client. */
export const useInitialAccessToken = ({ db, tenant }: TenantStore, id: string, now: Instant) =>
  fire(db, [machine, "use"], { tenant, id }, now, { now, none_left: 0 }, {
    uses_left: sql<number>`uses_left - 1`,
  });

/** Ends a token. */
export const revokeInitialAccessToken = ({ db, tenant }: TenantStore, id: string, now: Instant) =>
  fire(db, [machine, "revoke"], { tenant, id }, now, {});

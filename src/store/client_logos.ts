import type { Instant } from "../domain/time.ts";
import type { TenantStore } from "./tenant_store.ts";

/** A client's logo as it was fetched; an empty body: there was none to be had. */
export interface ClientLogo {
  /** The logo_uri that it was fetched from. */
  readonly uri: string;
  readonly type: string;
  readonly body: Uint8Array;
  readonly expires_at: Instant;
}

/** What was fetched last, be it still fresh or not. */
export const findLogo = ({ db, tenant }: TenantStore, client_id: string): Promise<ClientLogo | undefined> =>
  db.selectFrom("client_logo").select(["uri", "type", "body", "expires_at"])
    .where("tenant", "=", tenant).where("client_id", "=", client_id).executeTakeFirst();

/** Keeps what was fetched, in place of what was there. */
export async function saveLogo(
  { db, tenant }: TenantStore,
  client_id: string,
  logo: ClientLogo,
): Promise<void> {
  await db.insertInto("client_logo").values({ tenant, client_id, ...logo })
    .onConflict((conflict) => conflict.columns(["tenant", "client_id"]).doUpdateSet({ ...logo })).execute();
}

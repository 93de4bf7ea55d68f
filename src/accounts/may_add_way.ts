import type { Instant } from "../domain/time.ts";
import { mayAddWay } from "../domain/vouched_way.ts";
import type { SessionRow } from "../store/sessions.ts";
import type { TenantStore } from "../store/tenant_store.ts";
import { identitiesOfAccount } from "../store/upstream_identities.ts";

/** Whether somebody may give the account of their session a further way in, by how they signed in to it last. */
export const mayAddWayIn = async (
  store: TenantStore,
  session: Pick<SessionRow, "account_id" | "signed_in_by" | "acr">,
  at: Instant,
): Promise<boolean> => mayAddWay(await identitiesOfAccount(store, session.account_id), session, at);

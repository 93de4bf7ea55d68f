import type { Instant } from "../domain/time.ts";
import { followUpstream, saysTheSame, type ToldClaims } from "../domain/upstream_claims.ts";
import { amendAccount, lockAccount } from "../store/accounts.ts";
import type { TenantStore } from "../store/tenant_store.ts";

/**
 * Has an account say what the upstream tells that its person came from, as far as that has the say over it. Where that
 * changes nothing the account is left alone. Inside a unit.
 *
 * @returns names of attributes for which there was no room.
 */
export async function follow(
  unit: TenantStore,
  account_id: string,
  told: ToldClaims,
  at: Instant,
): Promise<readonly string[]> {
  if (told.owned.length === 0 && Object.keys(told.claims).length === 0) return [];
  const account = await lockAccount(unit, account_id);
  if (!account) return [];
  const { version, username, email, email_verified } = account;
  const { left_out, ...said } = followUpstream(account, told);
  if (!saysTheSame(account, said)) {
    await amendAccount(unit, account_id, version, { username, email, email_verified, ...said }, at);
  }
  return left_out;
}

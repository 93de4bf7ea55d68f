import { longestPassword, type PasswordHasher } from "../crypto/password_hash.ts";
import { parseSecret } from "../crypto/secret.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { findAccount, lockAccount, moveAccount } from "../store/accounts.ts";
import { peekLink, takeLink } from "../store/one_time_links.ts";
import { savePasswordHash } from "../store/passwords.ts";
import type { Ports } from "../store/ports.ts";
import { endSessionsOfAccount } from "../store/sessions.ts";
import { identitiesOfAccount, type LinkedIdentity } from "../store/upstream_identities.ts";
import { inUnit } from "../store/tenant_store.ts";

/** The fewest characters of a password (NIST SP 800-63B section 5.1.1.2). */
export const shortestPassword = 8;

/** Why a password was not set. */
export type SetPasswordRefusal = "link_spent" | "too_short" | "too_long" | "busy";

/** Why a text cannot be a password, or undefined where it can. */
export function passwordFault(password: string): "too_short" | "too_long" | undefined {
  if ([...password].length < shortestPassword) return "too_short";
  return new TextEncoder().encode(password).length > longestPassword ? "too_long" : undefined;
}

/** The person whose password a link sets, while it can be used. Looking uses nothing up, so a mail scanner spoils nothing. */
export async function peekSetPassword({ store, clock }: Ports, link: string): Promise<string | undefined> {
  const handle = parseSecret("one_time_link", link);
  const account_id = handle && await peekLink(store, handle, "set_password", clock());
  const account = account_id === undefined ? undefined : await findAccount(store, account_id);
  return account ? account.username ?? account.email ?? account.id : undefined;
}

/**
 * Sets a password with a one-time link. The account is active afterwards, and its sessions elsewhere end, because
 * whoever needs the link may have lost them to somebody. Accounts elsewhere stay linked, because most people who forget a
 * password come by them; who linked one that is not the owner's would still come in, so they are told.
 *
 * @returns what the account is signed in to with beside the password.
 */
export async function setPassword(
  { store, clock }: Ports,
  passwords: PasswordHasher,
  { link, password }: { readonly link: string; readonly password: string },
): Promise<Result<readonly LinkedIdentity[], SetPasswordRefusal>> {
  const handle = parseSecret("one_time_link", link), now = clock();
  const account_id = handle && await peekLink(store, handle, "set_password", now);
  if (!handle || account_id === undefined) return err("link_spent");
  const fault = passwordFault(password);
  if (fault) return err(fault);
  const hash = await passwords.hash(password);
  if (hash === "busy") return err("busy");
  return await inUnit(store, async (unit) => {
    // An account that was erased meanwhile gets no password. It is locked before its link, as where it is erased.
    if (!(await lockAccount(unit, account_id))) return err("link_spent" as const);
    const taken = await takeLink(unit, handle, "set_password", now);
    if (!taken.ok) return err("link_spent" as const);
    await savePasswordHash(unit, account_id, hash, now);
    await endSessionsOfAccount(unit, account_id, "password_set", now);
    // Refused where it is active already, or was disabled meanwhile; the password is set all the same.
    await moveAccount(unit, account_id, "activate", now);
    const linked = await identitiesOfAccount(unit, account_id);
    return ok(linked.filter(({ upstream_state }) => upstream_state === "active"));
  });
}

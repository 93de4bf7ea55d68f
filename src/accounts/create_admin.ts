import type { PasswordHasher } from "../crypto/password_hash.ts";
import { mintSubject } from "../crypto/random.ts";
import { type Handle, mintSecret, parseSecret } from "../crypto/secret.ts";
import { isEmail, isUsername } from "../domain/login_name.ts";
import { none } from "../domain/machine.ts";
import { adminLinkLifetime } from "../domain/one_time_link.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Instant } from "../domain/time.ts";
import { createAccount, findAccountByLogin, moveAccount } from "../store/accounts.ts";
import { giveAdminRole } from "../store/admin_roles.ts";
import { lockLink, offerLink, peekLink, takeLink } from "../store/one_time_links.ts";
import { savePasswordHash } from "../store/passwords.ts";
import type { Ports } from "../store/ports.ts";
import { inUnit, type TenantStore } from "../store/tenant_store.ts";
import { beginSession, type SignedIn } from "./begin_session.ts";
import { passwordFault } from "./set_password.ts";

/** An address that lets whoever opens it first become an administrator. */
export interface AdminLink {
  readonly url: string;
  readonly expires_at: Instant;
}

/** Offers a link that creates an administrator. Earlier ones stop working. */
export async function offerAdminLink({ store, tenant, random, clock }: Ports): Promise<AdminLink> {
  const at = clock(), expires_at = at + adminLinkLifetime;
  const secret = mintSecret("one_time_link", expires_at, random);
  const link = { handle: secret.handle, purpose: "create_admin", account_id: none, expires_at, at } as const;
  await inUnit(store, (unit) => offerLink(unit, link));
  return { url: `${tenant.issuer}/admin-link?link=${secret.reveal()}`, expires_at };
}

/** Whether a link can still create an administrator. Looking uses nothing up. */
export async function peekAdminLink({ store, clock }: Ports, link: string): Promise<boolean> {
  const handle = parseSecret("one_time_link", link);
  return handle !== undefined && await peekLink(store, handle, "create_admin", clock()) !== undefined;
}

/** Who is to be an administrator, and in which browser they say so. */
export interface NewAdmin {
  readonly link: string;
  readonly username: string;
  readonly email: string;
  readonly password: string;
  /** The handle of the browser's cookie, where it sent one. */
  readonly browser: Handle | undefined;
}

/** Why no administrator was made. All but `link_spent` leave the link as it is. */
export type CreateAdminRefusal =
  | "link_spent"
  | "bad_username"
  | "bad_email"
  | "username_taken"
  | "email_taken"
  | "too_short"
  | "too_long"
  | "busy";

function faultOf({ username, email, password }: NewAdmin): CreateAdminRefusal | undefined {
  if (!isUsername(username)) return "bad_username";
  return isEmail(email) ? passwordFault(password) : "bad_email";
}

async function create(
  ports: Ports,
  unit: TenantStore,
  { username, email, browser }: NewAdmin,
  { handle, hash }: { readonly handle: Handle; readonly hash: string },
): Promise<Result<SignedIn, CreateAdminRefusal>> {
  const at = ports.clock(), id = mintSubject(ports.random);
  // Whoever comes second waits here, and then finds the link used; a name that is taken leaves it unused.
  if (!(await lockLink(unit, handle, "create_admin", at))) return err("link_spent");
  const record = { username, email, email_verified: false, claims: {} };
  if (!(await createAccount(unit, id, record, at))) {
    return err(await findAccountByLogin(unit, username) ? "username_taken" : "email_taken");
  }
  await takeLink(unit, handle, "create_admin", at);
  await savePasswordHash(unit, id, hash, at);
  await moveAccount(unit, id, "activate", at);
  await giveAdminRole(unit, id, at);
  return ok(await beginSession(ports, unit, id, browser));
}

/** Creates an active account with the admin role by a one-time link, and signs it in. Of several at once, one succeeds. */
export async function createAdmin(
  ports: Ports,
  passwords: PasswordHasher,
  admin: NewAdmin,
): Promise<Result<SignedIn, CreateAdminRefusal>> {
  const handle = parseSecret("one_time_link", admin.link);
  if (!handle || !(await peekAdminLink(ports, admin.link))) return err("link_spent");
  const fault = faultOf(admin);
  if (fault) return err(fault);
  const hash = await passwords.hash(admin.password);
  if (hash === "busy") return err("busy");
  return await inUnit(ports.store, (unit) => create(ports, unit, admin, { handle, hash }));
}

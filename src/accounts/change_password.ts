import { longestPassword, type PasswordHasher } from "../crypto/password_hash.ts";
import { type Handle, mintSecret, type Secret } from "../crypto/secret.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { lifetime } from "../domain/tenant_policy.ts";
import type { Instant } from "../domain/time.ts";
import { withdrawLinks } from "../store/one_time_links.ts";
import { findPasswordHash, holdPassword, savePasswordHash } from "../store/passwords.ts";
import type { Ports } from "../store/ports.ts";
import { endSessionsOfAccount, findOpenSession, renewSecret, type SessionRow } from "../store/sessions.ts";
import { inUnit, type TenantStore } from "../store/tenant_store.ts";
import { forgetAttempts, takeAttempt } from "../store/throttle.ts";
import { addressHeld, perAccount } from "./attempts.ts";
import { passwordFault } from "./set_password.ts";
import type { SignInRefusal } from "./sign_in.ts";

/** A new password, from somebody who has to know the old one. */
export interface PasswordChange {
  /** The session that it is changed in, and the handle of its browser's cookie. */
  readonly session: SessionRow;
  readonly browser: Handle;
  /** The address to count attempts by; undefined where many people may share it. */
  readonly address: string | undefined;
  readonly oldPassword: string;
  readonly newPassword: string;
}

/** Why a password was not changed. `signed_out`: the session ended, or its cookie was renewed, a moment ago. */
export type ChangePasswordRefusal = SignInRefusal | {
  readonly why: "too_short" | "too_long" | "signed_out";
};

/** The browser's new secret. */
export interface RenewedCookie {
  readonly cookie: Secret<"browser">;
  readonly expiresAt: Instant;
}

type Outcome = Result<RenewedCookie, ChangePasswordRefusal>;

/** Counts the attempt. The browser is a known one here, so it is the account that is counted; strangers cannot come here. */
async function held(ports: Ports, { address, session }: PasswordChange) {
  const waits = await addressHeld(ports, address);
  if (waits > 0) return waits;
  return await takeAttempt(ports.store, `password/${session.account_id}`, perAccount, ports.clock());
}

async function apply(
  { clock, random, tenant }: Ports,
  unit: TenantStore,
  { session, browser }: PasswordChange,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Outcome> {
  const at = clock(), { account_id } = session, expiresAt = at + lifetime(tenant.policy, "session");
  if (!(await holdPassword(unit, account_id, from))) return err({ why: "wrong" });
  if (!(await findOpenSession(unit, session.id, at))) return err({ why: "signed_out" });
  const cookie = mintSecret("browser", expiresAt, random);
  const fresh = { digest: cookie.handle.digest, expires_at: expiresAt };
  if (await renewSecret(unit, browser, fresh, at) === undefined) return err({ why: "signed_out" });
  await savePasswordHash(unit, account_id, to, at);
  await withdrawLinks(unit, account_id, "set_password", at);
  await endSessionsOfAccount(unit, account_id, "password_set", at, session.id);
  await forgetAttempts(unit, `password/${account_id}`);
  return ok({ cookie, expiresAt });
}

/**
 * Replaces the password of the account that is signed in here by another. Its other sessions end, links that could
 * set yet another stop working, and the browser gets a new secret.
 *
 * @returns err `wrong`: the old password is not this; `too_short`, `too_long`: the new one cannot be one; or it could not be judged now.
 */
export async function changePassword(
  ports: Ports,
  passwords: PasswordHasher,
  change: PasswordChange,
): Promise<Outcome> {
  const { store } = ports, { session, oldPassword, newPassword } = change;
  const fault = passwordFault(newPassword);
  if (fault) return err({ why: fault });
  const retryAfter = await held(ports, change);
  if (retryAfter > 0) return err({ why: "throttled", retryAfter });
  if (new TextEncoder().encode(oldPassword).length > longestPassword) return err({ why: "wrong" });
  const from = await findPasswordHash(store, session.account_id);
  const verified = await passwords.verify(oldPassword, from);
  const to = verified === true ? await passwords.hash(newPassword) : verified;
  if (to === "busy") return err({ why: "busy", retryAfter: 2 });
  if (to === false || from === undefined) return err({ why: "wrong" });
  return await inUnit(store, (unit) => apply(ports, unit, change, { from, to }));
}

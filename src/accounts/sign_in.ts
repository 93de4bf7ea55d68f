import { longestPassword, type PasswordHasher } from "../crypto/password_hash.ts";
import { sha256 } from "../crypto/digest.ts";
import type { Handle } from "../crypto/secret.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Seconds } from "../domain/time.ts";
import { findAccountByLogin } from "../store/accounts.ts";
import { findPasswordHash, holdPassword } from "../store/passwords.ts";
import type { Ports } from "../store/ports.ts";
import { isKnownBrowser } from "../store/sessions.ts";
import { inUnit } from "../store/tenant_store.ts";
import { forgetAttempts, takeAttempt } from "../store/throttle.ts";
import { addressHeld, perAccount } from "./attempts.ts";
import { beginSession, type SignedIn } from "./begin_session.ts";

/** What a person typed, and where they typed it. */
export interface SignInAttempt {
  readonly username: string;
  readonly password: string;
  /** The handle of the browser's cookie, where it sent one. */
  readonly browser: Handle | undefined;
  /** The address to count attempts by; undefined where many people may share it. */
  readonly address: string | undefined;
}

/** Why nobody was signed in. `wrong` is one answer for an unknown name, a wrong password and a disabled account. */
export type SignInRefusal =
  | { readonly why: "wrong" }
  | { readonly why: "busy"; readonly retryAfter: Seconds }
  | { readonly why: "throttled"; readonly retryAfter: Seconds };

/**
 * What strangers' attempts are counted under: the digest of what was typed. An account that has two names is counted
 * under each, as two accounts would be, so that being held up tells nothing; and a password typed into the wrong field
 * is not kept.
 */
const typed = ({ username }: SignInAttempt) => `login/${sha256(username.toLowerCase())}`;

/** Counts the attempt before any hashing. A browser that the account has used before is not held up by strangers. */
async function held(
  ports: Ports,
  attempt: SignInAttempt,
  account: { readonly id: string } | undefined,
) {
  const { store, clock } = ports, { browser, address } = attempt;
  const waits = await addressHeld(ports, address);
  if (waits > 0) return waits;
  const known = account && browser && await isKnownBrowser(store, browser, account.id);
  const key = known ? `browser/${browser.digest}/${account.id}` : typed(attempt);
  return await takeAttempt(store, key, perAccount, clock());
}

/**
 * Signs a person in with a password: the browser gets a new secret, and a session beside those it has.
 *
 * A missing account costs the time of a wrong password and gets the same answer.
 */
export async function signIn(
  ports: Ports,
  passwords: PasswordHasher,
  attempt: SignInAttempt,
): Promise<Result<SignedIn, SignInRefusal>> {
  const { store } = ports;
  const found = await findAccountByLogin(store, attempt.username);
  const retryAfter = await held(ports, attempt, found);
  if (retryAfter > 0) return err({ why: "throttled", retryAfter });
  if (new TextEncoder().encode(attempt.password).length > longestPassword) return err({ why: "wrong" });
  const hash = found && await findPasswordHash(store, found.id);
  const verified = await passwords.verify(attempt.password, hash);
  if (verified === "busy") return err({ why: "busy", retryAfter: 2 });
  if (!verified || !found || hash === undefined) return err({ why: "wrong" });
  return await inUnit(store, async (unit) => {
    // The account may be disabled, or its password be another one by now.
    if (!(await holdPassword(unit, found.id, hash))) return err({ why: "wrong" });
    await forgetAttempts(unit, typed(attempt));
    return ok(await beginSession(ports, unit, found.id, attempt.browser));
  });
}

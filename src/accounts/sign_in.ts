import { longestPassword, type PasswordHasher } from "../crypto/password_hash.ts";
import type { Handle } from "../crypto/secret.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Seconds } from "../domain/time.ts";
import { findAccountByLogin } from "../store/accounts.ts";
import { findPasswordHash } from "../store/passwords.ts";
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

/** Counts the attempt before any hashing. A browser that the account has used before is not held up by strangers. */
async function held(
  ports: Ports,
  attempt: SignInAttempt,
  account: { readonly id: string } | undefined,
) {
  const { store, clock } = ports;
  const waits = await addressHeld(ports, attempt.address);
  if (waits > 0) return waits;
  if (account && await isKnownBrowser(store, attempt.browser, account.id)) return 0;
  // Unknown names are counted like known ones, so that being held up tells nothing.
  return await takeAttempt(
    store,
    `login/${account?.id ?? attempt.username.toLowerCase().slice(0, 256)}`,
    perAccount,
    clock(),
  );
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
  if (!verified || found?.state !== "active") return err({ why: "wrong" });
  await forgetAttempts(store, `login/${found.id}`);
  return ok(await inUnit(store, (unit) => beginSession(ports, unit, found.id, attempt.browser)));
}

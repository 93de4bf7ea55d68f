import { longestPassword, type PasswordHasher } from "../crypto/password_hash.ts";
import { mintId } from "../crypto/random.ts";
import { type Handle, mintSecret, type Secret } from "../crypto/secret.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { lifetime } from "../domain/tenant_policy.ts";
import type { Seconds } from "../domain/time.ts";
import { findAccountByLogin } from "../store/accounts.ts";
import { findPasswordHash } from "../store/passwords.ts";
import type { Ports } from "../store/ports.ts";
import { isKnownBrowser, renewBrowser, type SessionRow, signInSession } from "../store/sessions.ts";
import { inUnit } from "../store/tenant_store.ts";
import { forgetAttempts, type Rate, takeAttempt } from "../store/throttle.ts";

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

/** A person who is signed in: the session, and the new secret of the browser's cookie. */
export interface SignedIn {
  readonly session: SessionRow;
  readonly cookie: Secret<"browser">;
  readonly expiresAt: number;
}

const perAddress: Rate = { burst: 50, interval: 5 };
const perAccount: Rate = { burst: 10, interval: 15 };

/** Counts the attempt before any hashing. A browser that the account has used before is not held up by strangers. */
async function held(
  { store, clock }: Ports,
  attempt: SignInAttempt,
  account: { readonly id: string } | undefined,
) {
  const now = clock();
  const waits = attempt.address === undefined
    ? 0
    : await takeAttempt(store, `address/${attempt.address}`, perAddress, now);
  if (waits > 0) return waits;
  if (account && await isKnownBrowser(store, attempt.browser, account.id)) return 0;
  // Unknown names are counted like known ones, so that being held up tells nothing.
  return await takeAttempt(
    store,
    `login/${account?.id ?? attempt.username.toLowerCase().slice(0, 256)}`,
    perAccount,
    now,
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
  const { store, clock, random, tenant } = ports;
  const found = await findAccountByLogin(store, attempt.username);
  const retryAfter = await held(ports, attempt, found);
  if (retryAfter > 0) return err({ why: "throttled", retryAfter });
  if (new TextEncoder().encode(attempt.password).length > longestPassword) return err({ why: "wrong" });
  const hash = found && await findPasswordHash(store, found.id);
  const verified = await passwords.verify(attempt.password, hash);
  if (verified === "busy") return err({ why: "busy", retryAfter: 2 });
  if (!verified || found?.state !== "active") return err({ why: "wrong" });
  await forgetAttempts(store, `login/${found.id}`);
  const at = clock();
  const expiresAt = at + lifetime(tenant.policy, "session");
  const cookie = mintSecret("browser", expiresAt, random);
  const session = await inUnit(store, async (unit) => {
    const fresh = { id: mintId(random), digest: cookie.handle.digest, expires_at: expiresAt };
    const browser = await renewBrowser(unit, attempt.browser, fresh, at);
    return await signInSession(unit, browser, mintId(random), {
      account_id: found.id,
      acr: "1",
      amr: ["pwd"],
      idle_expires_at: Math.min(at + lifetime(tenant.policy, "session_idle"), expiresAt),
      expires_at: expiresAt,
      at,
    });
  });
  return ok({ session, cookie, expiresAt });
}

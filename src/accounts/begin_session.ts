import { mintId } from "../crypto/random.ts";
import { type Handle, mintSecret, type Secret } from "../crypto/secret.ts";
import { passwordAcr } from "../domain/acr.ts";
import { none } from "../domain/machine.ts";
import { lifetime } from "../domain/tenant_policy.ts";
import type { Instant } from "../domain/time.ts";
import type { Ports } from "../store/ports.ts";
import { renewBrowser, type SessionRow, signInSession } from "../store/sessions.ts";
import type { TenantStore } from "../store/tenant_store.ts";

/** A person who is signed in: the session, and the new secret of the browser's cookie. */
export interface SignedIn {
  readonly session: SessionRow;
  readonly cookie: Secret<"browser">;
  readonly expiresAt: Instant;
}

/** How somebody proved who they are. */
export interface Proven {
  readonly acr: string;
  readonly amr: readonly string[];
  /** When, as far as it is known; now where nothing is said. */
  readonly auth_time?: Instant;
  /** The upstream that vouches for them; `-`: none does. */
  readonly signed_in_by: string;
}

const byPassword: Proven = { acr: passwordAcr, amr: ["pwd"], signed_in_by: none };

/**
 * Signs an account in in a browser, in the unit of the caller, who has seen its proof: the browser gets a new secret,
 * and a session beside those it has.
 *
 * @param browser The handle of the browser's cookie, where it sent one.
 * @param proven How the person proved who they are; by their password where nothing is said.
 */
export async function beginSession(
  { tenant, random, clock }: Ports,
  unit: TenantStore,
  account_id: string,
  browser: Handle | undefined,
  proven: Proven = byPassword,
): Promise<SignedIn> {
  const at = clock(), expiresAt = at + lifetime(tenant.policy, "session");
  const cookie = mintSecret("browser", expiresAt, random);
  const fresh = { id: mintId(random), digest: cookie.handle.digest, expires_at: expiresAt };
  const browser_id = await renewBrowser(unit, browser, fresh, at);
  const session = await signInSession(unit, browser_id, mintId(random), {
    account_id,
    auth_time: at,
    ...proven,
    idle_expires_at: Math.min(at + lifetime(tenant.policy, "session_idle"), expiresAt),
    expires_at: expiresAt,
    at,
  });
  return { session, cookie, expiresAt };
}

import { sha256 } from "../crypto/digest.ts";
import { bucketOf, type Instant } from "../domain/time.ts";
import type { TenantStore } from "./tenant_store.ts";

/** A `jti` on its way to being spent. */
export interface Jti {
  /** What carried it. */
  readonly kind: "client_assertion" | "logout_token";
  /** Whose it is: two holders may use the same one. */
  readonly holder: string;
  readonly jti: string;
  /** Until when what carried it can be taken, by what was signed with it: whoever presents it again names the same. */
  readonly expires_at: Instant;
}

/**
 * Spends a `jti`. One statement decides, so that of many requests at once, on however many servers, one has it.
 *
 * @returns false where it was spent before.
 * @see RFC 7523 section 3, OpenID Connect Back-Channel Logout section 2.6
 */
export async function spendJti(
  { db, tenant }: TenantStore,
  { kind, holder, jti, expires_at }: Jti,
): Promise<boolean> {
  const spent = await db.insertInto("spent_jti")
    .values({ tenant, bucket: bucketOf(expires_at), kind, holder, digest: sha256(jti), expires_at })
    .onConflict((conflict) => conflict.doNothing()).returning("kind").executeTakeFirst();
  return spent !== undefined;
}

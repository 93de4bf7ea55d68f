import { mintId } from "../crypto/random.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { TenantPolicy } from "../domain/tenant_policy.ts";
import { inUnit } from "../store/tenant_store.ts";
import { createTenant, moveTenant, type TenantRow } from "../store/tenants.ts";
import { firstKeys } from "./change_keys.ts";
import type { KeyPorts } from "./key_ring.ts";
import { newPairwiseSalt } from "./pairwise_salt.ts";

/** What a tenant begins with. */
export interface NewTenantWish {
  readonly slug: string;
  /** The host name that it has for itself; null: its issuer is a path of the server's. */
  readonly host: string | null;
  readonly policy: TenantPolicy;
  readonly enabled: boolean;
}

/**
 * Makes a tenant with keys and a pairwise salt of its own: all of it or nothing.
 *
 * @param ports Of whichever tenant asks for it.
 * @returns err `taken`: another tenant has the slug or the host.
 */
export async function newTenant(
  ports: KeyPorts,
  { enabled, ...wish }: NewTenantWish,
): Promise<Result<TenantRow, "taken">> {
  const id = mintId(ports.random), own = { ...ports, store: { ...ports.store, tenant: id } };
  const publish = await firstKeys(own), pairwise_salt = newPairwiseSalt(own);
  return await inUnit(own.store, async (unit) => {
    const at = ports.clock(), row = await createTenant(unit.db, { id, ...wish, pairwise_salt }, at);
    if (!row) return err("taken");
    await publish(unit, at);
    if (enabled) return ok(row);
    await moveTenant(unit.db, id, "disable", at);
    return ok({ ...row, state: "disabled" });
  });
}

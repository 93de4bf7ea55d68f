import type { Selectable } from "kysely";
import type { PublicJwk } from "../crypto/signing_key.ts";
import type { KeyAlgorithm, KeyRole } from "../domain/provider_key.ts";
import { signingKey as machine } from "../domain/signing_key.ts";
import type { Instant } from "../domain/time.ts";
import type { SigningKeyTable } from "./tables/tenant.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire } from "./transition.ts";

export type SigningKeyRow = Selectable<SigningKeyTable>;

/** A key to be announced; its private part is sealed. */
export interface NewKey {
  readonly kid: string;
  readonly role: KeyRole;
  readonly alg: KeyAlgorithm;
  readonly publicJwk: PublicJwk;
  readonly private_key: Uint8Array;
  /** When relying parties can first have seen it; 0 where nobody can hold an older set. */
  readonly published_at: Instant;
}

/** Publishes a key that does not sign yet. */
export async function announceKey({ db, tenant }: TenantStore, key: NewKey, at: Instant): Promise<void> {
  const { kid, role, alg, publicJwk, private_key, published_at } = key;
  await create(db, machine, at, {
    tenant,
    kid,
    role,
    use: publicJwk.use,
    alg,
    public_jwk: publicJwk,
    private_key,
    published_at,
    last_expires_at: 0,
    created_at: at,
  });
}

/** Every key of the tenant that is still of some use, whatever its role, oldest first. */
export const listKeys = ({ db, tenant }: TenantStore): Promise<readonly SigningKeyRow[]> =>
  db.selectFrom("signing_key").selectAll().where("tenant", "=", tenant).where("state", "!=", "revoked")
    .orderBy("created_at").orderBy("kid").execute();

/** All keys of the tenant, revoked ones too, without their private parts. */
export const listAllKeys = ({ db, tenant }: TenantStore) =>
  db.selectFrom("signing_key").select([
    "kid",
    "role",
    "use",
    "alg",
    "state",
    "state_at",
    "published_at",
    "last_expires_at",
    "created_at",
  ])
    .where("tenant", "=", tenant).orderBy("created_at").orderBy("kid").execute();

/** Replaces the seal of a private part by another one of the same, unless somebody did so meanwhile. */
export async function resealKey(
  { db, tenant }: TenantStore,
  { kid, private_key }: Pick<SigningKeyRow, "kid" | "private_key">,
  renewed: Uint8Array,
): Promise<void> {
  await db.updateTable("signing_key").set({ private_key: renewed }).where("tenant", "=", tenant)
    .where("kid", "=", kid).where("private_key", "=", private_key).execute();
}

/** Lets an announced key sign. It must have been published by `published_before`. The one that signed until now has to be retired before, in the same unit. */
export const activateKey = (
  { db, tenant }: TenantStore,
  kid: string,
  published_before: Instant,
  at: Instant,
) => fire(db, [machine, "activate"], { tenant, kid }, at, { published_before });

/** Stops a key from signing. @param last_expires_at When the last thing that it signed expires. */
export const retireKey = ({ db, tenant }: TenantStore, kid: string, last_expires_at: Instant, at: Instant) =>
  fire(db, [machine, "retire"], { tenant, kid }, at, {}, { last_expires_at });

/** Takes a retiring key out of the published set, once nothing that it signed can be alive. */
export const finishKey = ({ db, tenant }: TenantStore, kid: string, now: Instant) =>
  fire(db, [machine, "finish"], { tenant, kid }, now, { now });

/** Revokes a compromised key: from now on it verifies nothing. */
export const compromiseKey = ({ db, tenant }: TenantStore, kid: string, at: Instant) =>
  fire(db, [machine, "compromise"], { tenant, kid }, at, {});

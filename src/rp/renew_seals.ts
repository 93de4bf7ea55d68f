import { sealHead } from "../crypto/seal.ts";
import type { UpstreamSubject } from "../domain/upstream_identity.ts";
import { resealOfPerson, sealedOfPeople, type TableOfPeople } from "../store/sealed_of_people.ts";
import { openBytes, type PlaceInTenant, sealBytes, type TenantSealing } from "../store/tenant_seal.ts";
import { idTokenPlace } from "./logout/id_token_seal.ts";
import { tokensPlace } from "./tokens/token_seal.ts";
import { renewUpstreamSeals } from "./credentials/upstream_secret.ts";

/** Values that are read at once. */
const batch = 500;

const places = { upstream_token: tokensPlace, session_upstream: idTokenPlace } as const satisfies Record<
  TableOfPeople,
  (subject: UpstreamSubject) => PlaceInTenant
>;

/** Seals anew what former keys sealed. What does not open is no loss to a start: its person comes again. */
async function renewSealsOfPeople(sealing: TenantSealing, table: TableOfPeople): Promise<void> {
  const { store, sealKeys: [, ...former] } = sealing, heads = former.map(sealHead);
  for (let more = heads.length > 0; more;) {
    more = false;
    for (const value of await sealedOfPeople(store, table, { heads, most: batch })) {
      const place = places[table](value), plain = openBytes(sealing, place, value.sealed);
      if (!plain) continue;
      await resealOfPerson(store, table, { ...value, renewed: sealBytes(sealing, place, plain) });
      more = true;
    }
  }
}

/**
 * Seals everything anew that a former key sealed and that upstreams gave us, for ourselves and for people, so that a former
 * secret can be forgotten after one start with the present one.
 */
export async function renewBrokerSeals(sealing: TenantSealing): Promise<void> {
  await renewUpstreamSeals(sealing);
  for (const table of ["upstream_token", "session_upstream"] as const) {
    await renewSealsOfPeople(sealing, table);
  }
}

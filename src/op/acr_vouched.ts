import { ownAcr, vouchedAcr } from "../domain/acr.ts";
import { type ClientUpstreams, offersUpstream } from "../domain/client_upstreams.ts";
import type { TenantStore } from "../store/tenant_store.ts";
import { acrTrust } from "../store/upstreams.ts";

/**
 * The authentication context classes that somebody vouches for with whom a client's people may sign in.
 *
 * @param asked The classes that matter: where every sign-in reaches them, nobody else is looked for.
 */
export async function acrVouchedFor(
  store: TenantStore,
  client: ClientUpstreams,
  asked: readonly string[],
): Promise<readonly string[]> {
  if (asked.every((acr) => acr === ownAcr)) return vouchedAcr([]);
  const upstreams = await acrTrust(store);
  return vouchedAcr(upstreams.filter(({ slug }) => offersUpstream(client, slug)));
}

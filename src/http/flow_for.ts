import { offeredAcr } from "../domain/acr.ts";
import type { Standing } from "../op/situation.ts";
import { hintFor } from "../protocol/upstream/upstream_request.ts";
import type { FlowAsked } from "../rp/flow/start_flow.ts";
import type { UpstreamRow } from "../store/upstreams.ts";

/**
 * What an authorization request demands of whoever proves themselves for it at an upstream.
 *
 * @param text The interaction's, with which it goes on.
 * @param typed The address that the person typed.
 */
export function flowFor(
  { standing: { client, request, auth_time_required, now }, text }: {
    readonly standing: Standing;
    readonly text: string;
  },
  upstream: UpstreamRow,
  typed?: string,
): FlowAsked {
  const { ui_locales, prompt, max_age, login_hint } = request;
  // Those of others it might not know, and it would learn whom else its people go to.
  const acr_values = offeredAcr(request.acr_values, upstream.trusted_acr);
  return {
    interaction: text,
    client_id: client.client_id,
    demands: {
      login: prompt.includes("login") || max_age === 0,
      select_account: prompt.includes("select_account"),
      ...(auth_time_required === 0 ? {} : { max_age: Math.max(0, now - auth_time_required) }),
      ...(ui_locales === undefined ? {} : { ui_locales }),
      ...(acr_values.length === 0 ? {} : { acr_values }),
      ...hintFor(upstream, typed ?? login_hint),
    },
    auth_time_required: auth_time_required === 0 ? undefined : auth_time_required,
  };
}

import { isOfDomain } from "../domain/email_domain.ts";
import type { Standing } from "../op/situation.ts";
import type { ForwardedDemands } from "../protocol/upstream_request.ts";
import type { FlowAsked } from "../rp/start_flow.ts";
import type { UpstreamRow } from "../store/upstreams.ts";

/**
 * What an upstream may be told of who is to sign in: their address, where it is the way in for its domain. Any other
 * upstream would learn of somebody who may not want to go there at all.
 *
 * @param address What the person typed, or the application's login_hint.
 */
export const hintFor = (
  upstream: UpstreamRow,
  address: string | undefined,
): Pick<ForwardedDemands, "login_hint"> =>
  address !== undefined && isOfDomain(address, upstream.domains) ? { login_hint: address.trim() } : {};

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
  return {
    interaction: text,
    client_id: client.client_id,
    demands: {
      login: prompt.includes("login") || max_age === 0,
      select_account: prompt.includes("select_account"),
      ...(auth_time_required === 0 ? {} : { max_age: Math.max(0, now - auth_time_required) }),
      ...(ui_locales === undefined ? {} : { ui_locales }),
      ...hintFor(upstream, typed ?? login_hint),
    },
    auth_time_required: auth_time_required === 0 ? undefined : auth_time_required,
  };
}

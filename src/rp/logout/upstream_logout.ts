import type { UpstreamLogout } from "../../domain/upstream.ts";
import { relyingPartyPaths } from "../../protocol/endpoints.ts";
import { upstreamLogoutAddress } from "../../protocol/upstream/upstream_logout_request.ts";
import type { LeftUpstream } from "../../store/session_upstreams.ts";
import type { Broker } from "../broker.ts";
import { openIdToken } from "./id_token_seal.ts";
import { wayTo } from "../documents/upstream_way.ts";

/** Where an upstream sends people back to who signed out there. */
export const signedOutAddress = ({ tenant }: Pick<Broker, "tenant">): string =>
  tenant.issuer + relyingPartyPaths.signed_out;

/** A way to sign out at an upstream too. */
export interface LogoutWay {
  readonly name: string;
  readonly logout: UpstreamLogout;
  readonly location: string;
}

/**
 * The ways to sign out at the upstreams from which sessions came that have ended: of those that have an endpoint for it.
 * Not to be called inside a unit.
 *
 * @param state What has to come back with the person.
 * @see OpenID Connect RP-Initiated Logout section 2
 */
export async function logoutWays(
  broker: Broker,
  lefts: readonly LeftUpstream[],
  state: string,
): Promise<readonly LogoutWay[]> {
  const ways = await Promise.all(lefts.map(async (left): Promise<LogoutWay | undefined> => {
    const { upstream, session: { iss, sub, id_token } } = left, way = await wayTo(broker, upstream);
    const endpoint = way?.kind === "oidc" ? way.metadata.end_session_endpoint : undefined;
    if (endpoint === undefined) return undefined;
    const { client_id, display_name: name, logout } = upstream,
      id_token_hint = openIdToken(broker, { upstream_id: upstream.id, iss, sub }, id_token);
    const post_logout_redirect_uri = signedOutAddress(broker);
    const request = { client_id, id_token_hint, sub, post_logout_redirect_uri, state };
    return { name, logout, location: upstreamLogoutAddress(endpoint, request) };
  }));
  return ways.filter((way) => way !== undefined);
}

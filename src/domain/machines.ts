import { accessToken } from "./access_token.ts";
import { account } from "./account.ts";
import { authorizationCode } from "./authorization_code.ts";
import { browser } from "./browser.ts";
import { client } from "./client.ts";
import { clientSecret } from "./client_secret.ts";
import { consent } from "./consent.ts";
import { grant } from "./grant.ts";
import { initialAccessToken } from "./initial_access_token.ts";
import { interaction } from "./interaction.ts";
import { linkProof } from "./link_proof.ts";
import { logoutDelivery } from "./logout_delivery.ts";
import type { Machine } from "./machine.ts";
import { oneTimeLink } from "./one_time_link.ts";
import { parkedRequest } from "./parked_request.ts";
import { refreshToken } from "./refresh_token.ts";
import { session } from "./session.ts";
import { signingKey } from "./signing_key.ts";
import { tenant } from "./tenant.ts";
import { tokenFamily } from "./token_family.ts";
import { upstream } from "./upstream.ts";
import { upstreamCanary } from "./upstream_canary.ts";
import { upstreamFlow } from "./upstream_flow.ts";
import { upstreamIdentity } from "./upstream_identity.ts";

/** Every machine. Migrations, tests and diagrams read this list. */
export const machines: readonly Machine[] = [
  interaction,
  parkedRequest,
  authorizationCode,
  consent,
  grant,
  tokenFamily,
  refreshToken,
  accessToken,
  browser,
  session,
  logoutDelivery,
  tenant,
  signingKey,
  client,
  clientSecret,
  initialAccessToken,
  account,
  oneTimeLink,
  upstream,
  upstreamCanary,
  upstreamFlow,
  linkProof,
  upstreamIdentity,
];

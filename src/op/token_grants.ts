import { authorizationCodeGrant } from "./grant_authorization_code.ts";
import { clientCredentialsGrant } from "./grant_client_credentials.ts";
import { refreshTokenGrant } from "./grant_refresh_token.ts";
import type { TokenGrant } from "./token_grant.ts";

/** Every grant type. The token endpoint, discovery and registration read this list. */
export const tokenGrants: readonly TokenGrant[] = [
  authorizationCodeGrant,
  refreshTokenGrant,
  clientCredentialsGrant,
];

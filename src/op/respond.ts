import type { OAuthError } from "../protocol/oauth_error.ts";
import type { ResponseTarget } from "../protocol/authorize/authorization_request.ts";
import { type AuthorizationResponse, authorizationResponse } from "../protocol/authorize/response_mode.ts";
import type { Provider } from "./provider.ts";

/** The response that tells a client why it gets nothing (RFC 6749 section 4.1.2.1). */
export const errorResponse = (
  { tenant }: Provider,
  to: ResponseTarget,
  error: OAuthError,
): AuthorizationResponse =>
  authorizationResponse(to.response_mode, to.redirect_uri, {
    error: error.code,
    error_description: error.description,
    state: to.state,
    iss: tenant.issuer,
  });

/** The response that carries what was granted (RFC 6749 section 4.1.2 and 4.2.2, RFC 9207 section 2). */
export const grantedResponse = (
  { tenant }: Provider,
  to: ResponseTarget,
  granted: Readonly<Record<string, string | undefined>>,
): AuthorizationResponse =>
  authorizationResponse(to.response_mode, to.redirect_uri, {
    ...granted,
    state: to.state,
    iss: tenant.issuer,
  });

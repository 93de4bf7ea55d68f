import { err, ok, type Result } from "../../domain/result.ts";
import type { OAuthError } from "../oauth_error.ts";

/** Where an access token may be presented (RFC 6750 section 2). A query never is one of them (RFC 9700 section 4.3.2). */
export interface BearerPlaces {
  readonly authorization: string | undefined;
  readonly body: readonly string[] | undefined;
}

/**
 * Finds the access token of a request.
 *
 * @returns undefined: none was sent, or credentials of another scheme, so the challenge names no error (RFC 6750 section 3.1). err `invalid_request`: two were sent, or the header is malformed.
 */
export function bearerToken(places: BearerPlaces): Result<string | undefined, OAuthError> {
  const { body } = places,
    authorization = /^Bearer\b/i.test(places.authorization ?? "") ? places.authorization : undefined;
  const refuse = (why: string, description: string) =>
    err({ code: "invalid_request" as const, why, description });
  if ((body?.length ?? 0) + (authorization === undefined ? 0 : 1) > 1) {
    return refuse("access_token.once", "An access token may be sent once, in one way");
  }
  if (authorization === undefined) return ok(body?.[0]);
  const [, token] = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization) ?? [];
  return token === undefined
    ? refuse("access_token.readable", "The Authorization header is not readable as a Bearer token")
    : ok(token);
}

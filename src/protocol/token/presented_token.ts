import { err, ok, type Result } from "../../domain/result.ts";
import type { OAuthError } from "../oauth_error.ts";
import { parameter, type Parameters } from "../parameters.ts";

/**
 * Finds the token that introspection or revocation is about.
 *
 * @returns err `invalid_request`: there is none.
 * @see RFC 7662 section 2.1, RFC 7009 section 2.1
 */
export function presentedToken(parameters: Parameters): Result<string, OAuthError> {
  const token = parameter(parameters, "token");
  if (token !== undefined) return ok(token);
  return err({
    code: "invalid_request",
    why: "token.present",
    description: "The parameter token is missing",
  });
}

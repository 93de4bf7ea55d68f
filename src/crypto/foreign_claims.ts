import { decodeJwt, decodeProtectedHeader } from "jose";

/**
 * The claims of a JWT that somebody else signed for somebody else to verify. Nothing is verified here: what is read is
 * only what the JWT would tell whoever it is passed on to.
 *
 * @returns undefined where it is no signed JWT (RFC 7515 section 7.1, RFC 7519 section 7.2).
 */
export function foreignClaims(jwt: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const { alg } = decodeProtectedHeader(jwt), [, , signature] = jwt.split(".");
    return alg === undefined || alg === "none" || !signature ? undefined : decodeJwt(jwt);
  } catch {
    return undefined;
  }
}

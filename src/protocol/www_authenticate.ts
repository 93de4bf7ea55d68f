import { describable } from "../domain/oauth_text.ts";
import type { Seconds } from "../domain/time.ts";
import type { OAuthError } from "./oauth_error.ts";

// A description of ours holds no quotes, but a value that a client sent may.
const quoted = (text: string) => `"${describable(text)}"`;

const errorParts = ({ code, description }: OAuthError) => [
  `error=${quoted(code)}`,
  `error_description=${quoted(description)}`,
];

/** The challenge of a protected resource (RFC 6750 section 3). Without credentials it names no error. */
export function bearerChallenge(issuer: string, error: OAuthError | undefined): string {
  const parts = [`realm=${quoted(issuer)}`];
  if (error) parts.push(...errorParts(error));
  return `Bearer ${parts.join(", ")}`;
}

/**
 * The challenge of a protected resource for whose access token a better sign-in is needed. The client asks for one with
 * these parameters in an authorization request.
 *
 * @see RFC 9470 section 3 and 4
 */
export function stepUpChallenge(
  issuer: string,
  { acr_values, max_age }: { readonly acr_values?: readonly string[]; readonly max_age?: Seconds },
): string {
  const description = "This resource needs another sign-in, a stronger or a more recent one";
  const error = { code: "insufficient_user_authentication", why: "resource", description } as const;
  const demanded = [
    ...(acr_values ? [`acr_values=${quoted(acr_values.join(" "))}`] : []),
    ...(max_age === undefined ? [] : [`max_age=${quoted(String(max_age))}`]),
  ];
  return [bearerChallenge(issuer, error), ...demanded].join(", ");
}

/**
 * The challenge of an endpoint at which clients authenticate (RFC 6749 section 5.2, RFC 7617 section 2). It says the
 * error as the body does: oauth4webapi, and openid-client with it, tell their developers of the challenge alone.
 */
export const basicChallenge = (issuer: string, error: OAuthError): string =>
  [`Basic realm=${quoted(issuer)}`, 'charset="UTF-8"', ...errorParts(error)].join(", ");

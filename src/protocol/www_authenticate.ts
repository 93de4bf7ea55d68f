import type { OAuthError } from "./oauth_error.ts";

// A description of ours holds no quotes, but a value that a client sent may.
const quoted = (text: string) => `"${text.replaceAll(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "?")}"`;

/** The challenge of a protected resource (RFC 6750 section 3). Without credentials it names no error. */
export function bearerChallenge(issuer: string, error: OAuthError | undefined): string {
  const parts = [`realm=${quoted(issuer)}`];
  if (error) parts.push(`error=${quoted(error.code)}`, `error_description=${quoted(error.description)}`);
  return `Bearer ${parts.join(", ")}`;
}

/** The challenge of an endpoint at which clients authenticate (RFC 6749 section 5.2, RFC 7617 section 2). */
export const basicChallenge = (issuer: string): string => `Basic realm=${quoted(issuer)}, charset="UTF-8"`;

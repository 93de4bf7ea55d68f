/**
 * Where a client's record comes from: an administrator, the registration endpoint with an initial access token or
 * without one (RFC 7591 section 3), or a Client ID Metadata Document.
 */
export const clientOrigins = ["admin", "token", "open", "document"] as const;
export type ClientOrigin = typeof clientOrigins[number];

/**
 * Whether anybody answers for a client: an administrator, or whoever an administrator gave an initial access token.
 *
 * Nobody does for one that registered itself openly or that names itself by a URL, so its name, its redirect URIs and
 * its secret prove nothing (RFC 7591 section 5, RFC 9700 section 4.11.2).
 */
export const isVouchedFor = ({ origin }: { readonly origin: ClientOrigin }): boolean =>
  origin === "admin" || origin === "token";

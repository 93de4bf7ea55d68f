/** Paths under the issuer, by the name that discovery gives each. The route table and the metadata both read this list. */
export const endpoints = {
  authorization_endpoint: "/oauth2/authorize",
  token_endpoint: "/oauth2/token",
  userinfo_endpoint: "/oauth2/userinfo",
  jwks_uri: "/oauth2/jwks.json",
  introspection_endpoint: "/oauth2/introspect",
  revocation_endpoint: "/oauth2/revoke",
  end_session_endpoint: "/oauth2/end_session",
  registration_endpoint: "/oauth2/register",
  check_session_iframe: "/oauth2/check_session",
} as const;

export type EndpointName = keyof typeof endpoints;

/** Paths under the issuer of what we are to upstreams, and to the people whom we send there. */
export const relyingPartyPaths = {
  /** Where a sign-in with an upstream begins, be it here or there (OpenID Connect Core section 4). */
  authorize: "/rp/authorize",
  /** Where upstreams send people back to; each has its own below it. */
  callback: "/rp/callback",
  /** Where upstreams tell who signed out there; each has its own below it. */
  backchannel_logout: "/rp/backchannel_logout",
  /** Where people come back to who signed out there. */
  signed_out: "/rp/signed_out",
  /** Where people connect an account there with the one here. */
  link: "/rp/link",
  /** Where people prove that an account here is theirs. */
  proof: "/rp/proof",
  /** What there is to sign in with, for the pages of apps. */
  providers: "/rp/providers",
  /** Our keys. */
  jwks: "/rp/jwks.json",
} as const;

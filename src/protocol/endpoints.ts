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

/** Where upstreams find the keys that we have as their relying party. */
export const relyingPartyJwksPath = "/rp/jwks.json";

/** A logout request of ours to an upstream. */
export interface UpstreamLogoutRequest {
  readonly client_id: string;
  /** The ID token of the session there; undefined where none is kept. */
  readonly id_token_hint: string | undefined;
  /** Who the person is there: said where there is no ID token to show. */
  readonly sub: string;
  readonly post_logout_redirect_uri: string;
  readonly state: string;
}

/**
 * The address of a logout request (OpenID Connect RP-Initiated Logout section 2).
 *
 * @param endpoint Its own parameters stay.
 */
export function upstreamLogoutAddress(
  endpoint: string,
  { sub, id_token_hint, ...request }: UpstreamLogoutRequest,
): string {
  const url = new URL(endpoint);
  const whom = id_token_hint === undefined ? { logout_hint: sub } : { id_token_hint };
  for (const [name, value] of Object.entries({ ...whom, ...request })) url.searchParams.set(name, value);
  return url.href;
}

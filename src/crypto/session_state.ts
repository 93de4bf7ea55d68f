import { sha256 } from "./digest.ts";

/** The origin of a redirect URI; undefined for one of an app's own scheme, which has no page that could ask. */
function originOf(redirect_uri: string): string | undefined {
  const { origin } = new URL(redirect_uri);
  return origin === "null" ? undefined : origin;
}

/**
 * What a client's page compares, by the check session iframe, with the browser's state as it is then. The script of
 * that iframe computes the same.
 *
 * @returns undefined where the client has no page that could ask.
 * @see OpenID Connect Session Management section 2
 */
export function sessionState(
  { client_id, redirect_uri, browser_state, salt }: {
    readonly client_id: string;
    readonly redirect_uri: string;
    readonly browser_state: string;
    readonly salt: string;
  },
): string | undefined {
  const origin = originOf(redirect_uri);
  return origin && `${sha256([client_id, origin, browser_state, salt].join(" "))}.${salt}`;
}

import { type Instant, never } from "../../domain/time.ts";
import type { UpstreamTokens } from "./upstream_response.ts";

/** What is kept of a token response, sealed. */
export interface KeptTokens {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly scope?: string;
  /** When the access token expires; the last moment there is where the upstream does not say. */
  readonly expires_at: Instant;
}

const isText = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && value.length <= 16_384;

/**
 * What of a token response is kept.
 *
 * @param before What was kept before it: a refresh token and a scope that it does not name stay as they were.
 * @see RFC 6749 section 5.1 and 6
 */
export function keptTokens(
  { access_token, members }: UpstreamTokens,
  now: Instant,
  before?: KeptTokens,
): KeptTokens {
  const { expires_in, refresh_token = before?.refresh_token, scope = before?.scope } = members;
  const lifetime = Number(expires_in);
  return {
    access_token,
    ...(isText(refresh_token) ? { refresh_token } : {}),
    ...(isText(scope) ? { scope } : {}),
    expires_at: expires_in !== undefined && lifetime >= 0
      ? Math.min(now + Math.floor(lifetime), never)
      : never,
  };
}

import type { Parameters } from "../parameters.ts";

/** What a provider granted, and what came of it. */
export interface Granted {
  readonly code: string;
  /** The authorization request. */
  readonly request: Parameters;
  readonly access_token: string;
  readonly refresh_token: string;
  /** The access token that comes for the refresh token. */
  readonly refreshed_access_token: string;
  readonly sub: string;
  /** The session at the provider. */
  readonly sid: string;
}

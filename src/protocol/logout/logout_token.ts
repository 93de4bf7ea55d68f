import type { Instant, Seconds } from "../../domain/time.ts";

/** The JOSE `typ` of a logout token (OpenID Connect Back-Channel Logout section 2.4). */
export const logoutTokenType = "logout+jwt";

/** How long one is good: it is sent as soon as it is made. */
const lifetime: Seconds = 120;

/** The event of which a logout token tells (section 2.4). */
export const logoutEvent = "http://schemas.openid.net/event/backchannel-logout";

/** What a logout token states. */
export interface LogoutTokenFacts {
  readonly issuer: string;
  readonly client_id: string;
  readonly sub: string;
  readonly sid: string;
  readonly jti: string;
  readonly issuedAt: Instant;
}

/** The claims of a logout token. It has no nonce, so that it is never taken for an ID token (section 2.4). */
export const logoutTokenClaims = (facts: LogoutTokenFacts): Readonly<Record<string, unknown>> => ({
  iss: facts.issuer,
  sub: facts.sub,
  aud: facts.client_id,
  iat: facts.issuedAt,
  exp: facts.issuedAt + lifetime,
  jti: facts.jti,
  events: { [logoutEvent]: {} },
  sid: facts.sid,
});

import type { Members } from "./faults.ts";
import type { Granted } from "./granted.ts";
import { type ProviderKey, signJwt, signWithSecret, unsignedJwt } from "./keys.ts";

/** The event that makes a JWT a logout token (OpenID Connect Back-Channel Logout section 2.4). */
const event = "http://schemas.openid.net/event/backchannel-logout";

/** How a logout token differs from a good one. */
export interface LogoutTokenFaults {
  readonly claims?: (claims: Members) => Members;
  /** `unsigned`: nobody signed it; `secret`: it has a MAC by the client's secret, where RS256 is agreed on. */
  readonly signature?: "unsigned" | "secret";
}

/** With what a logout token is made. */
export interface MakingLogoutToken {
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret: string;
  readonly key: ProviderKey;
  readonly faults: LogoutTokenFaults;
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
}

/** Makes a logout token of the session in which something was granted (OpenID Connect Back-Channel Logout section 2.4). */
export async function logoutTokenFor({ sub, sid }: Granted, making: MakingLogoutToken): Promise<string> {
  const { issuer, client_id, client_secret, key, faults, now } = making;
  const good: Members = {
    ...{ iss: issuer, sub, sid, aud: client_id, iat: now, exp: now + 120, jti: crypto.randomUUID() },
    events: { [event]: {} },
  };
  const claims = { ...good, ...faults.claims?.(good) }, typ = "logout+jwt";
  if (faults.signature === "unsigned") return unsignedJwt(claims);
  return faults.signature === "secret"
    ? await signWithSecret(client_secret, { alg: "HS256", typ }, claims)
    : await signJwt(key, { alg: "RS256", typ, kid: key.jwk.kid! }, claims);
}

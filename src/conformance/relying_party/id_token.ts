import type { IdTokenFaults, Members } from "./faults.ts";
import { type ProviderKey, signJwt, unsignedJwt } from "./keys.ts";
import type { Granted } from "./granted.ts";

/** With what an ID token is made. */
export interface Making {
  readonly issuer: string;
  readonly client_id: string;
  readonly nonce: string | undefined;
  readonly faults: IdTokenFaults;
  readonly key: ProviderKey;
  /** One that is not published. */
  readonly other: ProviderKey;
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
}

/** Makes an ID token of what was granted, with its faults (OpenID Connect Core section 2). */
export async function idTokenFor({ sub, sid }: Granted, making: Making): Promise<string> {
  const { issuer, client_id, nonce, faults, key, other, now } = making;
  const good: Members = {
    ...{ iss: issuer, sub, aud: client_id, iat: now, exp: now + 300, auth_time: now, nonce, sid },
  };
  const claims = { ...good, ...faults.claims?.(good) };
  if (faults.signature === "unsigned") return unsignedJwt(claims);
  const header = { alg: "RS256", ...(faults.withoutKid ? {} : { kid: key.jwk.kid! }) } as const;
  return await signJwt(faults.signature === "other_key" ? other : key, header, claims);
}

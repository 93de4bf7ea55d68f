import { type Check, shown } from "../check.ts";

/** A signed answer of the userinfo endpoint. */
export interface UserInfoJwt {
  /** undefined: it is no JWT. */
  readonly header: Readonly<Record<string, unknown>> | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signatureFault: string | undefined;
  readonly alg: string;
  readonly issuer: string;
  readonly client_id: string;
}

type Row = Check<UserInfoJwt>;

/** What a signed answer keeps to (OpenID Connect Core section 5.3.2). */
export const userinfoJwtChecks: readonly Row[] = [
  {
    id: "userinfo_jwt.alg",
    section: "OpenID Connect Dynamic Client Registration section 2",
    level: "failure",
    expects: "A JWT of the algorithm that the client is registered for",
    judge: ({ header, alg }) => header?.alg === alg ? undefined : shown(header?.alg),
  },
  {
    id: "userinfo_jwt.signature",
    section: "OpenID Connect Core section 5.3.4",
    level: "failure",
    expects: "A signature that verifies with a key at jwks_uri",
    judge: ({ header, signatureFault }) => header ? signatureFault : undefined,
  },
  {
    id: "userinfo_jwt.iss_aud",
    section: "OpenID Connect Core section 5.3.2",
    level: "warning",
    expects: "iss is the issuer, and the client is in aud",
    judge: ({ claims, issuer, client_id }) =>
      claims.iss === issuer && [claims.aud].flat().includes(client_id)
        ? undefined
        : `iss ${shown(claims.iss)}, aud ${shown(claims.aud)}`,
  },
  {
    id: "userinfo_jwt.nonce",
    section: "OpenID Connect Core section 5.3.2",
    level: "failure",
    expects: "No nonce: it belongs to the ID token",
    judge: ({ claims: { nonce } }) => nonce === undefined ? undefined : shown(nonce),
  },
];

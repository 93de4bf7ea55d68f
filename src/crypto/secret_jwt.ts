import { CompactSign } from "jose";

/** Signs a JWT by HS256 with a secret that both sides know (RFC 7518 section 3.2). @param claims The payload, members in order. */
export const signBySecret = (secret: string, claims: Readonly<Record<string, unknown>>): Promise<string> =>
  new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: "HS256" }).sign(new TextEncoder().encode(secret));

import type { SignatureMethod, UpstreamKind } from "../../domain/upstream.ts";
import type { UpstreamEndpoints } from "./upstream_quirk.ts";

/** Whether an address has a parameter of a name that OAuth 1.0a keeps to itself (RFC 5849 section 2). */
export const hasOauthParameter = (address: string): boolean =>
  URL.canParse(address) &&
  [...new URL(address).searchParams.keys()].some((name) => name.startsWith("oauth_"));

/** What is wrong with there being a secret, or none, at an upstream to which requests are signed (RFC 5849 section 3.4). */
export function signingSecretFault(
  { signature_method: method, has_secret }: {
    readonly signature_method: SignatureMethod | null;
    readonly has_secret: boolean;
  },
): string | undefined {
  // A signature by a private key knows no secrets.
  if (method === "RSA-SHA1") {
    return has_secret ? `must be left out where signature_method is ${method}` : undefined;
  }
  return has_secret ? undefined : `is needed where signature_method is ${method}`;
}

/** What is wrong with how requests to an upstream are signed. */
export function signatureMethodFault(
  { kind, signature_method: method, issuer, endpoints }: {
    readonly kind: UpstreamKind;
    readonly signature_method: SignatureMethod | null;
    readonly issuer: string | undefined;
    readonly endpoints: Readonly<Partial<Record<keyof UpstreamEndpoints, string | undefined>>>;
  },
): string | undefined {
  if (kind !== "oauth1") return method === null ? undefined : `must be left out where kind is ${kind}`;
  // RFC 5849 section 3.4.4: the secrets themselves are what is sent.
  const open = [issuer, ...Object.values(endpoints)].some((address) => address?.startsWith("http:"));
  return method === "PLAINTEXT" && open ? "must not be PLAINTEXT where an endpoint is not https" : undefined;
}

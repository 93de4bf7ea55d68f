import { signByHmacSha1, signByRsaSha1 } from "../../crypto/oauth1_signing.ts";
import { base62 } from "../../crypto/random.ts";
import type { Result } from "../../domain/result.ts";
import type { Exchanged } from "../../outbound/exchange.ts";
import type { RequestRefused } from "../../outbound/guarded_request.ts";
import type { Oauth1Credentials } from "../../protocol/upstream/oauth1_response.ts";
import {
  oauth1Authorization,
  type Oauth1Parameter,
  sharedSecrets,
  signatureBaseString,
  type SignedRequest,
} from "../../protocol/upstream/oauth1_signature.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { openSigningKey, openUpstreamSecret } from "../credentials/upstream_secret.ts";

/** A request that goes to an upstream with our signature. */
export interface SignedAsked {
  readonly endpoint: string;
  readonly method: SignedRequest["method"];
  /** Temporary or token credentials; undefined where there are none yet. */
  readonly credentials?: Oauth1Credentials;
  /** `oauth_callback` or `oauth_verifier`, where the request has one. */
  readonly more?: readonly Oauth1Parameter[];
  readonly accept: readonly string[];
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The signature of a request, by the method of the upstream (RFC 5849 section 3.4). */
async function signatureOf(
  broker: Broker,
  { id, signature_method: method, client_secret, signing_key }: UpstreamRow,
  { request, tokenSecret }: { readonly request: SignedRequest; readonly tokenSecret: string },
): Promise<string> {
  if (method === "RSA-SHA1" && signing_key) {
    return await signByRsaSha1(signatureBaseString(request), openSigningKey(broker, { id, signing_key }));
  }
  if (method === null || !client_secret) throw new Error("An upstream of this kind has what it signs with");
  const secrets = sharedSecrets(openUpstreamSecret(broker, { id, client_secret }), tokenSecret);
  return method === "PLAINTEXT" ? secrets : signByHmacSha1(signatureBaseString(request), secrets);
}

/**
 * Sends one signed request to an upstream, with its protocol parameters in the Authorization header and none in the body.
 * Not to be called inside a unit.
 *
 * @see RFC 5849 section 3.1, 3.3 and 3.5.1
 */
export async function sendSigned(
  broker: Broker,
  upstream: UpstreamRow,
  { endpoint, method, credentials, more = [], accept, headers }: SignedAsked,
): Promise<Result<Exchanged, RequestRefused>> {
  const parameters: readonly Oauth1Parameter[] = [
    ["oauth_consumer_key", upstream.client_id],
    ...(credentials ? [["oauth_token", credentials.token] as const] : []),
    ["oauth_signature_method", String(upstream.signature_method)],
    ["oauth_timestamp", String(broker.clock())],
    ["oauth_nonce", base62(broker.random(32))],
    ["oauth_version", "1.0"],
    ...more,
  ];
  const signature = await signatureOf(broker, upstream, {
    request: { method, url: new URL(endpoint), parameters },
    tokenSecret: credentials?.token_secret ?? "",
  });
  const authorization = oauth1Authorization([...parameters, ["oauth_signature", signature]]);
  return await broker.request(endpoint, {
    accept,
    headers: { ...headers, authorization },
    ...(method === "POST" ? { body: {} } : {}),
  });
}

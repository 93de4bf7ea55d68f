import { base62 } from "../../crypto/random.ts";
import { signBySecret } from "../../crypto/secret_jwt.ts";
import { importSigner } from "../../crypto/signing_key.ts";
import type { Seconds } from "../../domain/time.ts";
import { type AssertionMethod, sendsAssertion } from "../../domain/upstream.ts";
import { quirkOf } from "../../protocol/upstream/upstream_quirk.ts";
import type { ClientCredentials } from "../../protocol/upstream/upstream_token_request.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { openUpstreamSecret } from "./upstream_secret.ts";
import type { Way } from "../documents/upstream_way.ts";

/** What we sign for one request counts so long: its way there, and a clock that is not ours. */
const signedFor: Seconds = 60;

/**
 * A client_secret that is a JWT, made for one request.
 *
 * @see {@link https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret}
 */
async function signedSecret(
  { clock }: Broker,
  { client_id, key_id, team_id }: UpstreamRow,
  { audience, privateKey }: { readonly audience: string; readonly privateKey: string },
): Promise<string> {
  const iat = clock(), key = new TextEncoder().encode(privateKey);
  const signer = await importSigner(key_id!, "ES256", key);
  return await signer.sign(undefined, {
    iss: team_id,
    iat,
    exp: iat + signedFor,
    aud: audience,
    sub: client_id,
  });
}

/** An assertion of ours, made for one request (RFC 7523 section 3, RFC 7521 section 4.2). */
async function assertion(
  { clock, random, rpKeys }: Broker,
  upstream: UpstreamRow,
  { method, secret, way }: {
    readonly method: AssertionMethod;
    readonly secret: string;
    readonly way: Pick<Way, "quirks" | "token_endpoint">;
  },
): Promise<string> {
  const { client_id, issuer, client_assertion_audience: audience } = upstream, iat = clock();
  const aud = audience === "token_endpoint" ? way.token_endpoint : issuer;
  const claims = { iss: client_id, sub: client_id, aud, jti: base62(random(32)), iat, exp: iat + signedFor };
  if (method === "client_secret_jwt") return await signBySecret(secret, claims);
  const signer = await rpKeys.signer(upstream.token_endpoint_auth_signing_alg ?? "ES256");
  return await signer.sign(undefined, claims);
}

/** How we prove to an upstream who we are, for one request to its token endpoint. */
export async function clientCredentials(
  broker: Broker,
  upstream: UpstreamRow,
  way: Pick<Way, "quirks" | "token_endpoint">,
): Promise<ClientCredentials> {
  const { id, client_id, client_secret: sealed, token_endpoint_auth_method: method } = upstream;
  const secret = sealed === null ? "" : openUpstreamSecret(broker, { id, client_secret: sealed });
  if (sendsAssertion(method)) {
    return {
      client_id,
      method,
      client_assertion: await assertion(broker, upstream, { method, secret, way }),
    };
  }
  const signed = quirkOf(way.quirks, "client_secret_by_key");
  const client_secret = signed
    ? await signedSecret(broker, upstream, { audience: signed.audience, privateKey: secret })
    : secret;
  return { client_id, client_secret, method };
}

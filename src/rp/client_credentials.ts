import { importSigner } from "../crypto/signing_key.ts";
import type { Seconds } from "../domain/time.ts";
import { quirkOf } from "../protocol/upstream_quirk.ts";
import type { ClientCredentials } from "../protocol/upstream_request.ts";
import type { UpstreamRow } from "../store/upstreams.ts";
import type { Broker } from "./broker.ts";
import { openUpstreamSecret } from "./upstream_secret.ts";
import type { Way } from "./upstream_way.ts";

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

/** How we prove to an upstream who we are, for one request to its token endpoint. */
export async function clientCredentials(
  broker: Broker,
  upstream: UpstreamRow,
  way: Pick<Way, "quirks">,
): Promise<ClientCredentials> {
  const { id, client_id, client_secret: sealed, token_endpoint_auth_method: method } = upstream;
  const secret = sealed === null ? "" : openUpstreamSecret(broker, { id, client_secret: sealed });
  const signed = quirkOf(way.quirks, "client_secret_by_key");
  const client_secret = signed
    ? await signedSecret(broker, upstream, { audience: signed.audience, privateKey: secret })
    : secret;
  return { client_id, client_secret, method };
}

/** Clients that sign, and what they sign. */
import { SignJWT } from "jose";
import { mintId, systemRandom } from "../../src/crypto/random.ts";
import type { ClientMetadata } from "../../src/domain/client_metadata.ts";
import { giveSecret } from "../../src/op/give_secret.ts";
import { jwtBearer } from "../../src/protocol/client/client_assertion.ts";
import { findClientRow } from "../../src/store/clients.ts";
import { type ClientKey, makeClientKey } from "./client_keys.ts";
import { addClient, portsOf, storeOf, type TestClient, type TestProvider } from "./provider.ts";

/** What a client signs with. */
export interface Signer {
  readonly alg: string;
  readonly kid?: string;
  readonly key: CryptoKey | Uint8Array;
}

/** A client that authenticates by what it signs. */
export interface SigningClient extends TestClient {
  readonly signer: Signer;
}

/** What is said otherwise than in an assertion that is right; undefined leaves a member out. */
export interface Differing {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly signer?: Signer;
}

/** The private half of a key pair, to sign with. */
export const signerOf = ({ alg, kid, privateKey }: ClientKey): Signer => ({ alg, kid, key: privateKey });

/** A secret, to sign with. */
export const sharedSigner = (client_secret: string, alg = "HS256"): Signer => ({
  alg,
  key: new TextEncoder().encode(client_secret),
});

/** Registers a client of private_key_jwt. @param metadata Without `jwks_uri`, its record has the key. */
export async function addKeyClient(
  provider: Pick<TestProvider, "db" | "time">,
  metadata: Partial<ClientMetadata> = {},
  key?: ClientKey,
): Promise<SigningClient> {
  const pair = key ?? await makeClientKey();
  const client = await addClient(provider, {
    token_endpoint_auth_method: "private_key_jwt",
    ...(metadata.jwks_uri === undefined ? { jwks: { keys: [pair.jwk] } } : {}),
    ...metadata,
  });
  return { ...client, signer: signerOf(pair) };
}

/** Registers a client of client_secret_jwt, with a secret as the server makes it. */
export async function addSecretClient(
  provider: TestProvider,
  metadata: Partial<ClientMetadata> = {},
): Promise<SigningClient> {
  const client = await addClient(provider, { token_endpoint_auth_method: "client_secret_jwt", ...metadata });
  const at = provider.time.now, store = storeOf(provider), row = await findClientRow(store, client.client_id);
  const { client_secret = "" } = await giveSecret(portsOf(provider), store, row!, { at, overlapUntil: at });
  return { ...client, client_secret, signer: sharedSigner(client_secret) };
}

/** An assertion of a client, right but for what differs. */
export async function assertionBy(
  { issuer, time: { now } }: { readonly issuer: string; readonly time: { readonly now: number } },
  { client_id, signer: own }: Pick<SigningClient, "client_id" | "signer">,
  { header = {}, claims = {}, signer = own }: Differing = {},
): Promise<string> {
  const usual = {
    iss: client_id,
    sub: client_id,
    aud: issuer,
    jti: mintId(systemRandom),
    exp: now + 60,
    iat: now,
  };
  const { alg, kid, key } = signer;
  const said = { alg, ...(kid === undefined ? {} : { kid }), ...header };
  return await new SignJWT({ ...usual, ...claims }).setProtectedHeader(said).sign(key);
}

/** The two parameters that bring an assertion (RFC 7521 section 4.2). */
export const asserted = async (
  ...by: Parameters<typeof assertionBy>
): Promise<{ readonly client_assertion_type: string; readonly client_assertion: string }> => ({
  client_assertion_type: jwtBearer,
  client_assertion: await assertionBy(...by),
});

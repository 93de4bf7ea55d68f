import { readPrivateKey } from "../crypto/private_key.ts";
import type { KeyAlgorithm } from "../domain/provider_key.ts";
import { ensureKeys } from "../op/change_keys.ts";
import type { KeyPorts } from "../op/key_ring.ts";
import { relyingPartyPaths } from "../protocol/endpoints.ts";
import type { JudgedUpstream } from "../protocol/upstream/upstream_rules.ts";
import type { UpstreamRecord } from "../store/upstreams.ts";
import type { ChangeableMembers } from "./upstream_schema.ts";

/** What was given to prove who we are, in the form in which it is sealed. */
export interface GivenCredentials {
  readonly judged: JudgedUpstream["given"];
  readonly text: string | undefined;
}

/** Reads what was given to prove who we are. */
export async function givenCredentials(
  { client_secret, private_key }: ChangeableMembers,
): Promise<GivenCredentials> {
  const given = client_secret !== undefined;
  if (private_key === undefined) {
    return { judged: { client_secret: given, private_key: undefined }, text: client_secret };
  }
  const text = await readPrivateKey(private_key);
  return {
    judged: { client_secret: given, private_key: text === undefined ? "unreadable" : "readable" },
    text,
  };
}

type Keyed = Pick<
  UpstreamRecord,
  | "key_id"
  | "team_id"
  | "token_endpoint_auth_method"
  | "token_endpoint_auth_signing_alg"
  | "client_assertion_audience"
  | "id_token_encrypted_response_alg"
>;

/** The algorithms for which an upstream needs a key of ours. */
const algorithmsFor = (
  { token_endpoint_auth_method, token_endpoint_auth_signing_alg: alg, id_token_encrypted_response_alg }:
    Keyed,
): readonly KeyAlgorithm[] => [
  ...(token_endpoint_auth_method === "private_key_jwt" ? [alg ?? "ES256"] : []),
  ...(id_token_encrypted_response_alg === null ? [] : [id_token_encrypted_response_alg]),
];

/** Makes the keys that an upstream needs of us, where there are none yet. Before it is kept. */
export const makeKeysFor = (ports: KeyPorts, record: Keyed) =>
  ensureKeys({ ...ports, role: "rp" }, algorithmsFor(record));

/** The address of our keys, where an upstream needs them. */
export const shownJwks = (issuer: string, record: Keyed) =>
  algorithmsFor(record).length > 0 ? { jwks_uri: issuer + relyingPartyPaths.jwks } : {};

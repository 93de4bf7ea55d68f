import { decryptJwe } from "../../crypto/decrypt.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";

/** Opens what an upstream encrypted to us, by the algorithm that was agreed on for its ID tokens. */
export const decryptFromUpstream = async (
  { rpKeys }: Broker,
  { id_token_encrypted_response_alg: alg }: UpstreamRow,
  jwe: string,
): ReturnType<typeof decryptJwe> =>
  await decryptJwe(jwe, (await rpKeys.decrypters()).filter((key) => key.alg === alg));

import { decryptJwe } from "../../crypto/decrypt.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";

/** Whether a JWT has the five parts of an encrypted one (RFC 7516 section 9). */
export const isJwe = (jwt: string): boolean => jwt.split(".", 6).length === 5;

/** Opens what an upstream encrypted to us, by the algorithm that was agreed on for its ID tokens. */
export const decryptFromUpstream = async (
  { rpKeys }: Broker,
  { id_token_encrypted_response_alg: alg }: UpstreamRow,
  jwe: string,
): ReturnType<typeof decryptJwe> =>
  await decryptJwe(jwe, (await rpKeys.decrypters()).filter((key) => key.alg === alg));

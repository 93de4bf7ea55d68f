import { decryptJwe } from "../../crypto/decrypt.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { refuse, type UpstreamRefusal } from "../upstream_refusal.ts";

/**
 * The signed ID token in what an upstream sent: itself, or what was encrypted to us where that was agreed on. Anybody can
 * encrypt to us, so nothing in it is believed for that.
 *
 * @see OpenID Connect Core section 3.1.3.7 item 1
 */
export async function decryptIdToken(
  { rpKeys }: Broker,
  { id_token_encrypted_response_alg: alg }: UpstreamRow,
  id_token: string,
): Promise<Result<string, UpstreamRefusal>> {
  if (alg === null) return ok(id_token);
  if (id_token.split(".", 6).length !== 5) return refuse("unusable", "id_token.not_encrypted");
  const keys = (await rpKeys.decrypters()).filter((key) => key.alg === alg);
  const opened = await decryptJwe(id_token, keys);
  return opened.ok ? opened : refuse("unusable", `id_token.${opened.error}`);
}

import { isJwe } from "../../crypto/decrypt.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { refuse, type UpstreamRefusal } from "../upstream_refusal.ts";
import { decryptFromUpstream } from "./decrypt_from_upstream.ts";

/**
 * The signed ID token in what an upstream sent: itself, or what was encrypted to us where that was agreed on. Anybody can
 * encrypt to us, so nothing in it is believed for that.
 *
 * @see OpenID Connect Core section 3.1.3.7 item 1
 */
export async function decryptIdToken(
  broker: Broker,
  upstream: UpstreamRow,
  id_token: string,
): Promise<Result<string, UpstreamRefusal>> {
  if (upstream.id_token_encrypted_response_alg === null) return ok(id_token);
  if (!isJwe(id_token)) return refuse("unusable", "id_token.not_encrypted");
  const opened = await decryptFromUpstream(broker, upstream, id_token);
  return opened.ok ? opened : refuse("unusable", `id_token.${opened.error}`);
}

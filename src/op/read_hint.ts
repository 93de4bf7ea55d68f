import { verifyOwnJwt } from "../crypto/own_jwt.ts";
import type { Client } from "../domain/client_metadata.ts";
import type { HintFacts } from "../protocol/authorization_facts.ts";
import { idTokenType } from "../protocol/id_token.ts";
import type { Provider } from "./provider.ts";

/**
 * Reads an id_token_hint: an ID token of this issuer for this client. It may have expired, and its key may have been
 * retired, but not revoked (OpenID Connect Core section 3.1.2.1).
 */
export async function readHint({ keys, tenant }: Provider, client: Client, hint: string): Promise<HintFacts> {
  const verified = await verifyOwnJwt(hint, {
    keys: await keys.verifiers("hints"),
    issuer: tenant.issuer,
    typ: idTokenType,
  });
  if (!verified.ok) return { valid: false, why: verified.error };
  const { aud, sub } = verified.value;
  if (![aud].flat().includes(client.client_id)) return { valid: false, why: "other_client" };
  return typeof sub === "string" ? { valid: true, sub } : { valid: false, why: "malformed" };
}

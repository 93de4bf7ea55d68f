import { type OwnClaims, type OwnJwtFault, verifyOwnJwt } from "../crypto/own_jwt.ts";
import type { Client } from "../domain/client_metadata.ts";
import type { Result } from "../domain/result.ts";
import type { HintFacts } from "../protocol/authorize/authorization_facts.ts";
import type { LogoutHint } from "../protocol/logout/end_session_checks.ts";
import { idTokenType } from "../protocol/token/id_token.ts";
import type { Provider } from "./provider.ts";

/**
 * Verifies an ID token of this issuer that came as a hint. It may have expired, and its key may have been retired, but
 * not revoked (OpenID Connect Core section 3.1.2.1, OpenID Connect RP-Initiated Logout section 4).
 */
const verifyHint = async (
  { keys, tenant }: Provider,
  hint: string,
): Promise<Result<OwnClaims, OwnJwtFault>> =>
  await verifyOwnJwt(hint, {
    keys: await keys.verifiers("hints"),
    issuer: tenant.issuer,
    typ: idTokenType,
  });

/** Reads the id_token_hint of an authorization request: an ID token for this client. */
export async function readHint(provider: Provider, client: Client, hint: string): Promise<HintFacts> {
  const verified = await verifyHint(provider, hint);
  if (!verified.ok) return { valid: false, why: verified.error };
  const { aud, sub } = verified.value;
  if (![aud].flat().includes(client.client_id)) return { valid: false, why: "other_client" };
  return typeof sub === "string" ? { valid: true, sub } : { valid: false, why: "malformed" };
}

/** Reads the id_token_hint of a logout request: an ID token for whichever client asks. */
export async function readLogoutHint(provider: Provider, hint: string): Promise<LogoutHint> {
  const verified = await verifyHint(provider, hint);
  if (!verified.ok) return { valid: false, why: verified.error };
  const { aud, sid } = verified.value, [client_id] = [aud].flat();
  if (typeof client_id !== "string") return { valid: false, why: "malformed" };
  return { valid: true, client_id, sid: typeof sid === "string" ? sid : undefined };
}

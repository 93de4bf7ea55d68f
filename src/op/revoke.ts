import { type Handle, parseSecret } from "../crypto/secret.ts";
import type { Client } from "../domain/client_metadata.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import { presentedToken } from "../protocol/token/presented_token.ts";
import { revokeAccessToken, revokeJti } from "../store/access_tokens.ts";
import { findRefreshToken } from "../store/refresh_tokens.ts";
import { inUnit } from "../store/tenant_store.ts";
import { revokeFamily } from "../store/token_families.ts";
import { isSigned, verifySigned } from "./access_token.ts";
import { authenticateClient, type ClientRequest } from "./authenticate_client.ts";
import type { Provider } from "./provider.ts";

type Outcome = Result<void, OAuthError>;

const foreign: Outcome = err({
  code: "invalid_grant",
  why: "token.other_client",
  description: "The token was issued to another client",
});

/** A refresh token takes its family with it, access tokens included (section 2.1). */
async function revokeRefreshToken(
  { store, clock }: Provider,
  client: Client,
  handle: Handle,
): Promise<Outcome> {
  const row = await findRefreshToken(store, handle);
  if (!row) return ok(undefined);
  if (row.client_id !== client.client_id) return foreign;
  await inUnit(store, (unit) => revokeFamily(unit, row.family_id, clock()));
  return ok(undefined);
}

async function revokeOpaque({ store, clock }: Provider, client: Client, text: string): Promise<Outcome> {
  const handle = parseSecret("access_token", text);
  if (!handle) return ok(undefined);
  const revoked = await revokeAccessToken(store, handle, client.client_id, clock());
  return !revoked.ok && revoked.refusal === "other_client" ? foreign : ok(undefined);
}

/** A signed token has no row: its jti is remembered until it would have expired. */
async function revokeSigned(provider: Provider, client: Client, text: string): Promise<Outcome> {
  const verified = await verifySigned(provider, text, undefined);
  if (!verified.ok) return ok(undefined);
  const { client_id, jti, expiresAt } = verified.value;
  if (client_id !== client.client_id) return foreign;
  await revokeJti(provider.store, { jti, expires_at: expiresAt });
  return ok(undefined);
}

/**
 * Revokes a token of the client that asks. One that is unknown or dead already is as good as revoked (section 2.2).
 *
 * @returns err: the client's authentication, a missing token, or a token of another client.
 * @see RFC 7009 section 2
 */
export async function revoke(provider: Provider, request: ClientRequest): Promise<Outcome> {
  const authenticated = await authenticateClient(provider, request);
  if (!authenticated.ok) return authenticated;
  const client = authenticated.value, token = presentedToken(request.parameters);
  if (!token.ok) return token;
  // The form tells the kind, so token_type_hint has nothing to add (section 2.1 lets it be ignored).
  const refreshToken = parseSecret("refresh_token", token.value);
  if (refreshToken) return await revokeRefreshToken(provider, client, refreshToken);
  return await (isSigned(token.value) ? revokeSigned : revokeOpaque)(provider, client, token.value);
}

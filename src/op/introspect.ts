import { statedAuthTime } from "../domain/authentication.ts";
import { parseSecret } from "../crypto/secret.ts";
import { type Client, isConfidential } from "../domain/client_metadata.ts";
import { none } from "../domain/machine.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import { presentedToken } from "../protocol/token/presented_token.ts";
import { findAccount } from "../store/accounts.ts";
import { findActiveClient } from "../store/clients.ts";
import { findRefreshToken } from "../store/refresh_tokens.ts";
import { findUsableFamily } from "../store/token_families.ts";
import { findPresentedAccessToken, type PresentedAccessToken } from "./access_token.ts";
import { authenticateClient, type ClientRequest } from "./authenticate_client.ts";
import type { Provider } from "./provider.ts";
import { subjectFor } from "./subject.ts";

/** The answer of introspection (RFC 7662 section 2.2). */
export type Introspection = Readonly<Record<string, unknown>> & { readonly active: boolean };

/** All that is said of a token that does not count, or that the caller may not know of (section 2.2). */
const inactive: Introspection = { active: false };

/** Whether the caller may know of the token: it is the caller's own, or meant for it. */
const concerns = (caller: Client, token: PresentedAccessToken) =>
  token.client_id === caller.client_id || token.audience.includes(caller.client_id);

async function describeAccessToken(
  provider: Provider,
  caller: Client,
  text: string,
): Promise<Introspection | undefined> {
  const found = await findPresentedAccessToken(provider, text, undefined);
  if (!found.ok) return undefined;
  const token = found.value;
  if (!concerns(caller, token)) return inactive;
  const account = token.family && await findAccount(provider.store, token.family.account_id);
  return {
    active: true,
    iss: provider.tenant.issuer,
    sub: token.sub,
    aud: token.audience.length === 1 ? token.audience[0] : token.audience,
    client_id: token.client_id,
    // The name is a claim of `profile`: a client may not learn here what userinfo would keep from it.
    ...(account?.username && token.scopes.includes("profile") ? { username: account.username } : {}),
    ...(token.scopes.length === 0 ? {} : { scope: token.scopes.join(" ") }),
    token_type: "Bearer",
    iat: token.issuedAt,
    exp: token.expiresAt,
    ...(token.jti === undefined ? {} : { jti: token.jti }),
    ...(token.family
      ? { ...statedAuthTime(token.family.auth_time), acr: token.family.acr, amr: token.family.amr }
      : {}),
  };
}

async function describeRefreshToken(
  provider: Provider,
  caller: Client,
  text: string,
): Promise<Introspection | undefined> {
  const { store, clock, tenant } = provider, now = clock();
  const handle = parseSecret("refresh_token", text);
  const row = handle && await findRefreshToken(store, handle);
  // A refresh token is nobody's business but its own client's.
  if (!row || row.client_id !== caller.client_id || row.state !== "current" || row.expires_at <= now) {
    return undefined;
  }
  const family = await findUsableFamily(store, row.family_id, now);
  const client = family && await findActiveClient(store, family.client_id);
  if (!family || !client) return undefined;
  return {
    active: true,
    iss: tenant.issuer,
    sub: family.account_id === none ? client.client_id : subjectFor(provider, client, family.account_id),
    client_id: row.client_id,
    ...(family.scopes.length === 0 ? {} : { scope: family.scopes.join(" ") }),
    iat: row.created_at,
    exp: row.expires_at,
  };
}

/**
 * Tells a confidential client about a token that is its own or meant for it. Every other answer is the same
 * `{"active":false}`.
 *
 * @returns err `invalid_request`, `invalid_client`: the caller's own authentication; a public client has none.
 * @see RFC 7662 section 2 and 4
 */
export async function introspect(
  provider: Provider,
  request: ClientRequest,
): Promise<Result<Introspection, OAuthError>> {
  const authenticated = await authenticateClient(provider, request);
  if (!authenticated.ok) return authenticated;
  const caller = authenticated.value;
  if (!isConfidential(caller)) {
    const description = "Only a client that authenticates may introspect";
    return err({ code: "invalid_client", why: "introspection.confidential", description });
  }
  const token = presentedToken(request.parameters);
  if (!token.ok) return token;
  // Each kind of token is told by its own form, so token_type_hint has nothing to add (section 2.1 lets it be ignored).
  const described = await describeRefreshToken(provider, caller, token.value) ??
    await describeAccessToken(provider, caller, token.value);
  return ok(described ?? inactive);
}

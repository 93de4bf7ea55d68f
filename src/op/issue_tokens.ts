import { mintId } from "../crypto/random.ts";
import { mintSecret, type Secret } from "../crypto/secret.ts";
import type { Client } from "../domain/client_metadata.ts";
import { none } from "../domain/machine.ts";
import { ok, type Result } from "../domain/result.ts";
import { lifetime } from "../domain/tenant_policy.ts";
import type { Instant } from "../domain/time.ts";
import { accessTokenClaims, accessTokenType } from "../protocol/token/access_token.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import { createAccessToken } from "../store/access_tokens.ts";
import type { TenantStore } from "../store/tenant_store.ts";
import type { FamilyRow } from "../store/token_families.ts";
import { issueIdToken } from "./id_token.ts";
import type { Provider } from "./provider.ts";
import { subjectFor } from "./subject.ts";

/** The token endpoint's answer (RFC 6749 section 5.1, OpenID Connect Core section 3.1.3.3). */
export interface TokenResponse {
  readonly access_token: string;
  readonly token_type: "Bearer";
  readonly expires_in: number;
  /** Absent where nothing was granted: a scope has at least one name (RFC 6749 section 3.3). */
  readonly scope?: string;
  readonly id_token?: string;
  readonly refresh_token?: string;
}

/** What a family says of the sign-in that it came from. */
export type FamilyFacts = Pick<
  FamilyRow,
  | "id"
  | "client_id"
  | "account_id"
  | "sid"
  | "scopes"
  | "claims"
  | "nonce"
  | "auth_time"
  | "acr"
  | "amr"
  | "proof_key"
  | "expires_at"
>;

/** An access token ready to be handed out; `save` writes its row in the unit that decides whether it is. */
export interface PreparedAccessToken {
  readonly token: string;
  readonly expiresAt: Instant;
  readonly save: (store: TenantStore) => Promise<void>;
}

/** What an access token is for: a person's family, or the client itself. */
export interface AccessTokenWish {
  readonly client: Client;
  readonly family: FamilyFacts | undefined;
  readonly scopes: readonly string[];
  readonly now: Instant;
}

/**
 * Prepares an access token in the client's format. Signing happens here, before any unit: nothing outside the
 * database is awaited inside one.
 */
export async function prepareAccessToken(
  provider: Provider,
  { client, family, scopes, now }: AccessTokenWish,
): Promise<PreparedAccessToken> {
  const { tenant, random, keys } = provider;
  const format = client.access_token_format;
  const longest = now +
    lifetime(tenant.policy, format === "jwt" ? "access_token_jwt" : "access_token_opaque", client);
  const expiresAt = Math.min(longest, family?.expires_at ?? longest);
  const audience = [tenant.issuer];
  if (format === "opaque") {
    const secret = mintSecret("access_token", expiresAt, random);
    const row = {
      client_id: client.client_id,
      account_id: family?.account_id ?? none,
      family_id: family?.id ?? none,
      proof_key: family?.proof_key ?? none,
      scopes,
      audience,
      expires_at: expiresAt,
    };
    return {
      token: secret.reveal(),
      expiresAt,
      save: (store) => createAccessToken(store, secret.handle, row, now),
    };
  }
  const signer = await keys.signer(client.metadata.id_token_signed_response_alg);
  const claims = accessTokenClaims({
    issuer: tenant.issuer,
    sub: family ? subjectFor(provider, client, family.account_id) : client.client_id,
    client_id: client.client_id,
    audience,
    scopes,
    issuedAt: now,
    expiresAt,
    jti: mintId(random),
    ...(family ? { person: { family_id: family.id, ...family } } : {}),
  });
  return { token: await signer.sign(accessTokenType, claims), expiresAt, save: () => Promise.resolve() };
}

/** Everything that a redemption or a refresh hands out. */
export interface PreparedTokens {
  readonly body: TokenResponse;
  readonly accessExpiresAt: Instant;
  readonly save: (store: TenantStore) => Promise<void>;
}

/**
 * Prepares the tokens of a family: access token, ID token where `openid` was granted, and the given refresh token. It
 * comes before anything is moved, so that what cannot be prepared costs nothing.
 *
 * @returns err: the ID token cannot be encrypted to the client.
 */
export async function prepareTokens(
  provider: Provider,
  wish: AccessTokenWish & {
    readonly family: FamilyFacts;
    readonly refreshToken: Secret<"refresh_token"> | undefined;
  },
): Promise<Result<PreparedTokens, OAuthError>> {
  const { client, family, scopes, now, refreshToken } = wish;
  const access = await prepareAccessToken(provider, wish);
  const idToken = scopes.includes("openid")
    ? await issueIdToken(provider, { client, family, scopes, now, accessToken: access.token })
    : ok(undefined);
  if (!idToken.ok) return idToken;
  const id_token = idToken.value;
  return ok({
    body: {
      access_token: access.token,
      token_type: "Bearer",
      expires_in: access.expiresAt - now,
      ...(scopes.length === 0 ? {} : { scope: scopes.join(" ") }),
      ...(id_token === undefined ? {} : { id_token }),
      ...(refreshToken === undefined ? {} : { refresh_token: refreshToken.reveal() }),
    },
    accessExpiresAt: access.expiresAt,
    save: access.save,
  });
}

import { leftHalfDigest } from "../crypto/digest.ts";
import type { Client } from "../domain/client_metadata.ts";
import { idTokenSaysMore, personInIdToken } from "../domain/released_claims.ts";
import { ok, type Result } from "../domain/result.ts";
import { lifetime } from "../domain/tenant_policy.ts";
import type { Instant } from "../domain/time.ts";
import { idTokenClaims, idTokenType } from "../protocol/token/id_token.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import { accountOf, findAccount } from "../store/accounts.ts";
import { encryptResponse } from "./encrypt_response.ts";
import type { FamilyFacts } from "./issue_tokens.ts";
import type { Provider } from "./provider.ts";
import { subjectFor } from "./subject.ts";

/**
 * What an ID token says about the person, as it is now: what was asked for by name, and what the scopes release there,
 * which is everything where no access token will ever get it from userinfo (OpenID Connect Core section 5.4), and what
 * scopes release where the client never asks there.
 */
async function aboutPerson({ store }: Provider, { client, family, scopes, alone = false }: IdTokenWish) {
  const { claim_mappings: mappings, scope_claims_in_id_token: scopesToo } = client;
  const release = { scopes, asked: family.claims, mappings, alone, scopesToo };
  const account = idTokenSaysMore(release) ? await findAccount(store, family.account_id) : undefined;
  return account ? personInIdToken(accountOf(account), release) : {};
}

/** What an ID token is issued with. */
export interface IdTokenWish {
  readonly client: Client;
  readonly family: FamilyFacts;
  /** The scopes of this answer. */
  readonly scopes: readonly string[];
  readonly now: Instant;
  /** The access token that comes with it, for at_hash. */
  readonly accessToken: string | undefined;
  /** The code that comes with it, for c_hash. */
  readonly code?: string | undefined;
  /** Whether it is all that the client gets. */
  readonly alone?: boolean;
}

/**
 * Issues an ID token in the client's format: signed, and then encrypted where the client is registered so (OpenID
 * Connect Core section 2). Not to be called inside a unit.
 *
 * @returns err: there is no key to encrypt to.
 */
export async function issueIdToken(
  provider: Provider,
  wish: IdTokenWish,
): Promise<Result<string, OAuthError>> {
  const { client, family, now, accessToken, code } = wish;
  const { tenant, keys } = provider, { metadata } = client;
  const signer = await keys.signer(metadata.id_token_signed_response_alg);
  const signed = await signer.sign(
    idTokenType,
    idTokenClaims({
      issuer: tenant.issuer,
      sub: subjectFor(provider, client, family.account_id),
      client_id: client.client_id,
      issuedAt: now,
      expiresAt: now + lifetime(tenant.policy, "id_token", client),
      auth_time: family.auth_time,
      acr: family.acr,
      amr: family.amr,
      sid: family.sid,
      nonce: family.nonce,
      at_hash: accessToken === undefined ? undefined : leftHalfDigest(accessToken, signer.alg),
      c_hash: code === undefined ? undefined : leftHalfDigest(code, signer.alg),
      about: await aboutPerson(provider, wish),
    }),
  );
  const { id_token_encrypted_response_alg: alg, id_token_encrypted_response_enc: enc } = metadata;
  return alg === undefined
    ? ok(signed)
    : await encryptResponse(provider, client, { alg, enc, text: signed, nested: true });
}

import { parseSecret } from "../crypto/secret.ts";
import type { Client } from "../domain/client_metadata.ts";
import { none } from "../domain/machine.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Instant } from "../domain/time.ts";
import {
  type AccessTokenClaims,
  type AccessTokenFault,
  verifyAccessToken,
} from "../resource_server/verify_access_token.ts";
import { findLiveAccessToken, isRevokedJti } from "../store/access_tokens.ts";
import { findActiveClient } from "../store/clients.ts";
import { type FamilyRow, findUsableFamily } from "../store/token_families.ts";
import type { Provider } from "./provider.ts";
import { subjectFor } from "./subject.ts";

/** A presented access token that counts, of either format. */
export interface PresentedAccessToken {
  readonly sub: string;
  /** Whom it was issued to. */
  readonly client: Client;
  readonly client_id: string;
  readonly audience: readonly string[];
  readonly scopes: readonly string[];
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  /** Of a signed token. */
  readonly jti: string | undefined;
  /** Of a person's token; undefined for a client's own. */
  readonly family: FamilyRow | undefined;
}

type Token = Omit<PresentedAccessToken, "family" | "sub" | "client"> & {
  readonly family_id: string | undefined;
};

/** Whether an access token is a signed one: an opaque one has no dots. */
export const isSigned = (text: string): boolean => text.includes(".");

/** Verifies a signed access token of this provider, whether or not it was revoked since. */
export async function verifySigned(
  { keys, tenant, clock }: Provider,
  text: string,
  audience: string | undefined,
): Promise<Result<AccessTokenClaims, AccessTokenFault>> {
  const expected = { keys: await keys.verifiers("tokens"), issuer: tenant.issuer, audience, now: clock() };
  return await verifyAccessToken(text, expected);
}

async function findSigned(
  provider: Provider,
  text: string,
  audience: string | undefined,
): Promise<Result<Token, string>> {
  const verified = await verifySigned(provider, text, audience);
  if (!verified.ok) return verified;
  const { jti, expiresAt } = verified.value;
  const revoked = await isRevokedJti(provider.store, { jti, expires_at: expiresAt });
  return revoked ? err("revoked") : verified;
}

async function findOpaque(
  provider: Provider,
  text: string,
  audience: string | undefined,
): Promise<Result<Token, string>> {
  const handle = parseSecret("access_token", text);
  const row = handle && await findLiveAccessToken(provider.store, handle, provider.clock());
  if (!row) return err("unknown");
  if (audience !== undefined && !row.audience.includes(audience)) return err("wrong_audience");
  return ok({
    client_id: row.client_id,
    audience: row.audience,
    scopes: row.scopes,
    issuedAt: row.created_at,
    expiresAt: row.expires_at,
    jti: undefined,
    family_id: row.family_id === none ? undefined : row.family_id,
  });
}

/**
 * Judges a presented access token: first the token itself, then whether everything that it lives with still counts.
 *
 * @param audience The resource at which it is presented; undefined where another one asks about it.
 * @returns err: why it does not count, for the log.
 */
export async function findPresentedAccessToken(
  provider: Provider,
  text: string,
  audience: string | undefined,
): Promise<Result<PresentedAccessToken, string>> {
  const { store, clock } = provider;
  const found = await (isSigned(text) ? findSigned : findOpaque)(provider, text, audience);
  if (!found.ok) return found;
  const { family_id, ...token } = found.value;
  const client = await findActiveClient(store, token.client_id);
  if (!client) return err("client_inactive");
  if (family_id === undefined) return ok({ ...token, client, sub: client.client_id, family: undefined });
  const family = await findUsableFamily(store, family_id, clock());
  return family
    ? ok({ ...token, client, sub: subjectFor(provider, client, family.account_id), family })
    : err("family_unusable");
}

import { mintId } from "../crypto/random.ts";
import { parseSecret } from "../crypto/secret.ts";
import type { ClientOrigin } from "../domain/client_origin.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { lifetime, registrationPolicy } from "../domain/tenant_policy.ts";
import { bearerToken } from "../protocol/token/bearer_token.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import { createClient } from "../store/clients.ts";
import { findInitialAccessToken, useInitialAccessToken } from "../store/initial_access_tokens.ts";
import { inUnit } from "../store/tenant_store.ts";
import { clientInformation, type RegistrationPorts } from "./client_information.ts";
import { giveSecret } from "./give_secret.ts";
import { judgeClient } from "./judge_client.ts";
import { countRegistration } from "./registration_quota.ts";

/** A registration request as it arrived. */
export interface RegistrationRequest {
  readonly authorization: string | undefined;
  /** The decoded body. */
  readonly body: unknown;
  /** What registrations from this address are counted under; undefined where many people may share it. */
  readonly addressKey: string | undefined;
}

const invalidToken = (why: string) =>
  err<OAuthError>({
    code: "invalid_token",
    why: `initial_access_token.${why}`,
    description: "A valid initial access token is needed to register a client here",
  });

/** Who vouches for the client: whoever was given the initial access token, or nobody, where that is enough. */
async function originOf(
  { store, tenant, clock }: RegistrationPorts,
  authorization: string | undefined,
): Promise<Result<{ readonly origin: ClientOrigin; readonly tokenId?: string }, OAuthError>> {
  const presented = bearerToken({ authorization, body: undefined });
  if (!presented.ok) return presented;
  if (presented.value === undefined) {
    return registrationPolicy(tenant.policy) === "open" ? ok({ origin: "open" }) : invalidToken("present");
  }
  const handle = parseSecret("initial_access_token", presented.value);
  const row = handle && await findInitialAccessToken(store, handle.digest);
  if (!row) return invalidToken("unknown");
  if (row.state !== "active") return invalidToken("revoked");
  if (row.expires_at <= clock()) return invalidToken("expired");
  return row.uses_left > 0 ? ok({ origin: "token", tokenId: row.id }) : invalidToken("used_up");
}

/**
 * Registers a client that asks for it, as the tenant's policy allows. The caller has seen that it is not closed.
 *
 * @returns the client information response. err: `invalid_token`, what is wrong with the metadata, or
 * `too_many_requests` where nobody vouches for the client and there were many already.
 * @see RFC 7591 section 3, OpenID Connect Dynamic Client Registration section 3
 */
export async function registerClient(
  provider: RegistrationPorts,
  { authorization, body, addressKey }: RegistrationRequest,
): Promise<Result<Readonly<Record<string, unknown>>, OAuthError>> {
  const { store, tenant: { policy }, random } = provider, at = provider.clock();
  const vouching = await originOf(provider, authorization);
  if (!vouching.ok) return vouching;
  const { origin, tokenId } = vouching.value;
  const admit = () =>
    origin === "open" ? countRegistration(provider, addressKey) : Promise.resolve(ok(undefined));
  const judged = await judgeClient(provider, body, { origin, admit });
  if (!judged.ok) return judged;
  const { metadata, software_statement } = judged.value;
  // The prefix keeps client_ids apart from subject identifiers, which are UUIDs.
  const client_id = `c_${mintId(random)}`, expires_at = at + lifetime(policy, "unused_client");
  return await inUnit(store, async (unit) => {
    const used = tokenId === undefined ? undefined : await useInitialAccessToken(unit, tokenId, at);
    if (used?.ok === false) return invalidToken(used.refusal);
    const birth = { origin, expires_at, registration_version: 1 };
    const row = await createClient(unit, client_id, { metadata, software_statement }, at, birth);
    if (!row) throw new Error("A new client_id was used before");
    const secret = await giveSecret(provider, unit, row, { at, overlapUntil: at });
    return ok(clientInformation(provider, row, secret));
  });
}

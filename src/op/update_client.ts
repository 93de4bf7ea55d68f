import { sha256 } from "../crypto/digest.ts";
import { secretStorage } from "../domain/client_metadata.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { lifetime, secretExpiry } from "../domain/tenant_policy.ts";
import { never } from "../domain/time.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import { currentSecret, liveSecretDigests, revokeSecrets } from "../store/client_secrets.ts";
import { type ClientRow, lockClientRow } from "../store/clients.ts";
import { inUnit, type TenantStore } from "../store/tenant_store.ts";
import { amendedClient } from "./amended_client.ts";
import { clientInformation, type RegistrationPorts } from "./client_information.ts";
import { authenticated, type ConfigurationRequest, judgeToken } from "./configure_client.ts";
import { giveSecret, shownExpiry, type ShownSecret } from "./give_secret.ts";
import { judgeClient, type JudgedClient } from "./judge_client.ts";
import { countUpdate } from "./registration_quota.ts";

/** Whether the two members that name and prove the client are its own, where they are sent (RFC 7592 section 2.2). */
async function judgeOwnMembers(
  { store, clock }: RegistrationPorts,
  { client_id }: ClientRow,
  { members }: JudgedClient,
): Promise<Result<void, OAuthError>> {
  const refuse = (member: string) =>
    err<OAuthError>({
      code: "invalid_client_metadata",
      why: `registration.${member}`,
      description: `${member} is not this client's`,
    });
  if (members.client_id !== undefined && members.client_id !== client_id) return refuse("client_id");
  if (members.client_secret === undefined) return ok(undefined);
  const live = await liveSecretDigests(store, client_id, clock());
  return typeof members.client_secret === "string" && live.includes(sha256(members.client_secret))
    ? ok(undefined)
    : refuse("client_secret");
}

/**
 * Gives a secret where the client begins to need one of its kind or the one it has runs out soon, and takes what it has of
 * another kind than it needs.
 */
async function renewSecret(
  provider: RegistrationPorts,
  unit: TenantStore,
  row: ClientRow,
): Promise<Partial<ShownSecret>> {
  const { tenant: { policy } } = provider, at = provider.clock(), { client_id } = row;
  const expires_at = secretExpiry(row, policy, at), secret = await currentSecret(unit, client_id);
  if (secret?.kind !== secretStorage(row.metadata)) {
    await revokeSecrets(unit, client_id, at);
    return await giveSecret(provider, unit, row, { at, overlapUntil: at });
  }
  // Half of its time is left: the client may go on with it.
  if (secret && (secret.expires_at === never || secret.expires_at - at > (expires_at - at) / 2)) {
    return { client_secret_expires_at: shownExpiry(secret.expires_at) };
  }
  const overlapUntil = at + lifetime(policy, "client_secret_overlap");
  return await giveSecret(provider, unit, row, { at, overlapUntil });
}

/** Judges and writes an update of the client as it was read. @returns undefined where it was changed meanwhile. */
async function attempt(
  provider: RegistrationPorts,
  { row, token }: { readonly row: ClientRow; readonly token: string },
  body: unknown,
): Promise<Result<Readonly<Record<string, unknown>>, OAuthError> | undefined> {
  const judged = await judgeClient(provider, body, { origin: row.origin, before: row.metadata });
  if (!judged.ok) return judged;
  const own = await judgeOwnMembers(provider, row, judged.value);
  if (!own.ok) return own;
  const { metadata, software_statement } = judged.value;
  return await inUnit(provider.store, async (unit) => {
    const locked = judgeToken(provider, await lockClientRow(unit, row.client_id), token);
    if (!locked.ok) return locked;
    if (locked.value.version !== row.version) return undefined;
    const now = await amendedClient(unit, locked.value, {
      metadata,
      software_statement,
      at: provider.clock(),
    });
    return ok(clientInformation(provider, now, await renewSecret(provider, unit, now)));
  });
}

/**
 * Replaces a client's registration as a whole; everything is judged again as at the first time.
 *
 * @returns the client information response, with a secret where the client was given a new one. err:
 * `too_many_requests` where nobody vouches for the client and it was changed often.
 * @see RFC 7592 section 2.2
 */
export async function updateClient(
  provider: RegistrationPorts,
  request: ConfigurationRequest & { readonly body: unknown },
): Promise<Result<Readonly<Record<string, unknown>>, OAuthError>> {
  let found = await authenticated(provider, request);
  const counted = found.ok ? await countUpdate(provider, found.value.row) : found;
  if (!counted.ok) return counted;
  while (found.ok) {
    const answer = await attempt(provider, found.value, request.body);
    if (answer) return answer;
    // Somebody else changed it since it was read: what was judged is judged again as it is now.
    found = await authenticated(provider, request);
  }
  return found;
}

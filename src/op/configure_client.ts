import { isRegistrationAccessToken } from "../crypto/registration_access_token.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { bearerToken } from "../protocol/token/bearer_token.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import { currentSecret, revokeSecrets } from "../store/client_secrets.ts";
import { type ClientRow, findClientRow, moveClient } from "../store/clients.ts";
import { inUnit, type TenantStore } from "../store/tenant_store.ts";
import { clientInformation, type RegistrationPorts } from "./client_information.ts";
import { shownExpiry, type ShownSecret } from "./give_secret.ts";

type Information = Readonly<Record<string, unknown>>;

/** A request about one registration. */
export interface ConfigurationRequest {
  readonly client_id: string;
  readonly authorization: string | undefined;
}

const refuseToken = (why: string) =>
  err<OAuthError>({
    code: "invalid_token",
    why: `registration_access_token.${why}`,
    description: "The registration access token is not this client's",
  });

/** Whether a client is there that looks after itself, and the token is its own. One answer for all that is not so. */
export function judgeToken(
  { tenant, registrationKeys }: RegistrationPorts,
  row: ClientRow | undefined,
  token: string | undefined,
): Result<ClientRow, OAuthError> {
  if (token === undefined) return refuseToken("present");
  if (!row || row.state !== "active" || row.registration_version === 0) return refuseToken("unknown_client");
  const access = { tenant: tenant.id, client_id: row.client_id, version: row.registration_version };
  return isRegistrationAccessToken(token, registrationKeys, access) ? ok(row) : refuseToken("wrong");
}

/** Finds the client whose registration access token a request bears (RFC 7592 section 2). */
export async function authenticated(
  provider: RegistrationPorts,
  { client_id, authorization }: ConfigurationRequest,
): Promise<Result<{ readonly row: ClientRow; readonly token: string }, OAuthError>> {
  const presented = bearerToken({ authorization, body: undefined });
  if (!presented.ok) return presented;
  const judged = judgeToken(provider, await findClientRow(provider.store, client_id), presented.value);
  return judged.ok ? ok({ row: judged.value, token: presented.value! }) : judged;
}

/** The expiry of a client's secret, which itself is not known here any more. */
async function expiryOf(store: TenantStore, client_id: string): Promise<Partial<ShownSecret>> {
  const secret = await currentSecret(store, client_id);
  return secret ? { client_secret_expires_at: shownExpiry(secret.expires_at) } : {};
}

/** Shows a client its registration (RFC 7592 section 2.1). */
export async function readClient(
  provider: RegistrationPorts,
  request: ConfigurationRequest,
): Promise<Result<Information, OAuthError>> {
  const found = await authenticated(provider, request);
  if (!found.ok) return found;
  return ok(
    clientInformation(provider, found.value.row, await expiryOf(provider.store, request.client_id)),
  );
}

/** Deletes a client that no longer wants to be registered; its tokens stop with it (RFC 7592 section 2.3). */
export async function deleteClient(
  provider: RegistrationPorts,
  request: ConfigurationRequest,
): Promise<Result<void, OAuthError>> {
  const found = await authenticated(provider, request);
  if (!found.ok) return found;
  return await inUnit(provider.store, async (unit) => {
    const at = provider.clock(), deleted = await moveClient(unit, request.client_id, "delete", at);
    if (!deleted.ok) return refuseToken("unknown_client");
    await revokeSecrets(unit, request.client_id, at);
    return ok(undefined);
  });
}

import { mintId } from "../crypto/random.ts";
import { settles } from "../domain/logout_delivery.ts";
import { logoutTokenClaims, logoutTokenType } from "../protocol/logout/logout_token.ts";
import { findActiveClient } from "../store/clients.ts";
import { attemptLogout, dueLogouts, type LogoutDelivery, settleLogout } from "../store/logout_deliveries.ts";
import type { Provider } from "./provider.ts";
import { subjectFor } from "./subject.ts";

/** Deliveries under way at once in one server. */
const most = 16;

/**
 * Tells clients that sessions ended, as far as it is due: each gets a logout token by POST, and is tried again later
 * where it does not answer. Several servers may do this at once.
 *
 * @returns how many attempts there were.
 * @see OpenID Connect Back-Channel Logout section 2.5
 */
export async function deliverLogouts(provider: Provider): Promise<number> {
  const due = await dueLogouts(provider.store, provider.clock(), most);
  await Promise.all(due.map((row) => deliver(provider, row)));
  return due.length;
}

async function deliver(provider: Provider, row: LogoutDelivery): Promise<void> {
  const { store, clock } = provider;
  const claimed = await attemptLogout(store, row, clock());
  if (!claimed.ok) {
    if (claimed.refusal === "expired") await settleLogout(store, row, "fail", clock());
    return;
  }
  const how = await tell(provider, claimed.row);
  if (how) await settleLogout(store, claimed.row, how, clock());
}

/** Makes the token and sends it. @returns undefined where it has to be tried again. */
async function tell(
  provider: Provider,
  { client_id, account_id, sid }: LogoutDelivery,
): Promise<"deliver" | "fail" | undefined> {
  const { store, clock, random, keys, tenant, post } = provider;
  const client = await findActiveClient(store, client_id), uri = client?.metadata.backchannel_logout_uri;
  if (!client || uri === undefined) return "fail";
  const signer = await keys.signer(client.metadata.id_token_signed_response_alg);
  const logout_token = await signer.sign(
    logoutTokenType,
    logoutTokenClaims({
      issuer: tenant.issuer,
      client_id,
      sub: subjectFor(provider, client, account_id),
      sid,
      jti: mintId(random),
      issuedAt: clock(),
    }),
  );
  const answered = await post(uri, { logout_token });
  return settles(answered.ok ? answered.value.status : undefined);
}

import { mayUse } from "../domain/client_access.ts";
import type { Agreement } from "../domain/consent_decision.ts";
import type { ClientOrigin } from "../domain/client_origin.ts";
import type { ClientMetadata } from "../domain/client_metadata.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Instant } from "../domain/time.ts";
import { withdrawConsent } from "../store/consents.ts";
import { grantsOfAccount, revokeGrant } from "../store/grants.ts";
import type { Ports } from "../store/ports.ts";
import { inUnit } from "../store/tenant_store.ts";

/** An app that a person let use their account. */
export interface ConnectedApp extends Agreement {
  readonly grant_id: string;
  readonly client_id: string;
  readonly origin: ClientOrigin;
  readonly metadata: ClientMetadata;
  readonly since: Instant;
  /** The person may not use it any more: its tokens count for nothing. */
  readonly barred: boolean;
}

/** Apps that one page lists. */
const pageSize = 10;

/** The apps that an account is connected with, the newest first. @returns a page of them, and where the next one starts. */
export async function connectedApps(
  { store }: Ports,
  account_id: string,
  offset: number,
): Promise<{ readonly apps: readonly ConnectedApp[]; readonly next: number | undefined }> {
  const grants = await grantsOfAccount(store, account_id, { limit: pageSize + 1, offset });
  const apps = grants.slice(0, pageSize).map((
    { id, client_id, origin, metadata, scopes, claims, created_at, ...access },
  ) => ({
    grant_id: id,
    client_id,
    origin,
    metadata,
    scopes,
    claims,
    since: created_at,
    barred: !mayUse(access, { id: account_id, groups: access.groups }),
  }));
  return { apps, next: grants.length > pageSize ? offset + pageSize : undefined };
}

/**
 * Disconnects an app: its grant is revoked and what the person agreed to is withdrawn, in one unit, so that all its
 * tokens stop to count at once and the next sign-in asks again.
 *
 * @param grant_id One of another account is told like one that never was.
 * @returns err: there is no such grant of this account that could be revoked.
 */
export const disconnectApp = (
  { store, clock }: Ports,
  account_id: string,
  grant_id: string,
): Promise<Result<void, "no_such_app">> =>
  inUnit(store, async (unit) => {
    const at = clock();
    const revoked = await revokeGrant(unit, { id: grant_id, account_id }, at);
    if (!revoked.ok) return err("no_such_app");
    await withdrawConsent(unit, { account_id, client_id: revoked.row.client_id }, at);
    return ok(undefined);
  });

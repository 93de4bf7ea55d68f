import type { FetchRules } from "../domain/fetch_target.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { secretExpiry } from "../domain/tenant_policy.ts";
import { sectorDocumentFaults } from "../op/sector_document.ts";
import { clientMetadataChangeFaults } from "../protocol/client_metadata_change.ts";
import { type PlacedFault, validate } from "../protocol/validate.ts";
import { revokeSecrets } from "../store/client_secrets.ts";
import { amendClient, type ClientRecord, type ClientRow, findClientRow } from "../store/clients.ts";
import { inUnit, type TenantStore } from "../store/tenant_store.ts";
import type { AdminPorts } from "./admin_ports.ts";
import { clientRecord, showClient, writableMembers } from "./client_record.ts";
import { clientParams, clientPatch, clientWithSecret, type NewClient, newClient } from "./client_schema.ts";
import { noClient } from "./clients.ts";
import { giveSecret, type ShownSecret } from "../op/give_secret.ts";
import { mergePatch } from "./merge_patch.ts";
import { refuseMembers } from "./problem.ts";
import { resource } from "./resource.ts";

/** The record that a patch makes of a client, judged by all that can be judged without asking anybody. */
function patched(
  row: ClientRow,
  patch: unknown,
  rules: FetchRules,
): Result<ClientRecord, readonly PlacedFault[]> {
  const merged = validate(newClient, mergePatch(writableMembers(row), patch));
  const record = merged.ok ? clientRecord(merged.value as NewClient, rules) : merged;
  if (!record.ok) return record;
  const faults = clientMetadataChangeFaults(row.metadata, record.value.metadata);
  return faults.length > 0 ? err(faults) : record;
}

/** Gives a client that begins to authenticate a secret, and takes those of one that stops. */
async function settleSecret(
  { clock, random, tenant: { policy } }: AdminPorts,
  unit: TenantStore,
  before: ClientRow,
  { metadata }: ClientRecord,
): Promise<Partial<ShownSecret>> {
  const { client_id } = before, at = clock();
  const was = before.metadata.token_endpoint_auth_method !== "none";
  const is = metadata.token_endpoint_auth_method !== "none";
  if (was && !is) await revokeSecrets(unit, client_id, at);
  if (was || !is) return {};
  const expires_at = secretExpiry(before, policy, at);
  return await giveSecret(unit, client_id, { random, at, overlapUntil: at, expires_at });
}

/** `PATCH /clients/{client_id}` changes a client. It gets a secret when it begins to authenticate, and loses its secrets when it stops. */
export const amendClientResource = resource({
  method: "PATCH",
  path: "/clients/{client_id}",
  operationId: "amendClient",
  summary: "Change a client by a JSON Merge Patch (RFC 7396)",
  params: clientParams,
  body: clientPatch,
  answer: { status: 200, schema: clientWithSecret },
  refusals: ["not_found"],
  handle: async (ports, { params: { client_id }, body }) => {
    const { store, clock } = ports;
    while (true) {
      const row = await findClientRow(store, client_id);
      if (!row) return noClient(client_id);
      const record = patched(row, body, ports.fetchRules);
      if (!record.ok) return refuseMembers(record.error);
      // Outside the unit, because it asks somebody else's server.
      const faults = await sectorDocumentFaults(ports, record.value.metadata, row.metadata);
      if (faults.length > 0) return refuseMembers(faults);
      const answer = await inUnit(store, async (unit) => {
        const amended = await amendClient(unit, client_id, row.version, record.value, clock());
        if (!amended.ok) return undefined;
        const secret = await settleSecret(ports, unit, row, record.value);
        return ok({ status: 200 as const, body: { ...showClient(amended.row), ...secret } });
      });
      if (answer) return answer;
      // Somebody else changed it since it was read: what was judged is judged again as it is now, until it is gone or holds.
    }
  },
});

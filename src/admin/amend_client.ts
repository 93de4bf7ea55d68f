import { secretStorage } from "../domain/client_metadata.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { giveSecret, type ShownSecret } from "../op/give_secret.ts";
import { sectorDocumentFaults } from "../op/sector_document.ts";
import { clientMetadataChangeFaults } from "../protocol/client/client_metadata_change.ts";
import { type PlacedFault, validate } from "../protocol/validate.ts";
import { revokeSecrets } from "../store/client_secrets.ts";
import { amendClient, type ClientRecord, type ClientRow, findClientRow } from "../store/clients.ts";
import { inUnit, type TenantStore } from "../store/tenant_store.ts";
import type { AdminPorts } from "./admin_ports.ts";
import { clientRecord, type RecordSetting, showClient, writableMembers } from "./client_record.ts";
import { clientParams, clientPatch, clientWithSecret, type NewClient, newClient } from "./client_schema.ts";
import { noClient } from "./clients.ts";
import { currentPolicy } from "./current_policy.ts";
import { mergePatch } from "./merge_patch.ts";
import { refuseMembers } from "./problem.ts";
import { resource } from "./resource.ts";

/** The record that a patch makes of a client, judged by all that can be judged without asking anybody. */
function patched(
  row: ClientRow,
  patch: unknown,
  { fetchRules, policy }: Omit<RecordSetting, "origin">,
): Result<ClientRecord, readonly PlacedFault[]> {
  const merged = validate(newClient, mergePatch(writableMembers(row), patch));
  const record = merged.ok
    ? clientRecord(merged.value as NewClient, { origin: row.origin, policy, fetchRules })
    : merged;
  if (!record.ok) return record;
  const faults = clientMetadataChangeFaults(row.metadata, record.value.metadata);
  return faults.length > 0 ? err(faults) : record;
}

/** Gives a client whose secrets are stored in another way than before a new one, and takes those that it had. */
async function settleSecret(
  ports: AdminPorts,
  unit: TenantStore,
  { before, row }: { readonly before: ClientRow; readonly row: ClientRow },
): Promise<Partial<ShownSecret>> {
  const storage = secretStorage(row.metadata);
  if (storage === secretStorage(before.metadata)) return {};
  const at = ports.clock();
  await revokeSecrets(unit, row.client_id, at);
  return await giveSecret(ports, unit, row, { at, overlapUntil: at });
}

/** `PATCH /clients/{client_id}` changes a client. It gets another secret when it begins to authenticate by one that is stored in another way, and loses those before. */
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
      const record = patched(row, body, { fetchRules: ports.fetchRules, policy: await currentPolicy(ports) });
      if (!record.ok) return refuseMembers(record.error);
      // Outside the unit, because it asks somebody else's server.
      const faults = await sectorDocumentFaults(ports, record.value.metadata, row.metadata);
      if (faults.length > 0) return refuseMembers(faults);
      const answer = await inUnit(store, async (unit) => {
        const amended = await amendClient(unit, client_id, row.version, record.value, clock());
        if (!amended.ok) return undefined;
        const secret = await settleSecret(ports, unit, { before: row, row: amended.row });
        return ok({ status: 200 as const, body: { ...showClient(amended.row), ...secret } });
      });
      if (answer) return answer;
      // Somebody else changed it since it was read: what was judged is judged again as it is now, until it is gone or holds.
    }
  },
});

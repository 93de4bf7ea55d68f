import type { ClientMetadata } from "../domain/client_metadata.ts";
import { isJsonObject } from "../domain/json.ts";
import { amendClient, type ClientRow } from "../store/clients.ts";
import type { TenantStore } from "../store/tenant_store.ts";

/** Two values of JSON are the same, whatever the order of their members. */
const sameJson = (left: unknown, right: unknown): boolean => canonical(left) === canonical(right);

const canonical = (value: unknown): string =>
  JSON.stringify(
    value,
    (_, inner) =>
      isJsonObject(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1))
        : inner,
  );

/**
 * Writes what a client says about itself now. A client that stays as it is keeps its version, and so what people
 * agreed to.
 *
 * @param row Locked by this unit.
 */
export async function amendedClient(
  unit: TenantStore,
  row: ClientRow,
  { metadata, software_statement, at }: {
    readonly metadata: ClientMetadata;
    readonly software_statement: string | null;
    readonly at: number;
  },
): Promise<ClientRow> {
  if (sameJson(row.metadata, metadata) && row.software_statement === software_statement) return row;
  const moved = await amendClient(unit, row.client_id, row.version, { metadata, software_statement }, at);
  if (!moved.ok) throw new Error(`A locked client was not amended: ${moved.refusal}`);
  return moved.row;
}

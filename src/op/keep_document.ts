import { lifetime } from "../domain/tenant_policy.ts";
import { type Instant, never } from "../domain/time.ts";
import { noteFetch } from "../store/client_fetches.ts";
import {
  type ClientRow,
  createClient,
  findClientRow,
  lockClientRow,
  postponeLapse,
} from "../store/clients.ts";
import { inUnit } from "../store/tenant_store.ts";
import { amendedClient } from "./amended_client.ts";
import type { JudgedClient } from "./judge_client.ts";
import type { Provider } from "./provider.ts";

/**
 * Makes a client from its document, or lets the client follow it.
 *
 * @returns the row as it is now; undefined where an administrator deleted the client.
 */
export async function keepDocument(
  { store, clock, tenant: { policy } }: Provider,
  client_id: string,
  { metadata, software_statement, fresh_until }: Pick<JudgedClient, "metadata" | "software_statement"> & {
    readonly fresh_until: Instant;
  },
): Promise<ClientRow | undefined> {
  const at = clock(), expires_at = at + lifetime(policy, "unused_client_document");
  return await inUnit(store, async (unit) => {
    const locked = await lockClientRow(unit, client_id);
    const birth = { origin: "document", expires_at, registration_version: 0 } as const;
    const row = locked
      ? await amendedClient(unit, locked, { metadata, software_statement, at })
      : await createClient(unit, client_id, { metadata, software_statement }, at, birth);
    // Somebody else made it, or an administrator deleted it.
    if (!row) return await findClientRow(unit, client_id);
    if (locked && row.expires_at !== never) await postponeLapse(unit, client_id, expires_at, at);
    await noteFetch(unit, client_id, fresh_until);
    return row;
  });
}

import { mintId } from "../crypto/random.ts";
import { ok } from "../domain/result.ts";
import { giveSecret } from "../op/give_secret.ts";
import { sectorDocumentFaults } from "../op/sector_document.ts";
import { createClient, findClientRow, listClients, moveClient } from "../store/clients.ts";
import { revokeSecrets } from "../store/client_secrets.ts";
import { inUnit } from "../store/tenant_store.ts";
import { clientRecord, showClient } from "./client_record.ts";
import { clientPage, clientParams, clientSchema, clientWithSecret, newClient } from "./client_schema.ts";
import { currentPolicy } from "./current_policy.ts";
import { pageQuery, readPage } from "./page.ts";
import { refuse, refuseMembers } from "./problem.ts";
import { closed, resource } from "./resource.ts";

/** The refusal where a client does not exist, or does no more. */
export const noClient = (client_id: string) =>
  refuse("not_found", `There is no client ${client_id} (GET /api/v1/clients lists those that there are)`);

/** `POST /clients` registers a client. */
export const createClientResource = resource({
  method: "POST",
  path: "/clients",
  operationId: "createClient",
  summary: "Register a client",
  body: newClient,
  answer: { status: 201, schema: clientWithSecret },
  handle: async (ports, { body }) => {
    const { fetchRules } = ports, policy = await currentPolicy(ports);
    const record = clientRecord(body, { origin: "admin", policy, fetchRules });
    if (!record.ok) return refuseMembers(record.error);
    const faults = await sectorDocumentFaults(ports, record.value.metadata);
    if (faults.length > 0) return refuseMembers(faults);
    // The prefix keeps client_ids apart from subject identifiers, which are UUIDs.
    const client_id = `c_${mintId(ports.random)}`, at = ports.clock();
    return await inUnit(ports.store, async (unit) => {
      const row = await createClient(unit, client_id, record.value, at);
      if (!row) throw new Error("A new client_id was used before");
      const secret = await giveSecret(ports, unit, row, { at, overlapUntil: at });
      return ok({ status: 201, body: { ...showClient(row), ...secret }, location: `/clients/${client_id}` });
    });
  },
});

/** `GET /clients` lists clients, oldest first. */
export const listClientsResource = resource({
  method: "GET",
  path: "/clients",
  operationId: "listClients",
  summary: "List clients, oldest first",
  query: closed(pageQuery),
  answer: { status: 200, schema: clientPage },
  handle: async ({ store }, { query }) => {
    const { rows, next } = await readPage(query, (page) => listClients(store, page), (row) => row.client_id);
    return ok({ status: 200, body: { clients: rows.map(showClient), next } });
  },
});

/** `GET /clients/{client_id}` shows a client. */
export const showClientResource = resource({
  method: "GET",
  path: "/clients/{client_id}",
  operationId: "showClient",
  summary: "Show a client",
  params: clientParams,
  answer: { status: 200, schema: clientSchema },
  refusals: ["not_found"],
  handle: async ({ store }, { params: { client_id } }) => {
    const row = await findClientRow(store, client_id);
    return row ? ok({ status: 200, body: showClient(row) }) : noClient(client_id);
  },
});

/** `DELETE /clients/{client_id}` deletes a client for ever, and all that it holds stops. */
export const deleteClientResource = resource({
  method: "DELETE",
  path: "/clients/{client_id}",
  operationId: "deleteClient",
  summary: "Delete a client; its tokens stop with it and its client_id is never used again",
  params: clientParams,
  answer: { status: 204 },
  refusals: ["not_found"],
  handle: ({ store, clock }, { params: { client_id } }) =>
    inUnit(store, async (unit) => {
      const at = clock();
      const deleted = await moveClient(unit, client_id, "delete", at);
      if (!deleted.ok) return noClient(client_id);
      await revokeSecrets(unit, client_id, at);
      return ok({ status: 204 });
    }),
});

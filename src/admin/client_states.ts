import { secretStorage } from "../domain/client_metadata.ts";
import { ok } from "../domain/result.ts";
import { lifetime } from "../domain/tenant_policy.ts";
import { giveSecret } from "../op/give_secret.ts";
import { findClientRow, lockClientRow, moveClient } from "../store/clients.ts";
import { inUnit } from "../store/tenant_store.ts";
import { showClient } from "./client_record.ts";
import { clientParams, clientSchema, clientWithNewSecret } from "./client_schema.ts";
import { noClient } from "./clients.ts";
import { instantText } from "./instant_text.ts";
import { refuse } from "./problem.ts";
import { resource } from "./resource.ts";

/** `POST /clients/{client_id}/rotate-secret` gives a client another secret while the one before works on for a while. */
export const rotateSecretResource = resource({
  method: "POST",
  path: "/clients/{client_id}/rotate-secret",
  operationId: "rotateClientSecret",
  summary: "Give a client a new secret; the one before works on for the tenant's client_secret_overlap",
  params: clientParams,
  answer: { status: 200, schema: clientWithNewSecret },
  refusals: ["not_found", "conflict"],
  handle: (ports, { params: { client_id } }) =>
    inUnit(ports.store, async (unit) => {
      const row = await lockClientRow(unit, client_id);
      if (!row) return noClient(client_id);
      if (!secretStorage(row.metadata)) {
        return refuse(
          "conflict",
          `A client whose token_endpoint_auth_method is ${row.metadata.token_endpoint_auth_method} has no secret: set that to client_secret_basic, client_secret_post or client_secret_jwt, and it gets one`,
        );
      }
      const at = ports.clock(), overlapUntil = at + lifetime(ports.tenant.policy, "client_secret_overlap");
      const secret = await giveSecret(ports, unit, row, { at, overlapUntil });
      const previous = { previous_secret_expires_at: instantText(overlapUntil) };
      return ok({ status: 200, body: { ...showClient(row), ...secret, ...previous } });
    }),
});

const move = (event: "disable" | "enable", summary: string) =>
  resource({
    method: "POST",
    path: `/clients/{client_id}/${event}`,
    operationId: `${event}Client`,
    summary,
    params: clientParams,
    answer: { status: 200, schema: clientSchema },
    refusals: ["not_found"],
    handle: async ({ store, clock }, { params: { client_id } }) => {
      // Refused where it is so already, which is what was asked for.
      await moveClient(store, client_id, event, clock());
      const row = await findClientRow(store, client_id);
      return row ? ok({ status: 200, body: showClient(row) }) : noClient(client_id);
    },
  });

/** `POST /clients/{client_id}/disable` stops a client and all its tokens. */
export const disableClientResource = move("disable", "Stop a client and its tokens until it is enabled");

/** `POST /clients/{client_id}/enable` lets a client work again. */
export const enableClientResource = move("enable", "Let a disabled client and its tokens work again");

import Type from "typebox";
import { ok } from "../domain/result.ts";
import { defaultTenant } from "../domain/tenant.ts";
import { unfetchedPlaces } from "../op/client_jwks.ts";
import { allSealedSecrets } from "../store/client_secrets.ts";
import { pendingMigrations } from "../store/migrate.ts";
import { databaseFacts } from "../store/database_facts.ts";
import { listAllKeys } from "../store/signing_keys.ts";
import { watchedUpstreams } from "../store/upstream_canaries.ts";
import { tenantStandings } from "../store/tenants.ts";
import type { AdminPorts } from "./admin_ports.ts";
import { findingSchema } from "./finding_schema.ts";
import { diagnose, type ServerFacts } from "./findings.ts";
import { closed, resource } from "./resource.ts";

const arrived = closed({
  address: Type.String({ description: "Scheme, host and port of this request as the server saw them" }),
  peer: Type.String({ description: "The address that the connection came from" }),
  client: Type.String({ description: "The address that the server takes for the client's" }),
  headers: Type.Record(Type.String(), Type.String(), {
    description: "Headers that proxies write, as they arrived",
  }),
});

async function gather(ports: AdminPorts): Promise<ServerFacts> {
  const { store, clock, tenant, server } = ports;
  const { kind, version, ms, now } = await databaseFacts(store.db);
  return {
    database: { kind, version, ms },
    skew: now - clock(),
    pending: await pendingMigrations(store.db),
    previousSecret: server.previousSecret,
    keys: await listAllKeys(store),
    sealedSecrets: [...new Set((await allSealedSecrets(store)).map(({ client_id }) => client_id))],
    unfetchedKeys: unfetchedPlaces(ports),
    upstreams: await watchedUpstreams(store),
    tenants: tenant.id === defaultTenant ? await tenantStandings(store.db) : undefined,
    mail: false,
    freeBytes: await server.freeBytes(),
    issuer: tenant.issuer,
    now: clock(),
  };
}

/** `GET /doctor` tells what the server finds when it looks at itself, and how this very request arrived. */
export const doctorResource = resource({
  method: "GET",
  path: "/doctor",
  operationId: "doctor",
  summary: "Look at the server's state, and at how this request arrived",
  answer: {
    status: 200,
    schema: closed({ issuer: Type.String(), findings: Type.Array(findingSchema), arrived }),
  },
  handle: async (ports) =>
    ok({
      status: 200,
      body: { issuer: ports.tenant.issuer, findings: diagnose(await gather(ports)), arrived: ports.arrived },
    }),
});

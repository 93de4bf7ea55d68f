import type { FetchRules } from "../../domain/fetch_target.ts";
import type { Finding } from "../../domain/finding.ts";
import { addressFinding } from "../../protocol/upstream/upstream_endpoint_findings.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { oidcWay, wayTo } from "../documents/upstream_way.ts";
import { examineDocuments } from "./examine_documents.ts";
import { endpointLooks } from "./examine_endpoints.ts";

/** What an examination stands on: rules say which addresses may be used at all. */
export type ExaminePorts = Broker & { readonly fetchRules: FetchRules };

/**
 * Examines an upstream as far as that can be done without a person: its documents, its endpoints, whether it knows us,
 * and whether it sends people back to us. Nothing of it is kept. Not to be called inside a unit.
 */
export async function examineUpstream(ports: ExaminePorts, row: UpstreamRow): Promise<readonly Finding[]> {
  const documents = row.kind === "oidc" ? await examineDocuments(ports, row) : undefined;
  const way = documents ? documents.metadata && oidcWay(row, documents.metadata) : await wayTo(ports, row);
  const findings = documents?.findings ?? [];
  if (!way) return findings;
  const looks = endpointLooks(ports, row, way).map(async ({ name, address, examine }) => {
    const unusable = address === undefined ? undefined : addressFinding(name, address, ports.fetchRules);
    return unusable ? [unusable] : await examine();
  });
  return [...findings, ...(await Promise.all(looks)).flat()];
}

import type { Finding } from "../../domain/finding.ts";
import { decodeJson } from "../../domain/json.ts";
import { ok, type Result } from "../../domain/result.ts";
import { mostJwksBytes } from "../../protocol/client/client_jwks.ts";
import {
  discoveryFinding,
  keysFinding,
  type Missed,
  missedDocument,
  promiseFindings,
} from "../../protocol/upstream/upstream_document_findings.ts";
import { statedIssuer } from "../../protocol/upstream/upstream_issuer.ts";
import {
  metadataAddress,
  readUpstreamMetadata,
  type UpstreamMetadata,
} from "../../protocol/upstream/upstream_metadata.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { mostMetadataBytes } from "../documents/upstream_documents.ts";
import { quirksOf } from "../documents/upstream_way.ts";

async function fetchDocument(
  { fetch }: Broker,
  url: string,
  asked: { readonly accept: readonly string[]; readonly maxBytes: number },
): Promise<Result<unknown, Missed>> {
  const fetched = await fetch(url, asked);
  return fetched.ok ? ok(decodeJson(fetched.value.body)) : fetched;
}

/** What is found of an OpenID Provider's documents, fetched now whatever is held of them. */
export async function examineDocuments(
  broker: Broker,
  row: UpstreamRow,
): Promise<{ readonly findings: readonly Finding[]; readonly metadata: UpstreamMetadata | undefined }> {
  const address = metadataAddress(row.issuer), issuer = statedIssuer(row.issuer, quirksOf(row));
  const json = ["application/json"];
  const document = await fetchDocument(broker, address, { accept: json, maxBytes: mostMetadataBytes });
  if (!document.ok) return { findings: [missedDocument(address, document.error)], metadata: undefined };
  const read = readUpstreamMetadata(document.value, issuer), fault = read.ok ? undefined : read.error;
  const discovery = discoveryFinding(document.value, { issuer, fault });
  if (!read.ok) return { findings: [discovery], metadata: undefined };
  const keys = await fetchDocument(broker, read.value.jwks_uri, {
    accept: ["application/jwk-set+json", ...json],
    maxBytes: mostJwksBytes,
  });
  return {
    findings: [discovery, ...promiseFindings(document.value, row), keysFinding(keys)],
    metadata: read.value,
  };
}

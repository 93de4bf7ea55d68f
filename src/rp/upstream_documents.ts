import { importClientKey } from "../crypto/client_key.ts";
import { clientSigningAlgorithms } from "../domain/client_metadata.ts";
import type { Upstream } from "../domain/upstream.ts";
import { type ClientJwk, mostJwksBytes, readJwks } from "../protocol/client_jwks.ts";
import { verifies } from "../protocol/client_key_fit.ts";
import {
  metadataAddress,
  readUpstreamMetadata,
  type UpstreamMetadata,
} from "../protocol/upstream_metadata.ts";
import type { Broker } from "./broker.ts";
import { keptDocument, type KeptDocuments } from "./kept_document.ts";

/** What a server holds of upstreams' documents. */
export interface UpstreamDocuments {
  readonly metadata: KeptDocuments<UpstreamMetadata>;
  readonly keys: KeptDocuments<readonly ClientJwk[]>;
}

/** Holds nothing yet. */
export const noUpstreamDocuments = (): UpstreamDocuments => ({ metadata: new Map(), keys: new Map() });

/** The most that a metadata document may have, in bytes. */
const mostMetadataBytes = 131_072;

/** The metadata of an upstream (OpenID Connect Discovery section 4). @returns undefined where it cannot be had. */
export const metadataOf = (
  { fetch, clock, upstreamDocuments }: Broker,
  { issuer }: Upstream,
): Promise<UpstreamMetadata | undefined> =>
  keptDocument({ fetch, clock, kept: upstreamDocuments.metadata }, {
    url: metadataAddress(issuer),
    accept: ["application/json"],
    maxBytes: mostMetadataBytes,
    read: (document) => {
      const metadata = readUpstreamMetadata(document, issuer);
      return metadata.ok ? metadata.value : undefined;
    },
  });

/**
 * The keys of an upstream that may have signed something; nothing in it but `alg` and `kid` decides. A kid that is not
 * known has the keys fetched again, at most once a minute.
 *
 * @returns none where no key fits; undefined where the keys cannot be had.
 * @see OpenID Connect Core section 10.1.1
 */
export async function verificationKeys(
  { fetch, clock, upstreamDocuments }: Broker,
  { jwks_uri }: UpstreamMetadata,
  { alg, kid }: { readonly alg: unknown; readonly kid: unknown },
): Promise<readonly CryptoKey[] | undefined> {
  const algorithm = clientSigningAlgorithms.find((known) => known === alg);
  if (!algorithm) return [];
  const fitting = (keys: readonly ClientJwk[]) =>
    keys.filter((key) => verifies(key, algorithm) && (kid === undefined || key.kid === kid));
  const keys = await keptDocument({ fetch, clock, kept: upstreamDocuments.keys }, {
    url: jwks_uri,
    accept: ["application/jwk-set+json", "application/json"],
    maxBytes: mostJwksBytes,
    read: (document) => {
      const read = readJwks(document);
      return read.ok ? read.value : undefined;
    },
    suffices: (held) => fitting(held).length > 0,
  });
  if (!keys) return undefined;
  const opened = await Promise.all(fitting(keys).map((key) => importClientKey(key, algorithm)));
  return opened.filter((key) => key !== undefined);
}

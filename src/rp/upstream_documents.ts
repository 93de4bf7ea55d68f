import { importClientKey } from "../crypto/client_key.ts";
import { clientSigningAlgorithms } from "../domain/client_metadata.ts";
import type { Upstream } from "../domain/upstream.ts";
import { keptDocument, type KeptDocuments } from "../outbound/kept_document.ts";
import { type KeptJwks, keptJwks } from "../outbound/kept_jwks.ts";
import type { ClientJwk } from "../protocol/client_jwks.ts";
import { verifies } from "../protocol/client_key_fit.ts";
import {
  metadataAddress,
  readUpstreamMetadata,
  type UpstreamMetadata,
} from "../protocol/upstream_metadata.ts";
import type { Broker } from "./broker.ts";

/** What a server holds of upstreams' documents. */
export interface UpstreamDocuments {
  readonly metadata: KeptDocuments<UpstreamMetadata>;
  readonly keys: KeptJwks;
}

/** Holds nothing yet. */
export const noUpstreamDocuments = (): UpstreamDocuments => ({ metadata: new Map(), keys: new Map() });

/** The most that a metadata document may have, in bytes. */
export const mostMetadataBytes = 131_072;

/** The metadata of an upstream (OpenID Connect Discovery section 4). @returns undefined where it cannot be had. */
export const metadataOf = (
  { fetch, clock, upstreamDocuments }: Broker,
  { issuer }: Upstream,
): Promise<UpstreamMetadata | undefined> =>
  keptDocument({ fetch, clock, kept: upstreamDocuments.metadata }, {
    url: metadataAddress(issuer),
    // Not its address: issuers that differ by a slash at the end have one address.
    place: issuer,
    accept: ["application/json"],
    maxBytes: mostMetadataBytes,
    read: (document) => {
      const metadata = readUpstreamMetadata(document, issuer);
      return metadata.ok ? metadata.value : undefined;
    },
  });

/**
 * The keys of an upstream that may have signed something; nothing in it but `alg` and `kid` decides. A kid that is not
 * known has the keys fetched again: at once after one that was found, else at most once a minute.
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
  const keys = await keptJwks({ fetch, clock, kept: upstreamDocuments.keys }, {
    url: jwks_uri,
    place: jwks_uri,
    suffices: (held) => fitting(held).length > 0,
    namedByPublisher: true,
  });
  if (!keys) return undefined;
  const opened = await Promise.all(fitting(keys).map((key) => importClientKey(key, algorithm)));
  return opened.filter((key) => key !== undefined);
}

import { importClientKey } from "../../crypto/client_key.ts";
import { clientSigningAlgorithms } from "../../domain/client_metadata.ts";
import { keptDocument, type KeptDocuments } from "../../outbound/kept_document.ts";
import { type KeptJwks, keptJwks } from "../../outbound/kept_jwks.ts";
import type { ClientJwk } from "../../protocol/client/client_jwks.ts";
import { verifies } from "../../protocol/client/client_key_fit.ts";
import type { ReadJws } from "../../protocol/compact_jws.ts";
import { issuerOfTenant, statedIssuer } from "../../protocol/upstream/upstream_issuer.ts";
import {
  metadataAddress,
  readUpstreamMetadata,
  type UpstreamMetadata,
} from "../../protocol/upstream/upstream_metadata.ts";
import { type Quirk, quirkOf } from "../../protocol/upstream/upstream_quirk.ts";
import type { Broker } from "../broker.ts";

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
  issuer: string,
  quirks: readonly Quirk[],
): Promise<UpstreamMetadata | undefined> => {
  const stated = statedIssuer(issuer, quirks);
  return keptDocument({ fetch, clock, kept: upstreamDocuments.metadata }, {
    url: metadataAddress(issuer),
    // Not its address: issuers that differ by a slash at the end have one address, and one may have to say another thing.
    place: `${issuer} ${stated}`,
    accept: ["application/json"],
    maxBytes: mostMetadataBytes,
    read: (document) => {
      const metadata = readUpstreamMetadata(document, stated);
      return metadata.ok ? metadata.value : undefined;
    },
  });
};

/** A key of an upstream with many issuers says whose it is. @see {@link https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens#validate-the-signing-key-issuer} */
const isOf = ({ issuer }: ClientJwk & { readonly issuer?: unknown }, of: string, tid: unknown) =>
  typeof issuer !== "string" || issuerOfTenant(issuer, tid) === of;

/**
 * The keys of an upstream that may have signed something; nothing in it but `alg`, `kid` and the issuer, which was
 * judged, decides. A kid that is not known has the keys fetched again at most once a minute, but at once where it comes
 * straight from the upstream and the last fetch brought what was looked for.
 *
 * @returns none where no key fits; undefined where the keys cannot be had.
 * @see OpenID Connect Core section 10.1.1
 */
export async function verificationKeys(
  { fetch, clock, upstreamDocuments }: Broker,
  { metadata: { jwks_uri }, quirks }: {
    readonly metadata: UpstreamMetadata;
    readonly quirks: readonly Quirk[];
  },
  { header: { alg, kid }, claims: { iss, tid } }: ReadJws,
  { namedByPublisher }: {
    /** It comes straight from the upstream, so that no stranger has chosen its kid. */
    readonly namedByPublisher: boolean;
  },
): Promise<readonly CryptoKey[] | undefined> {
  const algorithm = clientSigningAlgorithms.find((known) => known === alg);
  if (!algorithm) return [];
  const severalIssuers = quirkOf(quirks, "stated_issuers") !== undefined;
  const fitting = (keys: readonly ClientJwk[]) =>
    keys.filter((key) =>
      verifies(key, algorithm) && (kid === undefined || key.kid === kid) &&
      (!severalIssuers || isOf(key, String(iss), tid))
    );
  const keys = await keptJwks({ fetch, clock, kept: upstreamDocuments.keys }, {
    url: jwks_uri,
    place: jwks_uri,
    suffices: (held) => fitting(held).length > 0,
    namedByPublisher,
  });
  if (!keys) return undefined;
  const opened = await Promise.all(fitting(keys).map((key) => importClientKey(key, algorithm)));
  return opened.filter((key) => key !== undefined);
}

import type { ClientMetadata } from "../domain/client_metadata.ts";
import { decodeJson } from "../domain/json.ts";
import { fetchFailed } from "../outbound/guarded_fetch.ts";
import type { MetadataFault } from "../protocol/client/client_metadata_rules.ts";
import { sectorDocumentFault, sectorFault } from "../protocol/client/sector_document.ts";
import type { Provider } from "./provider.ts";

/** Bytes that the document may have. */
const maxBytes = 65_536;

const isSame = (one: ClientMetadata, other: ClientMetadata | undefined) =>
  one.sector_identifier_uri === other?.sector_identifier_uri &&
  one.redirect_uris.every((uri) => other?.redirect_uris.includes(uri));

/**
 * Fetches the document at a client's sector_identifier_uri, where it has one, and judges it. Every registration and
 * every change of a client asks here, outside any unit, once the metadata keep the other rules.
 *
 * @param before The metadata as they were. Where neither the address nor a redirect URI is new, nothing is fetched: a
 * client can be renamed although the owner of its sector is away.
 * @returns the faults, none where all is well.
 * @see OpenID Connect Dynamic Client Registration section 5
 */
export async function sectorDocumentFaults(
  { fetch }: Pick<Provider, "fetch">,
  metadata: ClientMetadata,
  before?: ClientMetadata,
): Promise<readonly MetadataFault[]> {
  const { sector_identifier_uri } = metadata;
  if (sector_identifier_uri === undefined || isSame(metadata, before)) return [];
  const fetched = await fetch(sector_identifier_uri, { accept: ["application/json"], maxBytes });
  if (!fetched.ok) return [sectorFault("fetched", fetchFailed)];
  const fault = sectorDocumentFault(metadata, decodeJson(fetched.value.body));
  return fault ? [fault] : [];
}

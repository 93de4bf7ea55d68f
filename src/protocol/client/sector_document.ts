import type { ClientMetadata } from "../../domain/client_metadata.ts";
import type { MetadataFault } from "./client_metadata_rules.ts";

/** What is wrong with a sector_identifier_uri or with what is there. */
export const sectorFault = (rule: string, detail: string): MetadataFault => ({
  pointer: "/sector_identifier_uri",
  detail,
  rule: `sector_identifier_uri.${rule}`,
  error: "invalid_client_metadata",
});

/** Redirect URIs that one refusal names. */
const mostNamed = 5;

/**
 * Judges the document at a client's sector_identifier_uri: one JSON array, in which every redirect URI of the client is,
 * so that nobody joins a sector whose owner did not name them.
 *
 * @param document As it was decoded; undefined where it is not JSON.
 * @see OpenID Connect Dynamic Client Registration section 5
 */
export function sectorDocumentFault(
  { redirect_uris }: Pick<ClientMetadata, "redirect_uris">,
  document: unknown,
): MetadataFault | undefined {
  if (!Array.isArray(document) || document.some((uri) => typeof uri !== "string")) {
    return sectorFault("document", "must lead to a JSON array of redirect URIs");
  }
  const missing = redirect_uris.filter((uri) => !document.includes(uri));
  if (missing.length === 0) return undefined;
  const more = missing.length > mostNamed ? ` and ${missing.length - mostNamed} more` : "";
  const named = missing.slice(0, mostNamed).join(" ");
  return sectorFault(
    "redirect_uris",
    `must lead to an array that has every redirect URI; it lacks ${named}${more}`,
  );
}

import type { ClientMetadata } from "./client_metadata.ts";

/** The host of a web address. What stands in its place after a scheme of an app's own is nobody's, whatever it looks like. */
function hostOf(uri: string): string | undefined {
  const url = URL.parse(uri);
  return url && /^https?:$/.test(url.protocol) ? url.hostname : undefined;
}

/**
 * The sector of a client: the host of its sector_identifier_uri, else the one host that all its redirect URIs have.
 *
 * @returns undefined where the redirect URIs have several hosts, or one of them is no web address.
 * @see OpenID Connect Core section 8.1
 */
export function sectorIdentifier(
  { sector_identifier_uri, redirect_uris }: Pick<ClientMetadata, "sector_identifier_uri" | "redirect_uris">,
): string | undefined {
  if (sector_identifier_uri !== undefined) return hostOf(sector_identifier_uri);
  const [host, ...others] = new Set(redirect_uris.map(hostOf));
  return others.length === 0 ? host : undefined;
}

/**
 * Whether a change of a client's metadata leaves every person who they are there: neither the kind of its subject
 * identifiers nor, where they are pairwise, its sector changes.
 */
export function keepsSubjects(before: ClientMetadata, after: ClientMetadata): boolean {
  const [was, is] = [before, after].map((metadata) =>
    metadata.subject_type === "pairwise" ? sectorIdentifier(metadata) ?? "" : undefined
  );
  return was === is;
}

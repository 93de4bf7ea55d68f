import type { FetchRules } from "./fetch_target.ts";
import { fetchTarget, targetWords } from "./fetch_target.ts";

/** The most characters of a URL by which a client names itself. */
const longest = 1000;

/** Whether a client names itself by the URL of its metadata document, as far as the client_id tells. */
export const isClientIdUrl = (client_id: string): boolean => /^https:/i.test(client_id);

/**
 * Why a URL cannot be a client's name.
 *
 * A URL has many spellings and a client_id is compared character by character, so only the one spelling will do that a
 * URL parser gives back; that leaves out dot segments, and with them every other way to write one document's address.
 *
 * @returns undefined where it can; otherwise what it has to be, to stand after the name.
 * @see OAuth Client ID Metadata Document section 3
 */
export function clientIdUrlFault(client_id: string, rules: FetchRules): string | undefined {
  if (client_id.length > longest) return `must have at most ${longest} characters`;
  const target = fetchTarget(client_id, rules);
  if (!target.ok) return targetWords[target.error];
  const { url } = target.value;
  if (url.protocol !== "https:") return targetWords.not_https;
  if (url.username || url.password) return targetWords.credentials;
  if (client_id.includes("#")) return "must have no fragment (nothing from # on)";
  if (url.pathname === "/") return "must have a path: name the document, not its host";
  return url.href === client_id
    ? undefined
    : `must be written as ${url.href}: without dot segments, default port and upper case in the host`;
}

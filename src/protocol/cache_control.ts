import type { Seconds } from "../domain/time.ts";

/**
 * How long an answer says that it may be used again.
 *
 * @param header Its Cache-Control, where it has one.
 * @returns 0 where it may not; undefined where it does not say.
 * @see RFC 9111 section 5.2.2
 */
export function maxAge(header: string | undefined): Seconds | undefined {
  const directives = (header ?? "").toLowerCase().split(",").map((directive) => directive.trim());
  if (directives.some((directive) => /^no-(?:store|cache)(?:=|$)/.test(directive))) return 0;
  const [, seconds] =
    directives.map((directive) => /^max-age="?(\d{1,10})"?$/.exec(directive)).find(Boolean) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}

/**
 * The seconds for which an answer counts, by what it says and within bounds.
 *
 * @param bounds The seconds where it says nothing, and the least and the most that it may say.
 */
export const freshFor = (
  cacheControl: string | undefined,
  { usual, least, most }: { readonly usual: Seconds; readonly least: Seconds; readonly most: Seconds },
): Seconds => Math.min(most, Math.max(least, maxAge(cacheControl) ?? usual));

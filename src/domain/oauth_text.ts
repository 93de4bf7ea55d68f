/** What RFC 6749 lets stand in texts of its own, all of them ASCII without quotes and backslashes. */

/** A scope token (section 3.3), as a regular expression; classes of authentication have the same form (RFC 9470 section 3). */
export const tokenPattern = "^[\\x21\\x23-\\x5b\\x5d-\\x7e]+$";

/** A text as an error description may hold it: what may not stand there becomes `?` (section 5.2). */
export const describable = (text: string): string => text.replaceAll(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "?");

/** Names that came with a request, as an error description may tell the first of them. */
export const describableNames = (names: readonly string[]): string =>
  describable(names.slice(0, 5).join(", ").slice(0, 200));

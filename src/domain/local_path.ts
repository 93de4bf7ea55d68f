/**
 * Whether a text is a path of our own, and nothing that a browser would take for another host: browsers read a
 * backslash as a slash, drop white space, and walk up from a tenant's path by dots (WHATWG URL section 4.4).
 */
export const isLocalPath = (text: string): boolean =>
  text.length <= 2000 && /^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(text) &&
  URL.parse(text, "https://own.invalid")?.href === `https://own.invalid${text}`;

/** What a Host header may be: a name or an address, with its port or without (RFC 9110 section 7.2). */
const hostForm = /^(?:[\w.-]+|\[[\da-f:.]+\])?(?::\d*)?$/i;

/**
 * The host that a request was sent to, in the one spelling in which it is compared: lower case, no dot at the end, no
 * 443, which is the port of every issuer that names none.
 *
 * @returns undefined: its Host header is none. A slash in it would even move the path (RFC 9112 section 3.2).
 */
export function requestHost({ url, headers }: Pick<Request, "url" | "headers">): string | undefined {
  if (!hostForm.test(headers.get("host") ?? "")) return undefined;
  return URL.parse(url)?.host.replace(/:443$/, "").replace(/\.(?=:|$)/, "");
}

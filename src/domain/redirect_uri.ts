// Two loopback literals; a name such as localhost can be pointed elsewhere, so its port is compared (RFC 8252 section 8.3).
const loopback = /^http:\/\/(?:127\.0\.0\.1|\[::1\])(?::\d{1,5})?(?=[/?]|$)/;

const withoutPort = (uri: string) => uri.replace(loopback, (origin) => origin.replace(/:\d{1,5}$/, ""));

/**
 * Decides whether a presented redirect URI is one that the client registered.
 *
 * Comparison is exact, character by character; only the port of a loopback address may differ.
 *
 * @param registered Redirect URIs as registered.
 * @param presented The value of `redirect_uri` after form decoding.
 * @see RFC 6749 section 3.1.2.3, RFC 8252 section 7.3, RFC 9700 section 4.1.3
 */
export function isRegisteredRedirectUri(registered: readonly string[], presented: string): boolean {
  if (registered.includes(presented)) return true;
  // A port beyond 65535 is in no registered URI, and nothing that reads a URL would take it.
  if (!loopback.test(presented) || !URL.canParse(presented)) return false;
  const bare = withoutPort(presented);
  return registered.some((uri) => loopback.test(uri) && withoutPort(uri) === bare);
}

/** Schemes that a browser or a system would run or open as a file instead of handing them to an app. */
const dangerousSchemes = new Set([
  "javascript:",
  "data:",
  "file:",
  "blob:",
  "vbscript:",
  "about:",
  "filesystem:",
]);

const loopbackHosts = new Set(["127.0.0.1", "[::1]", "localhost"]);

// URL takes hosts with ; , or * in them, which would mean something in a Content Security Policy.
const host = /^(?:[A-Za-z0-9._-]+|\[[0-9a-f:.]+\])$/;

/**
 * Why a redirect URI may not be registered.
 *
 * @returns undefined when it may; otherwise `not_absolute`, `fragment` (RFC 6749 section 3.1.2), `dangerous_scheme`,
 * `cleartext` (http to another host than loopback, RFC 9700 section 2.6), `credentials`, `bad_host`, `backslash` or
 * `not_printable`.
 */
export function redirectUriFault(uri: string): string | undefined {
  if (!/^[\x21-\x7e]+$/.test(uri)) return "not_printable";
  // Browsers read it as a slash, and other programs as part of a user name: each would see another host.
  if (uri.includes("\\")) return "backslash";
  let parsed: URL;
  try {
    parsed = new URL(uri);
  } catch {
    return "not_absolute";
  }
  if (uri.includes("#")) return "fragment";
  if (dangerousSchemes.has(parsed.protocol)) return "dangerous_scheme";
  if (parsed.username || parsed.password) return "credentials";
  if (!/^https?:$/.test(parsed.protocol)) return undefined;
  if (parsed.protocol === "http:" && !loopbackHosts.has(parsed.hostname)) return "cleartext";
  if (!uri.toLowerCase().startsWith(`${parsed.protocol}//`)) return "not_absolute";
  return host.test(parsed.hostname) ? undefined : "bad_host";
}

/**
 * What a Content Security Policy must name so that a form may lead to this redirect URI: the origin, or the scheme of
 * an app's own. A policy cannot name an IPv6 address, so there too only the scheme is left.
 *
 * @see Content Security Policy Level 3 section 2.3.1
 */
export function redirectSource(uri: string): string {
  const { protocol, hostname, origin } = new URL(uri);
  return /^https?:$/.test(protocol) && !hostname.startsWith("[") ? origin : protocol;
}

/**
 * Whether what a person agreed to may be remembered for requests to this redirect URI.
 *
 * Any program on the device can claim a custom scheme or a loopback port, so a public client that is reached there
 * has to ask each time (RFC 8252 section 8.6).
 *
 * @param redeems Whether what goes there is of use only to the client, which authenticates at the token endpoint.
 */
export const provesReceiver = (uri: string, redeems: boolean): boolean =>
  redeems || uri.startsWith("https://");

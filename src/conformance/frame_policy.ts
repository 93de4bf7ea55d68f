/** The directives that say which frames a page may hold; the first that there is counts (CSP Level 3, frame-src). */
const directives = ["frame-src", "child-src", "default-src"];

const usualPort: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

const portOf = ({ port, protocol }: URL) => port || usualPort[protocol];

/** A scheme matches itself and the one that is safer. */
const schemeMatches = (scheme: string, { protocol }: URL) =>
  protocol === scheme || (scheme === "http:" && protocol === "https:");

const hostSource =
  /^(?:([a-z][a-z0-9+.-]*:)\/\/)?(\*|(?:\*\.)?[a-z0-9.-]+|\[[0-9a-f:]+\])(?::(\d+|\*))?(\/.*)?$/i;

/** Whether a source of a policy is about an address. @param page Address of the page. */
function matches(source: string, address: URL, page: URL): boolean {
  if (source === "*") return address.protocol in usualPort;
  if (source.toLowerCase() === "'self'") return address.origin === page.origin;
  if (/^[a-z][a-z0-9+.-]*:$/i.test(source)) return schemeMatches(source.toLowerCase(), address);
  const [, scheme = page.protocol, host = "", port, path = ""] = hostSource.exec(source) ?? [];
  if (!host || !schemeMatches(scheme.toLowerCase(), address)) return false;
  const name = host.toLowerCase(), { hostname, pathname } = address;
  const named = name.startsWith("*.") ? hostname.endsWith(name.slice(1)) : name === "*" || hostname === name;
  const through = port === "*" || portOf(address) === (port ?? usualPort[address.protocol]);
  const within = path === "" || (path.endsWith("/") ? pathname.startsWith(path) : pathname === path);
  return named && through && within;
}

/** The sources that one policy has for frames; undefined: it says nothing of them. */
function sourcesIn(policy: string): readonly string[] | undefined {
  const found = policy.split(";").map((directive) => directive.trim().split(/\s+/));
  return directives.map((name) => found.find(([first = ""]) => first.toLowerCase() === name)?.slice(1))
    .find((sources) => sources !== undefined);
}

/**
 * Whether a browser loads a frame of a page.
 *
 * @param policies The page's `Content-Security-Policy` headers.
 * @see Content Security Policy Level 3, frame-src
 */
export const mayFrame = (policies: readonly string[], frame: URL, page: URL): boolean =>
  policies.flatMap((header) => header.split(",")).every((policy) => {
    const sources = sourcesIn(policy);
    return sources === undefined || sources.some((source) => matches(source, frame, page));
  });

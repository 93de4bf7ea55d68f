/** Cookies of one browser (RFC 6265bis). */
export interface CookieJar {
  /** Takes the `Set-Cookie` headers of an answer. */
  readonly take: (url: URL, lines: readonly string[]) => void;
  /**
   * The `Cookie` header for a request; undefined where there is none.
   *
   * @param crossSitePost The request is a POST that another site started: only cookies with SameSite=None go along.
   */
  readonly header: (url: URL, crossSitePost: boolean) => string | undefined;
  /** Everything that is in it. */
  readonly all: () => readonly Cookie[];
}

/** A cookie as a browser keeps it. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** In lower case; lax where nothing was said. */
  readonly sameSite: string;
}

const defaultPath = (url: URL) => url.pathname.replace(/\/[^/]*$/, "") || "/";

const domainMatches = (host: string, { domain, hostOnly }: Cookie) =>
  host === domain || (!hostOnly && host.endsWith(`.${domain}`));

const pathMatches = (path: string, { path: of }: Cookie) =>
  path === of || path.startsWith(of.endsWith("/") ? of : `${of}/`);

/** Reads one line; undefined where a browser would not take the cookie. Expiry comes apart, in milliseconds. */
function readCookie(url: URL, line: string): { readonly cookie: Cookie; readonly dead: boolean } | undefined {
  const [pair = "", ...rest] = line.split(";"), cut = pair.indexOf("=");
  if (cut < 1) return undefined;
  const attributes = new Map(rest.map((part) => {
    const at = part.indexOf("=");
    const [name, value] = at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
    return [name.trim().toLowerCase(), value.trim()] as const;
  }));
  const name = pair.slice(0, cut).trim(), value = pair.slice(cut + 1).trim();
  const domain = (attributes.get("domain") ?? "").replace(/^\./, "").toLowerCase();
  const path = attributes.get("path") ?? "", secure = attributes.has("secure");
  if (domain && url.hostname !== domain && !url.hostname.endsWith(`.${domain}`)) return undefined;
  if (name.startsWith("__Host-") && !(secure && path === "/" && domain === "")) return undefined;
  if (name.startsWith("__Secure-") && !secure) return undefined;
  const age = attributes.get("max-age"), expires = attributes.get("expires");
  const dead = age !== undefined
    ? Number(age) <= 0
    : expires !== undefined && Date.parse(expires) <= Date.now();
  return {
    dead,
    cookie: {
      name,
      value,
      domain: domain || url.hostname,
      hostOnly: domain === "",
      path: path.startsWith("/") ? path : defaultPath(url),
      secure,
      httpOnly: attributes.has("httponly"),
      sameSite: (attributes.get("samesite") ?? "lax").toLowerCase(),
    },
  };
}

/** An empty jar. */
export function openCookieJar(): CookieJar {
  const cookies = new Map<string, Cookie>();
  return {
    take: (url, lines) => {
      for (const line of lines) {
        const read = readCookie(url, line);
        if (!read) continue;
        const { cookie, dead } = read, key = [cookie.domain, cookie.path, cookie.name].join(";");
        if (dead) cookies.delete(key);
        else cookies.set(key, cookie);
      }
    },
    all: () => [...cookies.values()],
    header: (url, crossSitePost) => {
      const sent = [...cookies.values()].filter((cookie) =>
        domainMatches(url.hostname, cookie) && pathMatches(url.pathname, cookie) &&
        (!cookie.secure || url.protocol === "https:") && (!crossSitePost || cookie.sameSite === "none")
      );
      return sent.length === 0 ? undefined : sent.map(({ name, value }) => `${name}=${value}`).join("; ");
    },
  };
}

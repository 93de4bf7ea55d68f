import { getCookie, setCookie } from "hono/cookie";
import type { CookieOptions } from "hono/utils/cookie";
import type { HttpContext } from "../env.ts";

/** The most interactions, and the most ways through upstreams, that one browser keeps open; the oldest gives way. */
const mostOpen = 8;

/** What each of our cookies is called in a browser. */
const kinds = {
  browser: "br",
  embedded: "em",
  interaction: "ia",
  pre_session: "ps",
  browser_state: "bs",
  upstream_flow: "uf",
  last_used: "lu",
  upstream_logout: "ul",
} as const;
export type CookieKind = keyof typeof kinds;

/** Whether browsers send our cookies over https alone. */
export const isSecure = (c: HttpContext): boolean => c.var.provider.tenant.issuer.startsWith("https:");

// On https the prefix makes the browser refuse a cookie that a sibling host or a plain page tried to plant.
// The tenant is part of the name because all tenants of a host share one jar.
/** The name of a cookie. @param suffix Tells those apart of which a browser keeps several. */
export const cookieName = (c: HttpContext, kind: CookieKind, suffix = ""): string =>
  `${isSecure(c) ? "__Host-" : ""}lk_${kinds[kind]}_${c.var.provider.tenant.id}${suffix}`;

/** The value of a cookie, as it came. */
export const readCookie = (c: HttpContext, name: string): string | undefined => getCookie(c, name);

/** Writes a cookie that scripts do not read and that other sites' posts do not bring. @param maxAge Seconds; 0 forgets it. */
export function writeCookie(
  c: HttpContext,
  name: string,
  { value, maxAge, ...others }: CookieOptions & { readonly value: string; readonly maxAge: number },
): void {
  setCookie(c, name, value, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure: isSecure(c),
    maxAge,
    ...others,
  });
}

/** Forgets a cookie. */
export const clearCookie = (c: HttpContext, name: string): void =>
  writeCookie(c, name, { value: "", maxAge: 0 });

/** Makes room for one more of a kind of which a browser keeps several. */
export function makeRoom(c: HttpContext, kind: "interaction" | "upstream_flow"): void {
  // Browsers send cookies of equal path oldest first (RFC 6265 section 5.4).
  const open = Object.keys(getCookie(c)).filter((name) => name.startsWith(cookieName(c, kind, "_")));
  for (const name of open.slice(0, Math.max(0, open.length - mostOpen + 1))) clearCookie(c, name);
}

import type { HttpContext } from "../env.ts";
import { clearCookie, cookieName, readCookie, writeCookie } from "./cookie.ts";

/** With what this browser set out to sign out at an upstream, sealed. */
export const readUpstreamLogout = (c: HttpContext): string | undefined =>
  readCookie(c, cookieName(c, "upstream_logout"));

/** Remembers with what it sets out; an earlier way is forgotten. */
export const writeUpstreamLogout = (c: HttpContext, sealed: string, maxAge: number): void =>
  writeCookie(c, cookieName(c, "upstream_logout"), { value: sealed, maxAge });

/** Forgets it once it is back. */
export const clearUpstreamLogout = (c: HttpContext): void => clearCookie(c, cookieName(c, "upstream_logout"));

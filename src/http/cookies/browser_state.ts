import { lifetime } from "../../domain/tenant_policy.ts";
import type { HttpContext } from "../env.ts";
import { cookieName, isSecure, readCookie, writeCookie } from "./cookie.ts";

/** The name of the cookie with the browser's state, which the page of the check session iframe reads. */
export const browserStateName = (c: HttpContext): string => cookieName(c, "browser_state");

/** The browser's state, as it came. */
export const readBrowserState = (c: HttpContext): string | undefined => readCookie(c, browserStateName(c));

/** Gives the browser another state. Scripts of our iframe read it, in frames of other sites too. */
export function writeBrowserState(c: HttpContext, value: string): void {
  const maxAge = lifetime(c.var.provider.tenant.policy, "session");
  const sameSite = isSecure(c) ? "None" : "Lax";
  writeCookie(c, browserStateName(c), { value, maxAge, sameSite, httpOnly: false });
}

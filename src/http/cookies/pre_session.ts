import type { HttpContext } from "../env.ts";
import { clearCookie, cookieName, readCookie, writeCookie } from "./cookie.ts";

/** The secret that binds a sign-in without an app to this browser. */
export const readPreSession = (c: HttpContext): string | undefined =>
  readCookie(c, cookieName(c, "pre_session"));

/** Binds a sign-in without an app to this browser. */
export const writePreSession = (c: HttpContext, value: string, maxAge: number): void =>
  writeCookie(c, cookieName(c, "pre_session"), { value, maxAge });

/** Forgets the secret of a sign-in that came to its end. */
export const clearPreSession = (c: HttpContext): void => clearCookie(c, cookieName(c, "pre_session"));

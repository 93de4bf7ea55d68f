import { type Handle, parseSecret } from "../../crypto/secret.ts";
import type { HttpContext } from "../env.ts";
import { cookieName, isSecure, readCookie, writeCookie } from "./cookie.ts";

/** Whether frames of other sites may know who is signed in. */
export const isEmbeddable = (c: HttpContext): boolean =>
  isSecure(c) && (c.var.provider.tenant.policy.embedded_sign_in ?? false);

/** The browser's secret as the cookie for frames of other sites has it. */
export const heldEmbedded = (c: HttpContext): string | undefined => readCookie(c, cookieName(c, "embedded"));

/** Writes the cookie for frames of other sites. */
export const writeEmbedded = (c: HttpContext, value: string, maxAge: number): void =>
  writeCookie(c, cookieName(c, "embedded"), { value, maxAge, sameSite: "None", secure: true });

/**
 * The handle of the cookie that frames of other sites bring: the browser's secret once more, under a name of its own.
 * Only a request that no page ever answers may look at it, so that all pages and forms keep a cookie that stays away
 * from other sites' posts, and nothing of it counts any more once the tenant's policy changes.
 */
export const readEmbedded = (c: HttpContext): Handle | undefined =>
  isEmbeddable(c) ? parseSecret("browser", heldEmbedded(c) ?? "") : undefined;

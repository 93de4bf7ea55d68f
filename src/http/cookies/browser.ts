import { type Handle, parseSecret, type Secret } from "../../crypto/secret.ts";
import { lifetime } from "../../domain/tenant_policy.ts";
import type { HttpContext } from "../env.ts";
import { clearCookie, cookieName, readCookie, writeCookie } from "./cookie.ts";
import { heldEmbedded, isEmbeddable, writeEmbedded } from "./embedded.ts";

const held = (c: HttpContext) => readCookie(c, cookieName(c, "browser"));

/** The handle of the browser's cookie. */
export const readBrowser = (c: HttpContext): Handle | undefined => parseSecret("browser", held(c) ?? "");

/** Writes the browser's new secret. Its state changes with it, so `giveBrowser` alone calls this. */
export function writeBrowserCookies(c: HttpContext, secret: Secret<"browser">, expiresAt: number): void {
  const value = secret.reveal(), maxAge = expiresAt - c.var.deployment.clock();
  writeCookie(c, cookieName(c, "browser"), { value, maxAge });
  if (isEmbeddable(c)) writeEmbedded(c, value, maxAge);
}

/** Takes the browser its secret, once nobody is signed in in it any more; `leaveBrowser` alone calls this. */
export function clearBrowserCookies(c: HttpContext): void {
  clearCookie(c, cookieName(c, "browser"));
  if (heldEmbedded(c) !== undefined) writeEmbedded(c, "", 0);
}

/** Gives a browser that was signed in before the policy allowed it the cookie for frames of other sites. */
export function addEmbedded(c: HttpContext): void {
  const own = held(c);
  if (!isEmbeddable(c) || !readBrowser(c) || own === heldEmbedded(c)) return;
  writeEmbedded(c, own!, lifetime(c.var.provider.tenant.policy, "session"));
}

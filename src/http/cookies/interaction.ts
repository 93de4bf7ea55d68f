import type { Handle, Secret } from "../../crypto/secret.ts";
import type { HttpContext } from "../env.ts";
import { clearCookie, cookieName, makeRoom, readCookie, writeCookie } from "./cookie.ts";

const nameOf = (c: HttpContext, { digest }: Handle) => cookieName(c, "interaction", `_${digest.slice(0, 8)}`);

/** The secret that binds an interaction to this browser. */
export const readInteraction = (c: HttpContext, handle: Handle): string | undefined =>
  readCookie(c, nameOf(c, handle));

/** Binds an interaction to this browser. */
export function writeInteraction(
  c: HttpContext,
  handle: Handle,
  secret: Secret<"interaction_cookie">,
  maxAge: number,
): void {
  makeRoom(c, "interaction");
  writeCookie(c, nameOf(c, handle), { value: secret.reveal(), maxAge });
}

/** Forgets an interaction that came to its end. */
export const clearInteraction = (c: HttpContext, handle: Handle): void => clearCookie(c, nameOf(c, handle));

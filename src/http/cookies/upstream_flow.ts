import type { Handle, Secret } from "../../crypto/secret.ts";
import type { HttpContext } from "../env.ts";
import { clearCookie, cookieName, makeRoom, readCookie, writeCookie } from "./cookie.ts";

const nameOf = (c: HttpContext, { digest }: Handle) =>
  cookieName(c, "upstream_flow", `_${digest.slice(0, 8)}`);

/** The secret that binds a way through an upstream to this browser. @param state The flow's. */
export const readUpstreamFlow = (c: HttpContext, state: Handle): string | undefined =>
  readCookie(c, nameOf(c, state));

/** Binds a way through an upstream to this browser. */
export function writeUpstreamFlow(
  c: HttpContext,
  state: Handle,
  secret: Secret<"upstream_cookie">,
  maxAge: number,
): void {
  makeRoom(c, "upstream_flow");
  writeCookie(c, nameOf(c, state), { value: secret.reveal(), maxAge });
}

/** Keeps a way through an upstream bound to this browser for longer. */
export function keepUpstreamFlow(c: HttpContext, state: Handle, maxAge: number): void {
  const value = readUpstreamFlow(c, state);
  if (value !== undefined) writeCookie(c, nameOf(c, state), { value, maxAge });
}

/** Forgets a way through an upstream that came to its end. */
export const clearUpstreamFlow = (c: HttpContext, state: Handle): void => clearCookie(c, nameOf(c, state));

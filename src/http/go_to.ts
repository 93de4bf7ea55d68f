import type { HttpContext } from "./env.ts";
import { ownAddress } from "./own_address.ts";

/** Sends the browser on to a page of ours, with a GET. The address may be for this person alone, so nobody keeps it. */
export function goTo(c: HttpContext, path: `/${string}`): Response {
  c.header("Cache-Control", "no-store");
  return c.redirect(ownAddress(c, path), 303);
}

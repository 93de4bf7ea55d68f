import { day } from "../../domain/time.ts";
import type { HttpContext } from "../env.ts";
import { clearCookie, cookieName, readCookie, writeCookie } from "./cookie.ts";

/** How long a browser remembers what it was signed in with. */
const maxAge = 180 * day;

const nameOf = (c: HttpContext) => cookieName(c, "last_used");

/** The id of the upstream that this browser was signed in with last. It says nothing of whom. */
export const readLastUsed = (c: HttpContext): string | undefined => readCookie(c, nameOf(c));

/** Remembers what this browser was signed in with last. @param slug undefined: with no upstream. */
export function writeLastUsed(c: HttpContext, slug: string | undefined): void {
  if (slug !== undefined) writeCookie(c, nameOf(c), { value: slug, maxAge });
  else if (readLastUsed(c) !== undefined) clearCookie(c, nameOf(c));
}

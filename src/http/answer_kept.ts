import { sha256 } from "../crypto/digest.ts";
import type { HttpContext } from "./env.ts";

/**
 * Answers with a public text that may be kept for a while, or with 304 where the caller has it (RFC 9110 section 13.1.2).
 *
 * @param kept type: its media type; maxAge: for how many seconds it may be kept.
 */
export function answerKept(
  c: HttpContext,
  body: string,
  { type, maxAge }: { readonly type: string; readonly maxAge: number },
): Response {
  const etag = `"${sha256(body).slice(0, 22)}"`;
  c.header("Cache-Control", `public, max-age=${maxAge}`);
  c.header("ETag", etag);
  const held = c.req.header("if-none-match")?.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (held?.some((tag) => tag === etag || tag === "*")) return c.body(null, 304);
  return c.body(body, 200, { "Content-Type": type });
}

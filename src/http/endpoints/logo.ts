import { clientLogo } from "../../op/client_logo.ts";
import { answerNotFound } from "../answer_not_found.ts";
import type { HttpContext } from "../env.ts";

/** Shows a client's logo from our own origin (RFC 7591 section 5). */
export async function getLogo(c: HttpContext): Promise<Response> {
  const logo = await clientLogo(c.var.provider, c.req.param("client_id") ?? "");
  if (!logo) return answerNotFound(c);
  c.header("Cache-Control", "public, max-age=3600");
  // Whatever is in it, opened by itself it is a picture that can do nothing.
  c.header("Content-Security-Policy", "default-src 'none'; sandbox");
  c.header("Cross-Origin-Resource-Policy", "same-origin");
  return c.body(Uint8Array.from(logo.body), 200, { "Content-Type": logo.type });
}

import { clientLogo } from "../../op/client_logo.ts";
import type { RasterImage } from "../../protocol/client/raster_image.ts";
import { answerNotFound } from "../answer_not_found.ts";
import type { HttpContext } from "../env.ts";

/** Answers with a picture that somebody else made. */
export function answerPicture(c: HttpContext, picture: RasterImage | undefined): Response {
  if (!picture) return answerNotFound(c);
  c.header("Cache-Control", "public, max-age=3600");
  // Whatever is in it, opened by itself it is a picture that can do nothing.
  c.header("Content-Security-Policy", "default-src 'none'; sandbox");
  c.header("Cross-Origin-Resource-Policy", "same-origin");
  return c.body(Uint8Array.from(picture.body), 200, { "Content-Type": picture.type });
}

/** Shows a client's logo from our own origin (RFC 7591 section 5). */
export const getLogo = async (c: HttpContext): Promise<Response> =>
  answerPicture(c, await clientLogo(c.var.provider, c.req.param("client_id") ?? ""));

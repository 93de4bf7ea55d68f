import { mediaTypeOf } from "../protocol/media_type.ts";
import { decodeParameters, type Parameters, type ParametersFault } from "../protocol/parameters.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { HttpContext } from "./env.ts";

/** The longest body that is read, in bytes. */
export const longestBody = 65_536;

/** Why a body is not there. `cut_off`: whoever sent it went away before its end. */
export type BodyFault = "too_large" | "cut_off";

/** Status and words for each fault of a body, whatever it is to be read as. */
export const bodyFaults: Readonly<
  Record<BodyFault, { readonly status: 400 | 413; readonly description: string }>
> = {
  too_large: { status: 413, description: `The body may have ${longestBody} bytes` },
  cut_off: { status: 400, description: "The body ended before it was whole" },
};

/** Why a body cannot be read as a form. */
export type FormFault = ParametersFault | BodyFault | "content_type";

/** Status and words for each fault of a form. */
export const formFaults: Readonly<
  Record<FormFault, { readonly status: 400 | 413 | 415; readonly description: string }>
> = {
  content_type: { status: 415, description: "The body has to be application/x-www-form-urlencoded" },
  ...bodyFaults,
  bad_escape: { status: 400, description: "The body has a stray percent sign" },
  nul_byte: { status: 400, description: "The body holds a NUL" },
  not_utf8: { status: 400, description: "The body is not UTF-8" },
};

/** Reads up to `longestBody` bytes of a body. */
export async function readBody(request: Request): Promise<Result<Uint8Array, BodyFault>> {
  if (Number(request.headers.get("content-length") ?? 0) > longestBody) return err("too_large");
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.length;
      if (length > longestBody) return err("too_large");
      chunks.push(chunk);
    }
  } catch {
    // Only the connection can be at fault here, and it is not ours alone.
    return err("cut_off");
  }
  const body = new Uint8Array(length);
  chunks.reduce((offset, chunk) => (body.set(chunk, offset), offset + chunk.length), 0);
  return ok(body);
}

/** Reads a body as a form (RFC 6749 section 3.2 and appendix B). */
export async function readForm(c: HttpContext): Promise<Result<Parameters, FormFault>> {
  const type = mediaTypeOf(c.req.header("content-type"));
  if (type !== "application/x-www-form-urlencoded") return err("content_type");
  const body = await readBody(c.req.raw);
  if (!body.ok) return body;
  try {
    return decodeParameters(new TextDecoder("utf-8", { fatal: true }).decode(body.value));
  } catch {
    return err("not_utf8");
  }
}

/** Reads the query of the request's address. */
export function readQuery(c: HttpContext): Result<Parameters, FormFault> {
  const query = new URL(c.req.url).search.slice(1);
  return query.length > longestBody ? err("too_large") : decodeParameters(query);
}

/** A field of one of our own forms. */
export const field = (parameters: Parameters, name: string): string => parameters.get(name)?.[0] ?? "";

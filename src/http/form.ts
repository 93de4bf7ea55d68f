import { decodeParameters, type Parameters, type ParametersFault } from "../protocol/parameters.ts";
import { err, type Result } from "../domain/result.ts";
import type { HttpContext } from "./env.ts";

/** The longest body that is read, in bytes. */
export const longestBody = 65_536;

/** Why a body cannot be read as a form. */
export type FormFault = ParametersFault | "content_type" | "too_large";

/** Status and words for each fault of a form. */
export const formFaults: Readonly<
  Record<FormFault, { readonly status: 400 | 413 | 415; readonly description: string }>
> = {
  content_type: { status: 415, description: "The body has to be application/x-www-form-urlencoded" },
  too_large: { status: 413, description: `The body may have ${longestBody} bytes` },
  bad_escape: { status: 400, description: "The body has a stray percent sign" },
  nul_byte: { status: 400, description: "The body holds a NUL" },
  not_utf8: { status: 400, description: "The body is not UTF-8" },
};

/** Reads up to `longestBody` bytes of a body. @returns undefined where there are more. */
export async function readBody(request: Request): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > longestBody) return undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > longestBody) return undefined;
    chunks.push(chunk);
  }
  const body = new Uint8Array(length);
  chunks.reduce((offset, chunk) => (body.set(chunk, offset), offset + chunk.length), 0);
  return body;
}

/** Reads a body as a form (RFC 6749 section 3.2 and appendix B). */
export async function readForm(c: HttpContext): Promise<Result<Parameters, FormFault>> {
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") return err("content_type");
  const body = await readBody(c.req.raw);
  if (!body) return err("too_large");
  try {
    return decodeParameters(new TextDecoder("utf-8", { fatal: true }).decode(body));
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

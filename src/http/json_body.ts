import { decodeJson } from "../domain/json.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { mediaTypeOf } from "../protocol/media_type.ts";
import type { HttpContext } from "./env.ts";
import { type BodyFault, bodyFaults, readBody } from "./form.ts";

/** Why a body cannot be read as JSON. */
export type JsonFault = BodyFault | "content_type" | "not_json";

/** Status and words for each fault of a JSON body. */
export const jsonFaults: Readonly<
  Record<JsonFault, { readonly status: 400 | 413 | 415; readonly description: string }>
> = {
  content_type: { status: 415, description: "The body has to be application/json" },
  ...bodyFaults,
  not_json: { status: 400, description: "The body is not JSON in UTF-8" },
};

/** Reads a body as JSON (RFC 7591 section 3.1). */
export async function readJson(c: HttpContext): Promise<Result<unknown, JsonFault>> {
  const type = mediaTypeOf(c.req.header("content-type"));
  if (type !== "application/json") return err("content_type");
  const body = await readBody(c.req.raw);
  if (!body.ok) return body;
  const decoded = decodeJson(body.value);
  return decoded === undefined ? err("not_json") : ok(decoded);
}

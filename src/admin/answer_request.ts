import type { TSchema } from "typebox";
import { decodeJson } from "../domain/json.ts";
import { ok, type Result } from "../domain/result.ts";
import type { AdminPorts } from "./admin_ports.ts";
import { type Problem, refuse, refuseFaults, refuseMembers } from "./problem.ts";
import { type AdminAnswer, type AdminResource, closed, mediaTypes, type RawRequest } from "./resource.ts";
import { mediaTypeOf } from "../protocol/media_type.ts";
import { validate } from "../protocol/validate.ts";

const nothing = closed({});

/** Reads a query by its schema: parameters that are whole numbers there are numbers afterwards. */
function readQuery(schema: TSchema, query: URLSearchParams): Result<unknown, Problem> {
  const { properties } = schema as unknown as { properties: Readonly<Record<string, { type?: string }>> };
  const names = [...query.keys()];
  const repeated = names.find((name, at) => names.indexOf(name) !== at);
  if (repeated !== undefined) {
    return refuseFaults([{ parameter: repeated.slice(0, 100), detail: "may be sent once" }]);
  }
  const values = [...query].map(([name, value]) => {
    const isNumber = Object.hasOwn(properties, name) && properties[name]!.type === "integer";
    return [name, isNumber && /^\d{1,15}$/.test(value) ? Number(value) : value];
  });
  const judged = validate(schema, Object.fromEntries(values));
  return judged.ok
    ? judged
    : refuseFaults(judged.error.map(({ pointer, detail }) => ({ parameter: pointer.slice(1), detail })));
}

function readBody(row: AdminResource, { contentType, body }: RawRequest): Result<unknown, Problem> {
  if (!row.body) return ok(undefined);
  let decoded: unknown = {};
  if (body.length > 0 || !row.bodyOptional) {
    const accept = mediaTypes(row);
    if (!accept.includes(mediaTypeOf(contentType) ?? "")) {
      return refuse("unsupported_media_type", `The body must have the Content-Type ${accept.join(" or ")}`, {
        accept,
      });
    }
    decoded = decodeJson(body);
    if (decoded === undefined) return refuse("malformed", "The body is not JSON in UTF-8 (RFC 8259)");
  }
  const judged = validate(row.body, decoded);
  return judged.ok ? judged : refuseMembers(judged.error);
}

/**
 * Judges a request by a row's schemas and has the row's handler answer it.
 *
 * @param ports Opened for the request's tenant. The caller has authenticated the request.
 */
export async function answerRequest(
  row: AdminResource,
  ports: AdminPorts,
  raw: RawRequest,
): Promise<AdminAnswer> {
  const params = validate(row.params ?? nothing, raw.params);
  if (!params.ok) return refuse("not_found", `Nothing can have the name in this path: ${row.path}`);
  const query = readQuery(row.query ?? nothing, raw.query);
  if (!query.ok) return query;
  const body = readBody(row, raw);
  if (!body.ok) return body;
  return await row.handle(ports, { params: params.value, query: query.value, body: body.value });
}

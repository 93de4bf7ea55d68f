import type { TSchema } from "typebox";
import { meOperations } from "./me_description.ts";
import { type Problem, type ProblemKind, problems } from "./problem.ts";
import { type AdminResource, mediaTypes } from "./resource.ts";

/** The API's path under the issuer. */
export const adminBase = "/api/v1";

type Json = Readonly<Record<string, unknown>>;

// What the dispatcher itself may answer, whatever the row.
const everywhere: readonly ProblemKind[] = ["invalid", "unauthorized", "failed", "unavailable"];
const withBody: readonly ProblemKind[] = ["malformed", "too_large", "unsupported_media_type"];

const problemSchema = {
  type: "object",
  description: "RFC 9457",
  required: ["type", "title", "status", "detail"],
  properties: {
    type: { type: "string", format: "uri" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["detail"],
        properties: {
          pointer: {
            type: "string",
            description: "The member of the body, as a JSON Pointer in a URI fragment",
          },
          parameter: { type: "string", description: "The parameter of the query" },
          detail: { type: "string", description: "What would be accepted" },
        },
      },
    },
  },
};

/** Collects schemas that have a title under that title, and refers to them wherever they stand. */
function referring(components: Map<string, unknown>) {
  const published = (schema: unknown): unknown => {
    if (Array.isArray(schema)) return schema.map(published);
    if (typeof schema !== "object" || schema === null) return schema;
    const { title, ...rest } = schema as Json;
    const inner = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, published(value)]));
    if (typeof title !== "string") {
      return { ...inner, ...(title === undefined ? {} : { title: published(title) }) };
    }
    components.set(title, inner);
    return { $ref: `#/components/schemas/${title}` };
  };
  return published;
}

const refused = (kinds: readonly ProblemKind[]) => {
  const byStatus = Map.groupBy([...new Set(kinds)], (kind) => String(problems[kind].status));
  return Object.fromEntries([...byStatus].map(([status, [only, ...others]]) => [
    status,
    others.length === 0 ? { $ref: `#/components/responses/${only}` } : {
      description: [only!, ...others].map((kind) => problems[kind].title).join("; or: "),
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    },
  ]));
};

/** Parameters of a path or a query, from the schema of their object. */
function parameters(
  place: "path" | "query",
  schema: TSchema | undefined,
  published: (schema: unknown) => unknown,
) {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Readonly<Record<string, TSchema>>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, member]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: published(member),
  }));
}

function operation(row: AdminResource, published: (schema: unknown) => unknown): Json {
  const { status, schema } = row.answer;
  const body = row.body && published(row.body);
  const kinds = [
    ...everywhere,
    ...(row.body ? withBody : []),
    ...(row.refusals ?? []),
  ];
  return {
    operationId: row.operationId,
    summary: row.summary,
    tags: [row.path.split("/")[1]],
    parameters: [
      ...parameters("path", row.params, published),
      ...parameters("query", row.query, published),
    ],
    ...(body
      ? {
        requestBody: {
          required: !row.bodyOptional,
          content: Object.fromEntries(mediaTypes(row).map((type) => [type, { schema: body }])),
        },
      }
      : {}),
    responses: {
      [status]: {
        description: status === 204 ? "Done" : status === 201 ? "Created" : "As asked",
        ...(status === 201
          ? {
            headers: { Location: { description: "Where it is", schema: { type: "string", format: "uri" } } },
          }
          : {}),
        ...(schema ? { content: { "application/json": { schema: published(schema) } } } : {}),
      },
      ...refused(kinds),
    },
  };
}

/**
 * The API's description, from the same rows and schemas that answer requests.
 *
 * @param issuer Where the API is.
 * @see OpenAPI Specification 3.1
 */
export function openApiDocument(rows: readonly AdminResource[], issuer: string): Json {
  const components = new Map<string, unknown>([["Problem", problemSchema]]);
  const published = referring(components);
  const paths = Map.groupBy(rows, (row) => row.path);
  return {
    openapi: "3.1.0",
    info: { title: "Latchkey admin API", version: "1" },
    servers: [{ url: issuer + adminBase }],
    security: [{ admin_token: [] }],
    paths: {
      ...Object.fromEntries([...paths].map(([path, same]) => [
        path,
        Object.fromEntries(same.map((row) => [row.method.toLowerCase(), operation(row, published)])),
      ])),
      ...Object.fromEntries(
        Object.entries(meOperations).map(([path, each]) => [path, { get: published(each) }]),
      ),
    },
    components: {
      securitySchemes: {
        admin_token: { type: "http", scheme: "bearer" },
        access_token: { type: "http", scheme: "bearer", description: "An access token of a person" },
      },
      responses: Object.fromEntries((Object.keys(problems) as ProblemKind[]).map((kind) => [kind, {
        description: problems[kind].title,
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      }])),
      schemas: Object.fromEntries([...components].toSorted(([a], [b]) => a < b ? -1 : 1)),
    },
  };
}

/** What a problem's `type` names: its entry in the API's description (RFC 9457 section 3.1.1). */
export const problemType = (issuer: string, { kind }: Problem): string =>
  `${issuer}${adminBase}/openapi.json#/components/responses/${kind}`;

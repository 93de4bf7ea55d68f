import Type, { type Static, type TObject, type TSchema, type TUndefined } from "typebox";
import type { Result } from "../domain/result.ts";
import type { AdminPorts } from "./admin_ports.ts";
import type { Problem, ProblemKind } from "./problem.ts";

/** What a resource's handler is given: decoded, and judged by the row's schemas. */
export interface AdminRequest<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
}

/** What went well. */
export interface Answered {
  readonly status: 200 | 201 | 204;
  /** Sent as JSON; absent with 204. */
  readonly body?: unknown;
  /** Where the new resource is, under the API's path (RFC 9110 section 10.2.2). */
  readonly location?: string;
}

/** What a handler answers. */
export type AdminAnswer = Result<Answered, Problem>;

/** One method of one resource: a row of the API's list. */
export interface Resource<P extends TSchema, Q extends TSchema, B extends TSchema> {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Under the API's own path, with parameters in braces. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  /** Is at the server's own issuer, and under no other tenant's. */
  readonly defaultTenantOnly?: true;
  /** The parameters of the path. A value that does not fit names nothing that could exist. */
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** The body may be left out; it counts as an empty object then. */
  readonly bodyOptional?: boolean;
  /** The answer's status, and its schema where it has a body. */
  readonly answer: { readonly status: Answered["status"]; readonly schema?: TSchema };
  /** The problems of this row's own, beside those that every row has. */
  readonly refusals?: readonly ProblemKind[];
  readonly handle: (
    ports: AdminPorts,
    request: AdminRequest<Static<P>, Static<Q>, Static<B>>,
  ) => Promise<AdminAnswer>;
}

/** A row whose schemas are known only at run time. */
export type AdminResource = Resource<TSchema, TSchema, TSchema>;

/** A schema of an object that takes no member but its own. */
export const closed = <P extends Parameters<typeof Type.Object>[0]>(properties: P): TObject<P> =>
  Type.Object(properties, { additionalProperties: false });

type Nothing = TObject<Record<never, never>>;

/** Declares a row; the handler's request has the types of the row's schemas. */
export const resource = <
  P extends TSchema = Nothing,
  Q extends TSchema = Nothing,
  B extends TSchema = TUndefined,
>(row: Resource<P, Q, B>): AdminResource => row as unknown as AdminResource;

/** The bytes and texts of a request, as far as a row judges them. */
export interface RawRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Undefined where the request has none. */
  readonly contentType: string | undefined;
  readonly body: Uint8Array;
}

/** The media types that a row takes: a PATCH is a merge patch, by its own name or as plain JSON (RFC 7396 section 4). */
export const mediaTypes = (row: AdminResource): readonly string[] =>
  row.method === "PATCH" ? ["application/merge-patch+json", "application/json"] : ["application/json"];

import { err } from "../domain/result.ts";
import type { Seconds } from "../domain/time.ts";

/** Every kind of problem that the API answers, by its name. What `type` names is the entry in the API's own description. */
export const problems = {
  malformed: { status: 400, title: "The body cannot be read" },
  invalid: { status: 400, title: "Members or parameters are not acceptable" },
  unauthorized: { status: 401, title: "The admin token is needed" },
  not_found: { status: 404, title: "There is no such resource" },
  method_not_allowed: { status: 405, title: "The resource does not take this method" },
  taken: { status: 409, title: "A value belongs to somebody else already" },
  conflict: { status: 409, title: "The resource's state does not allow it" },
  too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "The body is of another media type" },
  failed: { status: 500, title: "The server failed" },
  busy: { status: 503, title: "The server is busy" },
  unavailable: { status: 503, title: "The database cannot be reached" },
} as const;

export type ProblemKind = keyof typeof problems;

/** What is wrong with one member of the body, or with one parameter of the query, and what would be accepted. */
export type Fault =
  | { readonly pointer: string; readonly detail: string }
  | { readonly parameter: string; readonly detail: string };

/** Why a request was refused (RFC 9457 section 3.1). */
export interface Problem {
  readonly kind: ProblemKind;
  /** What is wrong with this request, and what to do about it. */
  readonly detail: string;
  readonly errors?: readonly Fault[];
  /** When it is worth trying again. */
  readonly retryAfter?: Seconds;
  /** The methods that the resource takes (RFC 9110 section 10.2.1). */
  readonly allow?: readonly string[];
  /** The media types that the resource takes (RFC 5789 section 3.1). */
  readonly accept?: readonly string[];
}

/** Refuses a request, as a handler answers it. */
export const refuse = (
  kind: ProblemKind,
  detail: string,
  more: Omit<Problem, "kind" | "detail"> = {},
): { readonly ok: false; readonly error: Problem } => err({ kind, detail, ...more });

/** Refuses a request for what is wrong with its members or parameters, each named in `errors`. */
export function refuseFaults(errors: readonly Fault[]): { readonly ok: false; readonly error: Problem } {
  const named = errors.map((fault) =>
    "pointer" in fault ? decodeURIComponent(fault.pointer.slice(2)) : fault.parameter
  );
  const [only, ...others] = errors;
  const detail = only && others.length === 0
    ? `${named[0] || "The body"} ${only.detail}`
    : `${named.join(", ")}: errors says what would be accepted`;
  return refuse("invalid", detail, { errors });
}

/** A JSON Pointer as a URI fragment, which holds no `#`, no space and the like as they are. */
const fragment = (pointer: string) => encodeURI(pointer.toWellFormed()).replaceAll("#", "%23");

/** Refuses a body for what is wrong with its members. @param faults Each with a JSON Pointer into the body. */
export const refuseMembers = (faults: readonly { readonly pointer: string; readonly detail: string }[]) =>
  // A pointer in a problem is a URI fragment (RFC 9457 section 3, RFC 6901 section 6).
  refuseFaults(faults.map(({ pointer, detail }) => ({ pointer: `#${fragment(pointer)}`, detail })));

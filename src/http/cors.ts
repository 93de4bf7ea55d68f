import { isClientOrigin } from "../store/clients.ts";
import type { HttpContext } from "./env.ts";

/**
 * Which scripts of other sites may read an answer: of any site (`any`: public documents), of the sites of registered
 * clients (`clients`: what a browser app calls), or of none. Credentials are never allowed: nothing here reads a
 * cookie for a script.
 */
export type Cors = "any" | "clients" | "none";

const exposed = "WWW-Authenticate, Retry-After";

async function allowedOrigin(c: HttpContext, cors: Cors, origin: string): Promise<string | undefined> {
  if (cors === "any") return "*";
  if (cors === "none" || !/^https?:\/\/[^/]+$/.test(origin)) return undefined;
  return await isClientOrigin(c.var.provider.store, origin) ? origin : undefined;
}

/** Sets the headers that let a script of another site read the answer, where it may. */
export async function setCorsHeaders(c: HttpContext, cors: Cors): Promise<boolean> {
  const origin = c.req.header("origin");
  if (cors === "clients") c.header("Vary", "Origin", { append: true });
  const allowed = origin === undefined ? undefined : await allowedOrigin(c, cors, origin);
  if (allowed === undefined) return false;
  c.header("Access-Control-Allow-Origin", allowed);
  c.header("Access-Control-Expose-Headers", exposed);
  return true;
}

/**
 * The request headers that a script may send: those that it asks for. Nothing here lets anybody in by a header that a
 * script can set but Authorization, and what observes an app adds headers of its own (traceparent, baggage) to its calls.
 */
function allowedHeaders(c: HttpContext): string {
  const asked = c.req.header("access-control-request-headers") ?? "";
  return /^[\w!#$%&'*+.^`|~-]+( *, *[\w!#$%&'*+.^`|~-]+)*$/.test(asked)
    ? asked
    : "Authorization, Content-Type";
}

/** Answers a preflight. @param methods What the route answers to. */
export async function answerPreflight(
  c: HttpContext,
  cors: Cors,
  methods: readonly string[],
): Promise<Response> {
  if (await setCorsHeaders(c, cors)) {
    c.header("Access-Control-Allow-Methods", methods.join(", "));
    c.header("Access-Control-Allow-Headers", allowedHeaders(c));
    c.header("Access-Control-Max-Age", "600");
  }
  c.header("Allow", [...methods, "OPTIONS"].join(", "));
  return c.body(null, 204);
}

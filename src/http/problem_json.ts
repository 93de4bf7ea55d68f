import { problemType } from "../admin/openapi.ts";
import { type Problem, problems } from "../admin/problem.ts";
import type { Env, HttpContext } from "./env.ts";

/** Names an error only where credentials were sent (RFC 6750 section 3). */
const challenge = (c: HttpContext) =>
  `Bearer realm="admin"${c.req.header("authorization") === undefined ? "" : ', error="invalid_token"'}`;

/** Answers a refused request of the admin API (RFC 9457). */
export function answerProblem(c: HttpContext, problem: Problem): Response {
  const { kind, detail, errors, retryAfter, allow, accept } = problem;
  const { status, title } = problems[kind];
  c.header("Content-Type", "application/problem+json");
  c.header("Cache-Control", "no-store");
  if (status === 401) c.header("WWW-Authenticate", challenge(c));
  if (retryAfter !== undefined) c.header("Retry-After", String(retryAfter));
  if (allow) c.header("Allow", allow.join(", "));
  if (accept && c.req.method === "PATCH") c.header("Accept-Patch", accept.join(", "));
  const { provider, deployment } = c.var as Partial<Env["Variables"]> & Pick<Env["Variables"], "deployment">;
  const type = problemType(provider?.tenant.issuer ?? deployment.issuer, problem);
  return c.body(JSON.stringify({ type, title, status, detail, ...(errors ? { errors } : {}) }), status);
}

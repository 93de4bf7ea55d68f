import { Hono } from "hono";
import type { AdminPorts } from "../admin/admin_ports.ts";
import { answerRequest } from "../admin/answer_request.ts";
import { adminBase } from "../admin/openapi.ts";
import { type ProblemKind, refuse } from "../admin/problem.ts";
import type { AdminResource } from "../admin/resource.ts";
import { adminResources, resourcesOf } from "../admin/resources.ts";
import { equalInConstantTime } from "../crypto/digest.ts";
import { ok } from "../domain/result.ts";
import { brokerOf } from "./broker.ts";
import { keyPortsOf } from "./deploy.ts";
import type { Deployment } from "./deployment.ts";
import type { Env, HttpContext } from "./env.ts";
import { arrivalOf } from "./arrival.ts";
import { type BodyFault, bodyFaults, readBody } from "./form.ts";
import { logFault } from "./log_fault.ts";
import { answerProblem } from "./problem_json.ts";

/** Whether a path is the admin API's, whose every error is a problem. */
export const isAdminPath = (path: string): boolean => path === adminBase || path.startsWith(`${adminBase}/`);

/** Whether the request bears the admin token. Nothing else authenticates here, cookies least of all. */
function isAuthenticated(c: HttpContext, adminToken: string): boolean {
  const [, presented] = /^Bearer +(\S+) *$/i.exec(c.req.header("authorization") ?? "") ?? [];
  return presented !== undefined && equalInConstantTime(presented, adminToken);
}

const portsOf = (c: HttpContext, deployment: Deployment): AdminPorts => ({
  ...brokerOf(c),
  ...c.var.provider,
  keyPorts: keyPortsOf(deployment, c.var.provider.tenant.id),
  passwords: deployment.passwords,
  server: deployment.server,
  arrived: arrivalOf(c),
});

const problemOfBody = { too_large: "too_large", cut_off: "malformed" } as const satisfies Record<
  BodyFault,
  ProblemKind
>;

const nothingHere = () =>
  refuse("not_found", `There is nothing at this path (GET ${adminBase}/openapi.json lists what there is)`);

/** The rows of one path answer by method; HEAD is GET, whose body the listener drops (RFC 9110 section 9.3.2). */
async function answer(c: HttpContext, rows: readonly AdminResource[], deployment: Deployment) {
  const method = c.req.method === "HEAD" ? "GET" : c.req.method;
  const here = resourcesOf(c.var.provider.tenant.id);
  if (!rows.some((row) => here.includes(row))) return nothingHere();
  const row = rows.find((candidate) => candidate.method === method);
  if (!row) {
    const allow = rows.map((candidate) => candidate.method);
    return refuse("method_not_allowed", `This resource takes ${allow.join(", ")}`, { allow });
  }
  const body = row.body ? await readBody(c.req.raw) : ok(new Uint8Array());
  if (!body.ok) return refuse(problemOfBody[body.error], bodyFaults[body.error].description);
  return await answerRequest(row, portsOf(c, deployment), {
    params: c.req.param() as Record<string, string>,
    query: new URL(c.req.url).searchParams,
    contentType: c.req.header("content-type"),
    body: body.value,
  });
}

function respond(
  c: HttpContext,
  result: Awaited<ReturnType<typeof answer>>,
): Response {
  if (!result.ok) return answerProblem(c, result.error);
  const { status, body, location } = result.value;
  c.header("Cache-Control", "no-store");
  if (location !== undefined) c.header("Location", c.var.provider.tenant.issuer + adminBase + location);
  return body === undefined || status === 204 ? c.body(null, 204) : c.json(body, status);
}

/**
 * Answers what broke while the admin API was at work: the database is away, or a fault. The log has the cause.
 *
 * The API calls it for its own faults; the application calls it for those that came before the API was reached.
 */
export function answerAdminFault(c: HttpContext, fault: Error): Response {
  const away = logFault(c, fault);
  const problem = away
    ? refuse("unavailable", "The database cannot be reached just now: try again in a moment", {
      retryAfter: 1,
    })
    : refuse(
      "failed",
      `The server met a fault; its log has the cause under the request id ${c.var.requestId}`,
    );
  return answerProblem(c, problem.error);
}

/**
 * Mounts the admin API under {@link adminBase}: authentication first, then the rows of {@link adminResources}.
 *
 * The context has to have its `deployment`, `requestId` and `provider` by then. No CORS header is ever sent, so that no
 * page of another origin can use the API.
 */
export function mountAdmin(app: Hono<Env>, deployment: Deployment): void {
  const api = new Hono<Env>();
  api.use(async (c, next) => {
    if (isAuthenticated(c, deployment.adminToken)) return await next();
    deployment.log("warn", "admin_unauthorized", { request_id: c.var.requestId, path: c.req.path });
    const refused = refuse(
      "unauthorized",
      "Send Authorization: Bearer with the admin token: LATCHKEY_ADMIN_TOKEN, or the file admin_token of the data directory",
    );
    return respond(c, refused);
  });
  for (const [path, rows] of Map.groupBy(adminResources, (row) => row.path)) {
    const pattern = path.replaceAll(/\{(\w+)\}/g, ":$1");
    api.all(pattern, async (c) => respond(c, await answer(c, rows, deployment)));
  }
  api.all("*", (c) => respond(c, nothingHere()));
  api.onError((fault, c) => answerAdminFault(c, fault));
  app.route(adminBase, api);
}

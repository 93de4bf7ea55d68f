import { isUnreachable } from "../store/postgres.ts";
import type { HttpContext } from "./env.ts";

/** Logs what broke on our side. @returns whether it is the database that is away: then it can be tried again. */
export function logFault(c: HttpContext, fault: Error): boolean {
  const away = isUnreachable(fault);
  c.var.deployment.log("error", away ? "database_unreachable" : "fault", {
    request_id: c.var.requestId,
    path: c.req.path,
    fault: away ? fault.message : fault.stack ?? fault.message,
  });
  return away;
}

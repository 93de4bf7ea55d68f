import type { HttpContext } from "./env.ts";
import { answerProblem } from "./page.tsx";

/** Answers at an address where nothing is: a page for people, JSON for programs (RFC 9110 section 15.5.5). */
export function answerNotFound(c: HttpContext): Response {
  if (c.req.header("accept")?.includes("text/html")) {
    return answerProblem(c, (refusals) => refusals.notFound, 404);
  }
  c.header("Cache-Control", "no-store");
  return c.json({ error: "not_found", error_description: "There is nothing at this address" }, 404);
}

import type { HttpContext } from "../env.ts";

/** The process lives. */
export const getHealth = (c: HttpContext): Response => c.text("ok\n", 200, { "Cache-Control": "no-store" });

/** The server can do its work: the database answers and has every migration. It says no more than that. */
export async function getReady(c: HttpContext): Promise<Response> {
  const ready = await c.var.deployment.ready().catch(() => false);
  if (!ready) c.header("Retry-After", "1");
  return c.text(ready ? "ready\n" : "not ready\n", ready ? 200 : 503, { "Cache-Control": "no-store" });
}

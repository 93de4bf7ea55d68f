import { logRefusal } from "../answer_error.ts";
import type { HttpContext } from "../env.ts";
import { readQuery } from "../form.ts";
import { answerProblem, answerUnreadable } from "../page.tsx";
import { answerSignedOut } from "../sign_out.tsx";
import { takeSignedOut } from "../upstream_logout.ts";

/**
 * Takes a person back who signed out at an upstream, and sends them on to where they were going. A return that this
 * browser did not set out for leads nowhere.
 *
 * @see OpenID Connect RP-Initiated Logout section 3
 */
export function getUpstreamSignedOut(c: HttpContext): Response | Promise<Response> {
  const query = readQuery(c);
  if (!query.ok) return answerUnreadable(c, query.error);
  const [state = "", ...more] = query.value.get("state") ?? [];
  const taken = more.length > 0 ? undefined : takeSignedOut(c, state);
  if (taken) return answerSignedOut(c, { onward: taken.onward });
  const description = "A return from an upstream is not one that this browser set out for";
  logRefusal(c, { code: "invalid_request", why: "upstream_logout.state", description });
  return answerProblem(c, (refusals) => refusals.invalidRequest, 400);
}

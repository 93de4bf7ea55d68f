import { me } from "../../op/me.ts";
import { answerResourceError, setNoStore } from "../answer_error.ts";
import type { HttpContext } from "../env.ts";

/** `GET /api/v1/me`, with an access token in the header. Refusals are those of RFC 6750 section 3. */
export async function getMe(c: HttpContext): Promise<Response> {
  const answered = await me(c.var.provider, c.req.header("authorization"));
  if (!answered.ok) return answerResourceError(c, answered.error.error);
  setNoStore(c);
  return c.json(answered.value);
}

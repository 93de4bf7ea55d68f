import { userinfo } from "../../op/userinfo.ts";
import { answerResourceError, setNoStore } from "../answer_error.ts";
import type { HttpContext } from "../env.ts";
import { readForm } from "../form.ts";

/** OpenID Connect Core section 5.3.1: GET or POST, with the token in a header or, for POST, in the form. */
export async function answerUserinfo(c: HttpContext): Promise<Response> {
  const form = c.req.method === "POST" && c.req.header("content-type") !== undefined
    ? await readForm(c)
    : undefined;
  if (form && !form.ok && form.error !== "content_type") {
    const description = "The body cannot be read as a form";
    return answerResourceError(c, { code: "invalid_request", why: `form.${form.error}`, description });
  }
  const body = form?.ok ? form.value.get("access_token") : undefined;
  const answered = await userinfo(c.var.provider, { authorization: c.req.header("authorization"), body });
  if (!answered.ok) return answerResourceError(c, answered.error.error);
  setNoStore(c);
  const answer = answered.value;
  return answer.kind === "json"
    ? c.json(answer.claims)
    : c.body(answer.jwt, 200, { "Content-Type": "application/jwt" });
}

import { introspect } from "../../op/introspect.ts";
import { revoke } from "../../op/revoke.ts";
import { token } from "../../op/token.ts";
import { answerFormFault, answerOAuthError, setNoStore } from "../answer_error.ts";
import type { HttpContext } from "../env.ts";
import { readForm } from "../form.ts";
import type { ClientRequest } from "../../op/authenticate_client.ts";
import type { Provider } from "../../op/provider.ts";
import type { Result } from "../../domain/result.ts";
import { recogniseClientAuthentication } from "../../protocol/client/client_authentication.ts";
import type { OAuthError } from "../../protocol/oauth_error.ts";

/** An endpoint that a client calls directly with a form: reads it, lets the flow answer, and writes the answer. */
function direct<T>(
  flow: (provider: Provider, request: ClientRequest) => Promise<Result<T, OAuthError>>,
  write: (c: HttpContext, value: T) => Response,
): (c: HttpContext) => Promise<Response> {
  return async (c) => {
    const form = await readForm(c);
    if (!form.ok) return answerFormFault(c, form.error);
    const presented = recogniseClientAuthentication(c.req.header("authorization"), form.value);
    c.set("clientId", presented.ok ? presented.value.client_id : undefined);
    const request = { authorization: c.req.header("authorization"), parameters: form.value };
    const answered = await flow(c.var.provider, request);
    if (!answered.ok) return answerOAuthError(c, answered.error);
    setNoStore(c);
    return write(c, answered.value);
  };
}

/** RFC 6749 section 3.2. */
export const postToken = direct(token, (c, body) => c.json(body));

/** RFC 7662 section 2. */
export const postIntrospect = direct(introspect, (c, body) => c.json(body));

/** RFC 7009 section 2. Clients are to ignore the body; some parse whatever comes, and so it is JSON with nothing in it. */
export const postRevoke = direct(revoke, (c) => c.json({}));

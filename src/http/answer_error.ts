import { withoutSecrets } from "../crypto/secret.ts";
import { storableText } from "../domain/storable_text.ts";
import { basicChallenge, bearerChallenge } from "../protocol/www_authenticate.ts";
import { errorBody, type OAuthError, oauthErrors } from "../protocol/oauth_error.ts";
import type { TraceRow } from "../protocol/trace.ts";
import { type FormFault, formFaults } from "./form.ts";
import type { HttpContext } from "./env.ts";

/** A trace as it is shown and kept: without what a client sent in the wrong place, and without its length. */
const tellable = (trace: readonly TraceRow[]): readonly TraceRow[] =>
  JSON.parse(
    JSON.stringify(trace, (_, value) =>
      typeof value === "string" ? storableText(withoutSecrets(value).slice(0, 2500)) : value),
  );

/** Notes a refusal in the log, with all that the client is not told. */
export function logRefusal(c: HttpContext, error: OAuthError): void {
  const { code, why, trace } = error;
  const { section, expected, received, change } = trace?.find((row) => !row.held) ?? {};
  c.var.deployment.log("info", "refused", {
    request_id: c.var.requestId,
    path: c.req.path,
    client_id: c.var.clientId,
    error: code,
    why,
    section,
    expected,
    received,
    change: change?.says,
  });
  if (trace) c.set("refusal", { ...error, trace: tellable(trace) });
}

/** Headers of an answer that holds tokens, or says why there are none (RFC 6749 section 5.1). */
export function setNoStore(c: HttpContext): void {
  c.header("Cache-Control", "no-store");
  c.header("Pragma", "no-cache");
}

/** Answers a refused direct request of a client (RFC 6749 section 5.2). */
export function answerOAuthError(c: HttpContext, error: OAuthError): Response {
  logRefusal(c, error);
  setNoStore(c);
  const { status } = oauthErrors[error.code];
  if (error.code === "invalid_client") {
    c.header("WWW-Authenticate", basicChallenge(c.var.provider.tenant.issuer, error));
  }
  if (error.retryAfter !== undefined) c.header("Retry-After", String(error.retryAfter));
  return c.json(errorBody(error), status);
}

/** Answers a refused request for a protected resource (RFC 6750 section 3). What is wrong on our side challenges nobody. */
export function answerResourceError(c: HttpContext, error: OAuthError | undefined): Response {
  if (error && oauthErrors[error.code].status >= 500) return answerOAuthError(c, error);
  setNoStore(c);
  c.header("WWW-Authenticate", bearerChallenge(c.var.provider.tenant.issuer, error));
  if (!error) return c.body(null, 401);
  logRefusal(c, error);
  return c.json(errorBody(error), oauthErrors[error.code].status);
}

/** Answers a body that cannot be read as a form. */
export function answerFormFault(c: HttpContext, fault: FormFault): Response {
  const { status, description } = formFaults[fault];
  logRefusal(c, { code: "invalid_request", why: `form.${fault}`, description });
  setNoStore(c);
  return c.json(errorBody({ code: "invalid_request", why: fault, description }), status);
}

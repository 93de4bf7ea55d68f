/** Errors as the documentation of an upstream shows them: for what it answers so, and the reason in our log. */

/**
 * For what an upstream refuses: the person said no; we did not prove who we are; the code is none that it gave, or for
 * another request; the request has not the form that it has to have; the token is none that is good; the token is not
 * for this. `trouble`: something that is not in the request at all.
 */
export type Cause = "declined" | "client" | "code" | "request" | "token" | "scope" | "trouble";

/** One error. */
export type DocumentedError =
  & { readonly cause: Cause; readonly refusal: string }
  & (
    | { readonly at: "authorize"; readonly document: Readonly<Record<string, string>> }
    | { readonly at: "token" | "api"; readonly status: number; readonly document: unknown }
  );

/** Sent back with the person. */
export const sentBack = (cause: "declined" | "trouble", document: Readonly<Record<string, string>>) => ({
  cause,
  at: "authorize",
  document,
  refusal: `upstream.response.${cause === "declined" ? document.error : "error"}`,
} as const);

const atToken = (cause: Cause, status: number, document: unknown): DocumentedError => ({
  cause,
  at: "token",
  status,
  document,
  refusal: `upstream.token_endpoint.${status === 200 ? "no_access_token" : "refused"}`,
});

const atApi = (cause: Cause, status: number, document: unknown, refusal = "refused"): DocumentedError => ({
  cause,
  at: "api",
  status,
  document,
  refusal: `upstream.userinfo_endpoint.${refusal}`,
});

const problem = { type: "about:blank" };

/** What Microsoft answers: the code of the error stands in its description as well. */
const aadsts = (cause: Cause, status: number, [error, code]: readonly [string, number]): DocumentedError =>
  atToken(cause, status, {
    error,
    error_description: `AADSTS${code}: …`,
    error_codes: [code],
    timestamp: "2027-01-15 08:00:00Z",
    trace_id: "0000aaaa-11bb-cccc-dd22-eeeeee333333",
    correlation_id: "aaaa0000-bb11-2222-33cc-444444dddddd",
  });

/** Documented errors by the preset. */
export const documentedErrors: Readonly<Record<string, readonly DocumentedError[]>> = {
  github: [
    sentBack("declined", {
      error: "access_denied",
      error_description: "The user has denied your application access.",
    }),
    sentBack("trouble", {
      error: "application_suspended",
      error_description: "Your application has been suspended.",
    }),
    atToken("client", 200, {
      error: "incorrect_client_credentials",
      error_description: "The client_id and/or client_secret passed are incorrect.",
    }),
    atToken("code", 200, {
      error: "bad_verification_code",
      error_description: "The code passed is incorrect or expired.",
    }),
    atToken("trouble", 200, {
      error: "unverified_user_email",
      error_description: "The user must have a verified primary email.",
    }),
    atApi("token", 401, {
      message: "Bad credentials",
      documentation_url: "https://docs.github.com/rest",
      status: "401",
    }),
    {
      ...atApi("scope", 404, { message: "Not Found", status: "404" }),
      refusal: "upstream.emails.refused",
    },
    atApi("trouble", 403, { message: "API rate limit exceeded for 203.0.113.7." }),
  ],
  apple: [
    sentBack("declined", { error: "user_cancelled_authorize" }),
    atToken("client", 400, { error: "invalid_client" }),
    atToken("code", 400, { error: "invalid_grant" }),
    atToken("trouble", 400, { error: "unauthorized_client" }),
  ],
  microsoft: [
    sentBack("declined", {
      error: "access_denied",
      error_description: "AADSTS65004: User declined to consent to access the app.",
      error_subcode: "cancel",
    }),
    sentBack("trouble", { error: "invalid_resource" }),
    {
      ...sentBack("trouble", { error: "temporarily_unavailable" }),
      refusal: "upstream.response.temporarily_unavailable",
    },
    aadsts("client", 401, ["invalid_client", 7000215]),
    aadsts("code", 400, ["invalid_grant", 70008]),
    aadsts("trouble", 400, ["interaction_required", 50076]),
  ],
  x: [
    sentBack("declined", { error: "access_denied" }),
    atToken("client", 401, {
      error: "unauthorized_client",
      error_description: "Missing valid authorization header",
    }),
    atToken("code", 400, {
      error: "invalid_request",
      error_description: "Value passed for the authorization code was invalid.",
    }),
    atApi("token", 401, { ...problem, title: "Unauthorized", status: 401, detail: "Unauthorized" }),
    atApi("scope", 403, { ...problem, title: "Forbidden", status: 403, detail: "Forbidden" }),
    atApi("trouble", 403, {
      ...problem,
      title: "Client Forbidden",
      detail: "When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens …",
      reason: "client-not-enrolled",
    }),
    atApi("trouble", 429, { ...problem, title: "Too Many Requests", status: 429 }),
  ],
  linkedin: [
    sentBack("declined", { error: "user_cancelled_login", error_description: "The user cancelled login" }),
    sentBack("declined", {
      error: "user_cancelled_authorize",
      error_description: "The user cancelled the authorization",
    }),
    sentBack("trouble", {
      error: "unauthorized_scope_error",
      error_description: 'Scope "email" is not authorized for your application',
    }),
    atToken("client", 401, { error: "invalid_client", error_description: "Client authentication failed" }),
    atToken("code", 400, {
      error: "invalid_request",
      error_description:
        "Unable to retrieve access token: appid/redirect uri/code verifier does not match authorization code.",
    }),
    atApi("token", 401, {
      status: 401,
      serviceErrorCode: 65601,
      code: "REVOKED_ACCESS_TOKEN",
      message: "The token used in the request has been revoked by the user",
    }),
  ],
  slack: [
    sentBack("declined", { error: "access_denied" }),
    atToken("client", 200, { ok: false, error: "bad_client_secret" }),
    atToken("code", 200, { ok: false, error: "invalid_code" }),
    // It has no status of its own, and no subject.
    atApi("token", 200, { ok: false, error: "token_revoked" }, "other_subject"),
    atApi("trouble", 429, { ok: false, error: "ratelimited" }),
  ],
  wechat: [
    atToken("code", 200, { errcode: 40029, errmsg: "invalid code" }),
    atApi("token", 200, { errcode: 40001, errmsg: "invalid credential" }, "no_subject"),
  ],
};

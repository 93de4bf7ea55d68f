/** Errors as the documentation of an upstream shows them: where each stands, and the reason in our log. */
export interface DocumentedError {
  /** At its token endpoint, or at the first address of its API. */
  readonly at: "token" | "api";
  readonly status: number;
  readonly document: unknown;
  readonly refusal: string;
}

const refused = (status: number, document: unknown): DocumentedError => ({
  at: "token",
  status,
  document,
  refusal: "upstream.token_endpoint.refused",
});

/** An error that comes with status 200. */
const inDisguise = (document: unknown): DocumentedError => ({
  at: "token",
  status: 200,
  document,
  refusal: "upstream.token_endpoint.no_access_token",
});

const atApi = (status: number, document: unknown, refusal = "refused"): DocumentedError => ({
  at: "api",
  status,
  document,
  refusal: `upstream.userinfo_endpoint.${refusal}`,
});

/** What Microsoft answers: the code of the error stands in its description as well. */
const aadsts = (error: string, code: number): DocumentedError =>
  refused(error === "invalid_client" ? 401 : 400, {
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
    inDisguise({
      error: "bad_verification_code",
      error_description: "The code passed is incorrect or expired.",
    }),
    inDisguise({ error: "incorrect_client_credentials", error_description: "…" }),
    atApi(401, { message: "Bad credentials", documentation_url: "https://docs.github.com/rest" }),
    atApi(403, { message: "API rate limit exceeded for 203.0.113.7." }),
  ],
  apple: [refused(400, { error: "invalid_client" }), refused(400, { error: "invalid_grant" })],
  microsoft: [aadsts("invalid_grant", 70008), aadsts("invalid_client", 7000215)],
  x: [
    refused(400, {
      error: "invalid_request",
      error_description: "Value passed for the authorization code was invalid.",
    }),
    atApi(403, {
      title: "Forbidden",
      status: 403,
      type: "about:blank",
      detail: "Forbidden",
      reason: "client-not-enrolled",
    }),
    atApi(429, { title: "Too Many Requests", status: 429, type: "about:blank", detail: "Too Many Requests" }),
  ],
  linkedin: [
    refused(400, { error: "invalid_request", error_description: "Unable to retrieve access token" }),
    refused(401, { error: "invalid_client", error_description: "Client authentication failed" }),
  ],
  slack: [
    inDisguise({ ok: false, error: "invalid_code" }),
    inDisguise({ ok: false, error: "bad_client_secret" }),
  ],
};

import type { TraceRow } from "./trace.ts";

/** Every error code that this server answers with, the status of a direct answer, and the document that defines it. */
export const oauthErrors = {
  invalid_request: { status: 400, source: "RFC 6749 section 5.2" },
  invalid_client: { status: 401, source: "RFC 6749 section 5.2" },
  invalid_grant: { status: 400, source: "RFC 6749 section 5.2" },
  unauthorized_client: { status: 400, source: "RFC 6749 section 5.2" },
  unsupported_grant_type: { status: 400, source: "RFC 6749 section 5.2" },
  invalid_scope: { status: 400, source: "RFC 6749 section 5.2" },
  access_denied: { status: 403, source: "RFC 6749 section 4.1.2.1" },
  unsupported_response_type: { status: 400, source: "RFC 6749 section 4.1.2.1" },
  server_error: { status: 500, source: "RFC 6749 section 4.1.2.1" },
  temporarily_unavailable: { status: 503, source: "RFC 6749 section 4.1.2.1" },
  login_required: { status: 400, source: "OpenID Connect Core section 3.1.2.6" },
  consent_required: { status: 400, source: "OpenID Connect Core section 3.1.2.6" },
  account_selection_required: { status: 400, source: "OpenID Connect Core section 3.1.2.6" },
  invalid_request_uri: { status: 400, source: "OpenID Connect Core section 3.1.2.6" },
  invalid_request_object: { status: 400, source: "OpenID Connect Core section 3.1.2.6" },
  registration_not_supported: { status: 400, source: "OpenID Connect Core section 3.1.2.6" },
  unmet_authentication_requirements: {
    status: 400,
    source: "OpenID Connect Core Error Code unmet_authentication_requirements section 1",
  },
  unsupported_token_type: { status: 400, source: "RFC 7009 section 2.2.1" },
  invalid_redirect_uri: { status: 400, source: "RFC 7591 section 3.2.2" },
  invalid_client_metadata: { status: 400, source: "RFC 7591 section 3.2.2" },
  invalid_software_statement: { status: 400, source: "RFC 7591 section 3.2.2" },
  unapproved_software_statement: { status: 400, source: "RFC 7591 section 3.2.2" },
  too_many_requests: { status: 429, source: "RFC 6585 section 4" },
  invalid_token: { status: 401, source: "RFC 6750 section 3.1" },
  insufficient_user_authentication: { status: 401, source: "RFC 9470 section 3" },
  insufficient_scope: { status: 403, source: "RFC 6750 section 3.1" },
} as const;

export type OAuthErrorCode = keyof typeof oauthErrors;

/** A refusal on its way to a client. Only `code` and `description` leave the server. */
export interface OAuthError {
  readonly code: OAuthErrorCode;
  /** Ours, stable, logged and tested: the id of the check that failed or the refusal of a machine. */
  readonly why: string;
  /** What the client's developer is told. Never holds a secret, and nothing that tells an attacker more. */
  readonly description: string;
  /** Every check in order, for whoever runs the server. Where one failed, the ones after it were judged with its change made. */
  readonly trace?: readonly TraceRow[];
  /** Seconds after which trying again makes sense. */
  readonly retryAfter?: number;
}

/** A direct answer's JSON (RFC 6749 section 5.2). */
export const errorBody = (
  error: OAuthError,
): { readonly error: string; readonly error_description: string } => ({
  error: error.code,
  error_description: error.description,
});

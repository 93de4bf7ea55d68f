import type { Client } from "../domain/client_metadata.ts";
import type { Result } from "../domain/result.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import type { ParameterName, Parameters } from "../protocol/parameters.ts";
import type { TraceRow } from "../protocol/trace.ts";
import type { TokenResponse } from "./issue_tokens.ts";
import type { Provider } from "./provider.ts";

/** An authenticated token request. */
export interface TokenRequest {
  readonly client: Client;
  readonly parameters: Parameters;
}

/** A grant type: its name, the parameters that it needs, and how it is redeemed. */
export interface TokenGrant {
  readonly grantType: string;
  readonly required: readonly ParameterName[];
  readonly redeem: (provider: Provider, request: TokenRequest) => Promise<Result<TokenResponse, OAuthError>>;
}

/** What the client is told when a code or a token does not hold, whatever the reason: the log has that. */
export const invalidGrant = (why: string, trace?: readonly TraceRow[]): OAuthError => ({
  code: "invalid_grant",
  why,
  ...(trace ? { trace } : {}),
  description:
    "The grant is not valid: it is unknown, expired, already used, revoked, or the client, redirect_uri or code_verifier is not that of its request",
});

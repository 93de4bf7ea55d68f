import { valueOf } from "../../parameters.ts";
import { authenticationFault } from "../client_authentication.ts";
import type { TokenRequestCheck } from "./token_request.ts";

/** What every token request for a refresh token has. */
export const refreshRequestChecks: readonly TokenRequestCheck[] = [
  {
    id: "rp_refresh_request.client_authentication",
    section: "OpenID Connect Core section 12.1",
    level: "failure",
    error: "invalid_client",
    expects: "the method of authentication that the relying party is registered for, with its credentials",
    judge: ({ asked, party }) => authenticationFault(asked, party),
  },
  {
    id: "rp_refresh_request.refresh_token",
    section: "RFC 6749 section 6",
    level: "failure",
    error: "invalid_grant",
    expects: "the refresh token that was issued",
    judge: ({ asked: { form }, granted }) =>
      granted && valueOf(form, "refresh_token") === granted.refresh_token ? undefined : "another",
  },
];

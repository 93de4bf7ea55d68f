import { type Check, shown } from "../check.ts";
import { headerOf, mediaTypeOf, type WireResponse } from "../exchange.ts";
import { entropyOf } from "./authorization_code.ts";

/** An answer of the token endpoint that has to grant. */
export interface TokenResponse {
  readonly response: WireResponse;
  /** undefined: it is no JSON object. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  /** An ID token has to be there: the first answer to a code, of a request with scope openid. */
  readonly idTokenDue: boolean;
}

type Row = Check<TokenResponse>;

/** Without these there is nothing to go on with. */
export const grantedChecks: readonly Row[] = [
  {
    id: "token_response.status",
    section: "RFC 6749 section 5.1",
    level: "failure",
    expects: "Status 200",
    judge: ({ response, body }) =>
      response.status === 200
        ? undefined
        : `${response.status} ${shown(body?.error)} ${body?.error_description ?? ""}`,
  },
  {
    id: "token_response.json",
    section: "RFC 6749 section 5.1",
    level: "failure",
    expects: "A JSON object",
    judge: ({ body }) => body ? undefined : "Something else",
  },
  {
    id: "token_response.access_token",
    section: "RFC 6749 section 5.1",
    level: "failure",
    expects: "An access_token",
    judge: ({ body }) =>
      typeof body?.access_token === "string" && body.access_token !== ""
        ? undefined
        : shown(body?.access_token),
  },
  {
    id: "token_response.id_token",
    section: "OpenID Connect Core section 3.1.3.3",
    level: "failure",
    expects: "An id_token",
    judge: ({ body, idTokenDue }) =>
      typeof body?.id_token === "string" || (!idTokenDue && body?.id_token === undefined)
        ? undefined
        : shown(body?.id_token),
  },
];

const legal = /^[\x20-\x7e]+$/;

/** What an answer with tokens keeps to. */
export const tokenChecks: readonly Row[] = [
  {
    id: "token_response.media_type",
    section: "RFC 6749 section 5.1",
    level: "failure",
    expects: "application/json",
    judge: ({ response }) => {
      const type = mediaTypeOf(response);
      return type === "application/json" ? undefined : shown(type);
    },
  },
  {
    id: "token_response.no_store",
    section: "RFC 6749 section 5.1",
    level: "failure",
    expects: "Cache-Control with no-store",
    judge: ({ response }) => {
      const control = headerOf(response, "cache-control");
      const directives = (control ?? "").toLowerCase().split(",").map((part) => part.trim());
      return directives.includes("no-store") ? undefined : shown(control);
    },
  },
  {
    id: "token_response.token_type",
    section: "OpenID Connect Core section 3.1.3.3",
    level: "failure",
    expects: "token_type Bearer",
    judge: ({ body }) =>
      String(body?.token_type).toLowerCase() === "bearer" ? undefined : shown(body?.token_type),
  },
  {
    id: "token_response.expires_in",
    section: "RFC 6749 section 5.1",
    level: "failure",
    expects: "Where there is an expires_in, a positive number of seconds",
    judge: ({ body }) => {
      const seconds = body?.expires_in;
      return seconds === undefined || (Number.isInteger(seconds) && Number(seconds) > 0)
        ? undefined
        : shown(seconds);
    },
  },
  {
    id: "token_response.expires_in_present",
    section: "RFC 6749 section 5.1",
    level: "warning",
    expects: "An expires_in",
    judge: ({ body }) => body?.expires_in === undefined ? "None" : undefined,
  },
  {
    id: "token_response.access_token_text",
    section: "RFC 6749 appendix A.12",
    level: "failure",
    expects: "An access token of printable characters",
    judge: ({ body }) => legal.test(String(body?.access_token)) ? undefined : "Others are in it",
  },
  {
    id: "token_response.access_token_entropy",
    section: "RFC 6749 section 10.10",
    level: "failure",
    expects: "An access token that cannot be guessed: 96 bits at the least",
    judge: ({ body }) => {
      const bits = Math.floor(entropyOf(String(body?.access_token)));
      return bits >= 96 ? undefined : `${bits} bits`;
    },
  },
  {
    id: "token_response.refresh_token",
    section: "RFC 6749 appendix A.17",
    level: "failure",
    expects: "Where there is a refresh token, one of printable characters that cannot be guessed",
    judge: ({ body }) => {
      const token = body?.refresh_token;
      if (token === undefined) return undefined;
      if (typeof token !== "string" || !legal.test(token)) return "Other characters are in it";
      return entropyOf(token) >= 96 ? undefined : `${Math.floor(entropyOf(token))} bits`;
    },
  },
];

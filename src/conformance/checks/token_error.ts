import { type Check, shown } from "../check.ts";
import { mediaTypeOf, type WireResponse } from "../exchange.ts";

/** An answer of the token endpoint that has to refuse. */
export interface TokenError {
  readonly response: WireResponse;
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly allowed: readonly string[];
}

type Row = Check<TokenError>;

/** What a refusal of the token endpoint keeps to; that it is one is judged by the module's own check. */
export const tokenErrorChecks: readonly Row[] = [
  {
    id: "token_error.status",
    section: "RFC 6749 section 5.2",
    level: "failure",
    expects: "Status 400; 401 with invalid_client",
    judge: ({ response, body }) =>
      response.status === 400 || (response.status === 401 && body?.error === "invalid_client")
        ? undefined
        : String(response.status),
  },
  {
    id: "token_error.media_type",
    section: "RFC 6749 section 5.2",
    level: "failure",
    expects: "application/json with a JSON object",
    judge: ({ response, body }) => {
      const type = mediaTypeOf(response);
      return type === "application/json" && body ? undefined : shown(type);
    },
  },
  {
    id: "token_error.code",
    section: "RFC 6749 section 5.2",
    level: "failure",
    expects: "An error that fits what is wrong",
    judge: ({ body, allowed }) =>
      body === undefined || allowed.includes(String(body.error))
        ? undefined
        : `${shown(body.error)}, not ${allowed.join(" or ")}`,
  },
  {
    id: "token_error.description",
    section: "RFC 6749 section 5.2",
    level: "failure",
    expects: "An error_description of the characters that are allowed in it",
    judge: ({ body }) => {
      const text = body?.error_description;
      return text === undefined || (typeof text === "string" && /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/.test(text))
        ? undefined
        : shown(text);
    },
  },
];

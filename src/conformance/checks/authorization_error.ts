import { type Check, shown } from "../check.ts";
import { valueOf } from "../parameters.ts";
import type { AuthorizationResponse } from "./authorization_response.ts";

/** An authorization response that has to be a refusal. */
export interface AuthorizationError extends AuthorizationResponse {
  /** Codes that are right here. */
  readonly allowed: readonly string[];
}

type Row = Check<AuthorizationError>;

/** Errors that say that nobody can be signed in without a page (OpenID Connect Core section 3.1.2.6). */
export const interactionErrors: readonly string[] = [
  "login_required",
  "interaction_required",
  "consent_required",
  "account_selection_required",
];

/** What an error response may hold. */
const known = ["error", "error_description", "error_uri", "state", "session_state", "iss"];

/** Characters of an error description (RFC 6749 appendix A.8), line breaks and tabs left to another check. */
const descriptionText = /^[\x20-\x21\x23-\x5b\x5d-\x7e\t\r\n]*$/;
const uriText = /^[\x21\x23-\x5b\x5d-\x7e]*$/;

/** What an error response to the client keeps to. */
export const errorChecks: readonly Row[] = [
  {
    id: "authorization_error.code",
    section: "RFC 6749 section 4.1.2.1",
    level: "failure",
    expects: "An error that fits what is wrong",
    judge: ({ parameters, allowed }) => {
      const error = valueOf(parameters, "error");
      return allowed.includes(error ?? "") ? undefined : `${shown(error)}, not ${allowed.join(" or ")}`;
    },
  },
  {
    id: "authorization_error.nothing_granted",
    section: "RFC 6749 section 4.1.2.1",
    level: "failure",
    expects: "No code and no token beside an error",
    judge: ({ parameters }) => {
      const found = ["code", "access_token", "id_token"].filter((name) =>
        valueOf(parameters, name) !== undefined
      );
      return found.length === 0 ? undefined : found.join(", ");
    },
  },
  {
    id: "authorization_error.description",
    section: "RFC 6749 section 4.1.2.1",
    level: "failure",
    expects: "An error_description of the characters that are allowed in it",
    judge: ({ parameters }) => {
      const text = valueOf(parameters, "error_description") ?? "";
      return descriptionText.test(text) ? undefined : shown(text);
    },
  },
  {
    id: "authorization_error.description_lines",
    section: "RFC 6749 section 4.1.2.1",
    level: "warning",
    expects: "An error_description in one line, without tabs",
    judge: ({ parameters }) => {
      const text = valueOf(parameters, "error_description") ?? "";
      return /[\t\r\n]/.test(text) ? shown(text) : undefined;
    },
  },
  {
    id: "authorization_error.uri",
    section: "RFC 6749 section 4.1.2.1",
    level: "failure",
    expects: "An error_uri of the characters that are allowed in it",
    judge: ({ parameters }) => {
      const text = valueOf(parameters, "error_uri") ?? "";
      return uriText.test(text) ? undefined : shown(text);
    },
  },
  {
    id: "authorization_error.members",
    section: "RFC 6749 section 4.1.2.1",
    level: "warning",
    expects: `Nothing beside ${known.join(", ")}`,
    judge: ({ parameters }) => {
      const granted = ["code", "access_token", "id_token"];
      const extra = parameters.map(([name]) => name).filter((name) => ![...known, ...granted].includes(name));
      return extra.length === 0 ? undefined : extra.join(", ");
    },
  },
];

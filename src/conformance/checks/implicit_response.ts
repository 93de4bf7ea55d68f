import { type Check, shown } from "../check.ts";
import { type Parameters, valueOf } from "../parameters.ts";
import { entropyOf } from "./authorization_code.ts";

type Row = Check<Parameters>;

const legal = /^[\x20-\x7e]+$/;

/** What an authorization response with an access token keeps to, whatever else is in it. */
export const implicitChecks: readonly Row[] = [
  {
    id: "implicit_response.token_type",
    section: "OpenID Connect Core section 3.2.2.5",
    level: "failure",
    expects: "token_type Bearer",
    judge: (parameters) => {
      const type = valueOf(parameters, "token_type");
      return type?.toLowerCase() === "bearer" ? undefined : shown(type);
    },
  },
  {
    id: "implicit_response.expires_in",
    section: "RFC 6749 section 4.2.2",
    level: "failure",
    expects: "Where there is an expires_in, a positive number of seconds",
    judge: (parameters) => {
      const seconds = valueOf(parameters, "expires_in");
      return seconds === undefined || /^[1-9]\d*$/.test(seconds) ? undefined : shown(seconds);
    },
  },
  {
    id: "implicit_response.expires_in_present",
    section: "RFC 6749 section 4.2.2",
    level: "warning",
    expects: "An expires_in",
    judge: (parameters) => valueOf(parameters, "expires_in") === undefined ? "None" : undefined,
  },
  {
    id: "implicit_response.access_token",
    section: "RFC 6749 section 10.10",
    level: "failure",
    expects: "An access token of printable characters that cannot be guessed: 96 bits at the least",
    judge: (parameters) => {
      const token = valueOf(parameters, "access_token") ?? "", bits = Math.floor(entropyOf(token));
      if (!legal.test(token)) return "Other characters are in it";
      return bits >= 96 ? undefined : `${bits} bits`;
    },
  },
  {
    id: "implicit_response.no_refresh_token",
    section: "RFC 6749 section 4.2.2",
    level: "failure",
    expects: "No refresh token",
    judge: (parameters) => valueOf(parameters, "refresh_token") === undefined ? undefined : "There is one",
  },
];

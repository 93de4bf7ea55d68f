import { createHash } from "node:crypto";
import { type Check, shown } from "../../check.ts";
import { valueOf } from "../../parameters.ts";
import { authenticationFault } from "../client_authentication.ts";
import type { RegisteredParty } from "../client.ts";
import type { Asked } from "../faults.ts";
import type { Granted } from "../granted.ts";

/** A token request for a code. */
export interface TokenRequest {
  readonly asked: Asked;
  /** What the code stands for; undefined: none of that name was issued. */
  readonly granted: Granted | undefined;
  readonly party: RegisteredParty;
}

/** A demand on a token request, and what a provider answers where it does not hold (RFC 6749 section 5.2). */
export interface TokenRequestCheck extends Check<TokenRequest> {
  readonly error: "invalid_request" | "invalid_client" | "invalid_grant" | "unsupported_grant_type";
}

/** What every token request for a code has. */
export const tokenRequestChecks: readonly TokenRequestCheck[] = [
  {
    id: "rp_token_request.form",
    section: "RFC 6749 section 4.1.3",
    level: "failure",
    error: "invalid_request",
    expects: "a form that is posted, and each of its fields once",
    judge: ({ asked: { method, form } }) => {
      if (method !== "POST") return method;
      if (form.length === 0) return "no form";
      const names = form.map(([name]) => name);
      const twice = names.find((name, at) => names.indexOf(name) !== at);
      return twice === undefined ? undefined : `${twice} twice`;
    },
  },
  {
    id: "rp_token_request.client_authentication",
    section: "OpenID Connect Core section 9, RFC 6749 section 2.3.1",
    level: "failure",
    error: "invalid_client",
    expects: "the method of authentication that the relying party is registered for, with its credentials",
    judge: ({ asked, party }) => authenticationFault(asked, party),
  },
  {
    id: "rp_token_request.grant_type",
    section: "RFC 6749 section 4.1.3",
    level: "failure",
    error: "unsupported_grant_type",
    expects: "grant_type authorization_code",
    judge: ({ asked: { form } }) => {
      const grant_type = valueOf(form, "grant_type");
      return grant_type === "authorization_code" ? undefined : shown(grant_type);
    },
  },
  {
    id: "rp_token_request.code",
    section: "RFC 6749 section 4.1.3",
    level: "failure",
    error: "invalid_grant",
    expects: "the code that was issued",
    judge: ({ asked: { form }, granted }) =>
      granted && valueOf(form, "code") === granted.code ? undefined : "another",
  },
  {
    id: "rp_token_request.redirect_uri",
    section: "RFC 6749 section 4.1.3",
    level: "failure",
    error: "invalid_grant",
    expects: "the redirect_uri of the authorization request",
    judge: ({ asked: { form }, granted }) => {
      const redirect_uri = valueOf(form, "redirect_uri");
      return !granted || redirect_uri === valueOf(granted.request, "redirect_uri")
        ? undefined
        : shown(redirect_uri);
    },
  },
  {
    id: "rp_token_request.code_verifier",
    section: "RFC 7636 section 4.5",
    level: "failure",
    error: "invalid_grant",
    expects: "the code_verifier of the code_challenge that was sent, by S256",
    judge: ({ asked: { form }, granted }) => {
      const challenge = granted && valueOf(granted.request, "code_challenge");
      if (challenge === undefined) return undefined;
      const verifier = valueOf(form, "code_verifier");
      if (verifier === undefined) return "none";
      const fits = createHash("sha256").update(verifier).digest("base64url") === challenge;
      return fits ? undefined : "another";
    },
  },
];

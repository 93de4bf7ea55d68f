import { type Check, shown } from "../../check.ts";
import { type Parameters, valueOf } from "../../parameters.ts";
import type { RegisteredParty } from "../client.ts";

/** An authorization request of the relying party. */
export interface AuthorizationRequest {
  readonly request: Parameters;
  readonly party: RegisteredParty;
}

type RequestCheck = Check<AuthorizationRequest>;

const scopesIn = (request: Parameters) => (valueOf(request, "scope") ?? "").split(" ");

/** What every authorization request for a code has. */
export const authorizationRequestChecks: readonly RequestCheck[] = [
  {
    id: "rp_authorization_request.response_type",
    section: "OpenID Connect Core section 3.1.2.1",
    level: "failure",
    expects: "response_type code",
    judge: ({ request }) => {
      const response_type = valueOf(request, "response_type");
      return response_type === "code" ? undefined : shown(response_type);
    },
  },
  {
    id: "rp_authorization_request.client_id",
    section: "OpenID Connect Core section 3.1.2.1",
    level: "failure",
    expects: "the client_id that it has at this provider",
    judge: ({ request, party }) => {
      const client_id = valueOf(request, "client_id");
      return client_id === party.client_id ? undefined : shown(client_id);
    },
  },
  {
    id: "rp_authorization_request.redirect_uri",
    section: "OpenID Connect Core section 3.1.2.1",
    level: "failure",
    expects: "the redirect_uri that it has at this provider",
    judge: ({ request, party }) => {
      const redirect_uri = valueOf(request, "redirect_uri");
      return redirect_uri === party.redirect_uri ? undefined : shown(redirect_uri);
    },
  },
  {
    id: "rp_authorization_request.scope",
    section: "OpenID Connect Core section 3.1.2.1",
    level: "failure",
    expects: "a scope with openid",
    judge: ({ request }) =>
      scopesIn(request).includes("openid") ? undefined : shown(valueOf(request, "scope")),
  },
  {
    id: "rp_authorization_request.state",
    section: "OpenID Connect Core section 3.1.2.1, RFC 9700 section 4.7.1",
    level: "warning",
    expects: "a state",
    judge: ({ request }) => valueOf(request, "state") ? undefined : "none",
  },
  {
    id: "rp_authorization_request.repeated",
    section: "RFC 6749 section 3.1",
    level: "failure",
    expects: "each parameter once",
    judge: ({ request }) => {
      const names = request.map(([name]) => name);
      const twice = names.find((name, at) => names.indexOf(name) !== at);
      return twice === undefined ? undefined : `${twice} twice`;
    },
  },
];

/** Where the provider answers by posts alone, it is asked for one. */
export const formPostAsked: RequestCheck = {
  id: "rp_authorization_request.form_post",
  section: "OAuth 2.0 Form Post Response Mode section 2, OpenID Connect Discovery section 3",
  level: "failure",
  expects: "response_mode form_post, the only one that this provider has",
  judge: ({ request }) => {
    const response_mode = valueOf(request, "response_mode");
    return response_mode === "form_post" ? undefined : shown(response_mode);
  },
};

/** What the provider said of the person when it began the sign-in. */
export const loginHintSent: Check<AuthorizationRequest & { readonly login_hint: string }> = {
  id: "rp_authorization_request.login_hint",
  section: "OpenID Connect Core section 4",
  level: "failure",
  expects: "the login_hint with which the sign-in was begun",
  judge: ({ request, login_hint }) => {
    const sent = valueOf(request, "login_hint");
    return sent === login_hint ? undefined : shown(sent);
  },
};

const claimScopes = ["profile", "email", "address", "phone"];

/** Claims are asked for by scopes. */
export const claimScopesAsked: RequestCheck = {
  id: "rp_authorization_request.claim_scopes",
  section: "OpenID Connect Core section 5.4",
  level: "failure",
  expects: `a scope with ${claimScopes.join(", ")}`,
  judge: ({ request }) => {
    const lacking = claimScopes.filter((scope) => !scopesIn(request).includes(scope));
    return lacking.length === 0 ? undefined : `none with ${lacking.join(", ")}`;
  },
};

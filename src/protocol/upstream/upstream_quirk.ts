/** Where each claim stands in what an upstream says about a person: names of members, joined by dots. */
export interface PersonPaths {
  /** What never changes and is never given to somebody else. A number counts as its digits. */
  readonly sub: string;
  readonly name?: string;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly nickname?: string;
  readonly profile?: string;
  readonly picture?: string;
  readonly email?: string;
  /** All of them have to be true for the address to be verified; none: it never is. */
  readonly email_verified?: readonly string[];
}

/** The endpoints of an upstream that has no discovery document. */
export interface UpstreamEndpoints {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly userinfo_endpoint: string;
  /** Where temporary credentials are given; OAuth 1.0a alone has it (RFC 5849 section 2). */
  readonly temporary_credential_endpoint?: string;
}

/** A point in which one upstream differs from the others: a row with a name. */
export type Quirk =
  /** It wants further parameters in the authorization request. */
  | { readonly name: "authorize_parameters"; readonly parameters: Readonly<Record<string, string>> }
  /** It gives refresh tokens to whoever asks so; `prompt` is asked for beside what an app wants. Only where tokens are kept. */
  | { readonly name: "offline_parameters"; readonly parameters: Readonly<Record<string, string>> }
  /** It gives refresh tokens to whoever has this scope. Asked for only where tokens are kept. */
  | { readonly name: "offline_scope"; readonly scope: string }
  /** The address of its authorization request ends in a fragment. */
  | { readonly name: "authorize_fragment"; readonly fragment: string }
  /** Scopes are parted by commas, where RFC 6749 section 3.3 says spaces. */
  | { readonly name: "comma_scopes" }
  /** The client_id is called something else (RFC 6749 section 2.2). */
  | { readonly name: "client_id_name"; readonly parameter: string }
  /** So is the client_secret. */
  | { readonly name: "client_secret_name"; readonly parameter: string }
  /** Token requests bring parameters of the authorization response back to it, beside the code. */
  | { readonly name: "response_parameters"; readonly parameters: readonly string[] }
  /** Token requests are a GET with everything in the query, where RFC 6749 section 3.2 says POST. */
  | { readonly name: "token_by_get" }
  /** Token responses do not say of what type the token is, which RFC 6749 section 5.1 asks for: it is a bearer token. */
  | { readonly name: "without_token_type" }
  /** Token requests are JSON, where RFC 6749 section 4.1.3 says a form. */
  | { readonly name: "json_token_request" }
  /** Its API wants further headers, by name in lower case. */
  | { readonly name: "api_headers"; readonly headers: Readonly<Record<string, string>> }
  /** Its API calls bearer tokens something else in the Authorization header, where RFC 6750 section 2.1 says Bearer. */
  | { readonly name: "authorization_scheme"; readonly scheme: string }
  /** What it says about a person is asked for by an empty POST. */
  | { readonly name: "userinfo_by_post" }
  /** What it says about a person is asked for in GraphQL. */
  | { readonly name: "userinfo_by_graphql"; readonly query: string }
  /** Its API takes the token as a parameter (RFC 6750 section 2.2 and 2.3), beside others: members of the token response, or client_id. */
  | {
    readonly name: "userinfo_parameters";
    readonly sent: "query" | "form";
    readonly parameters: readonly string[];
  }
  /** Its API says that its JSON is plain text. */
  | { readonly name: "json_as_text" }
  /** Addresses have a place of their own: a list with the primary one, and whether it was verified. */
  | {
    readonly name: "second_call_for_mail";
    readonly endpoint: string;
    /** The member that has the list; undefined where it is the whole answer. */
    readonly list?: string;
    readonly email: string;
    readonly primary: string;
    readonly verified: string;
  }
  /** What it says about a person has a list of addresses in it, with the primary one, and whether it was verified. */
  | {
    readonly name: "mail_in_list";
    readonly list: string;
    readonly email: string;
    readonly primary: string;
    readonly verified: string;
  }
  /** The verifier that it sends where a person did not go through with it (RFC 5849 section 2.2 names none). */
  | { readonly name: "declined_verifier"; readonly verifier: string }
  /** It says an address only where that was verified, and nothing of its being so. */
  | { readonly name: "only_verified_mail" }
  /** ID tokens do not bring our nonce back (OpenID Connect Core section 3.1.3.7 item 11): what ties the code to us has to do. */
  | { readonly name: "nonce_not_echoed" }
  /** It refuses PKCE from applications with a secret, or knows nothing of it (RFC 7636): state and nonce tie its answers to us. */
  | { readonly name: "without_pkce" }
  /** What userinfo says stands in the ID token; what it says beside that is of no use to others. */
  | { readonly name: "without_userinfo" }
  /** ID tokens are signed with our client_secret by HS256 (OpenID Connect Core section 10.1), never with a key. */
  | { readonly name: "id_token_by_secret" }
  /** Our client_secret is a JWT, which a key that it gave us signs for this audience. */
  | { readonly name: "client_secret_by_key"; readonly audience: string }
  /** The name stands in the parameter `user` of the authorization response, when somebody comes for the first time. */
  | { readonly name: "name_in_response" }
  /** What it answers instead of access_denied where a person did not go through with it. */
  | { readonly name: "declined_by"; readonly errors: readonly string[] }
  /** What says that an address was verified: a claim, and the values that mean so. */
  | { readonly name: "email_verified_by"; readonly claim: string; readonly values: readonly unknown[] }
  /**
   * What its discovery document and its ID tokens call it, by what an operator names it by. `{tenantid}` stands for the
   * claim `tid`: behind such a one are as many issuers as it has tenants, but for those that are excepted.
   */
  | {
    readonly name: "stated_issuers";
    readonly issuers: Readonly<Record<string, string>>;
    /** Ids of tenants, by what an operator names it by. */
    readonly except?: Readonly<Record<string, readonly string[]>>;
  };

/** The quirk of that name, where there is one. */
export const quirkOf = <N extends Quirk["name"]>(
  quirks: readonly Quirk[],
  name: N,
): Extract<Quirk, { readonly name: N }> | undefined =>
  quirks.find((quirk): quirk is Extract<Quirk, { readonly name: N }> => quirk.name === name);

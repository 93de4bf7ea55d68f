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
}

/** A point in which one upstream differs from the others: a row with a name. */
export type Quirk =
  /** It wants further parameters in the authorization request. */
  | { readonly name: "authorize_parameters"; readonly parameters: Readonly<Record<string, string>> }
  /** Scopes are parted by commas, where RFC 6749 section 3.3 says spaces. */
  | { readonly name: "comma_scopes" }
  /** The client_id is called something else (RFC 6749 section 2.2). */
  | { readonly name: "client_id_name"; readonly parameter: string }
  /** Token requests are JSON, where RFC 6749 section 4.1.3 says a form. */
  | { readonly name: "json_token_request" }
  /** Its API wants further headers, by name in lower case. */
  | { readonly name: "api_headers"; readonly headers: Readonly<Record<string, string>> }
  /** What it says about a person is asked for by an empty POST. */
  | { readonly name: "userinfo_by_post" }
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
  /** ID tokens do not bring our nonce back (OpenID Connect Core section 3.1.3.7 item 11): what ties the code to us has to do. */
  | { readonly name: "nonce_not_echoed" }
  /** It refuses PKCE from applications with a secret (RFC 7636): state alone ties its answers to us. */
  | { readonly name: "without_pkce" };

/** The quirk of that name, where there is one. */
export const quirkOf = <N extends Quirk["name"]>(
  quirks: readonly Quirk[],
  name: N,
): Extract<Quirk, { readonly name: N }> | undefined =>
  quirks.find((quirk): quirk is Extract<Quirk, { readonly name: N }> => quirk.name === name);

import { isOfDomain } from "../domain/email_domain.ts";
import type { Seconds } from "../domain/time.ts";
import type { AssertionMethod, UpstreamAuthenticationMethod, UpstreamPolicy } from "../domain/upstream.ts";
import type { Parameters } from "./parameters.ts";
import { type Quirk, quirkOf } from "./upstream_quirk.ts";

/** What an application asks for that the upstream is to know of as well. */
export interface ForwardedDemands {
  /** The person is to prove themselves again. */
  readonly login?: boolean;
  /** The person is to choose among their accounts. */
  readonly select_account?: boolean;
  readonly max_age?: Seconds;
  readonly ui_locales?: string;
  /** Classes of which the sign-in is to reach one, preferred first. */
  readonly acr_values?: readonly string[];
  /** Whose sign-in it is to be, where it may know. */
  readonly login_hint?: string;
}

/**
 * What an upstream may be told of who is to sign in: their address, where it is the way in for its domain. Any other
 * upstream would learn of somebody who may not want to go there at all.
 *
 * @param address What the person typed, or the application's login_hint.
 */
export const hintFor = (
  { domains }: Pick<UpstreamPolicy, "domains">,
  address: string | undefined,
): Pick<ForwardedDemands, "login_hint"> =>
  address !== undefined && isOfDomain(address, domains) ? { login_hint: address.trim() } : {};

/** An authorization request of ours to an upstream. */
export interface UpstreamRequest extends ForwardedDemands {
  readonly client_id: string;
  readonly redirect_uri: string;
  readonly scopes: readonly string[];
  readonly state: string;
  /** Undefined where nothing would bring it back. */
  readonly nonce: string | undefined;
  readonly code_challenge: string;
  /** It answers by form post alone (OAuth 2.0 Form Post Response Mode section 2). */
  readonly form_post?: boolean;
  /** Tokens are wanted that go on while the person is away. */
  readonly offline?: boolean;
}

const clientIdName = (quirks: readonly Quirk[]) =>
  quirkOf(quirks, "client_id_name")?.parameter ?? "client_id";

const clientSecretName = (quirks: readonly Quirk[]) =>
  quirkOf(quirks, "client_secret_name")?.parameter ?? "client_secret";

/** What is asked for, each scope once. */
const scopesIn = ({ scopes, offline }: UpstreamRequest, quirks: readonly Quirk[]): readonly string[] => {
  const further = offline ? quirkOf(quirks, "offline_scope")?.scope : undefined;
  return [...new Set([...scopes, ...(further === undefined ? [] : [further])])];
};

/**
 * The address of an authorization request (RFC 6749 section 4.1.1, RFC 7636 section 4.3, OpenID Connect Core section
 * 3.1.2.1).
 *
 * @param endpoint Its own parameters stay (RFC 6749 section 3.1).
 */
export function upstreamRequestAddress(
  endpoint: string,
  request: UpstreamRequest,
  quirks: readonly Quirk[] = [],
): string {
  const url = new URL(endpoint);
  const scope = scopesIn(request, quirks).join(quirkOf(quirks, "comma_scopes") ? "," : " ");
  const { prompt, ...offline }: Readonly<Record<string, string>> =
    request.offline && quirkOf(quirks, "offline_parameters")?.parameters || {};
  // Whether somebody agrees to what an application asks for is asked here, and not there.
  const asked = (["login", "select_account"] as const).filter((name) => request[name]);
  const prompts = [...asked, ...(prompt === undefined ? [] : [prompt])];
  const parameters = {
    response_type: "code",
    [clientIdName(quirks)]: request.client_id,
    redirect_uri: request.redirect_uri,
    scope: scope === "" ? undefined : scope,
    state: request.state,
    nonce: request.nonce,
    ...(quirkOf(quirks, "without_pkce")
      ? {}
      : { code_challenge: request.code_challenge, code_challenge_method: "S256" }),
    prompt: prompts.length === 0 ? undefined : prompts.join(" "),
    max_age: request.max_age === undefined ? undefined : String(request.max_age),
    ui_locales: request.ui_locales,
    acr_values: request.acr_values?.length ? request.acr_values.join(" ") : undefined,
    login_hint: request.login_hint,
    response_mode: request.form_post ? "form_post" : undefined,
    ...offline,
    ...quirkOf(quirks, "authorize_parameters")?.parameters,
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  url.hash = quirkOf(quirks, "authorize_fragment")?.fragment ?? "";
  return url.href;
}

/** The address at which a person agrees, where the upstream speaks OAuth 1.0a (RFC 5849 section 2.2). @param token Of the temporary credentials. */
export function oauth1RequestAddress(endpoint: string, token: string, quirks: readonly Quirk[] = []): string {
  const url = new URL(endpoint), further = quirkOf(quirks, "authorize_parameters")?.parameters;
  for (const [name, value] of Object.entries({ ...further, oauth_token: token })) {
    url.searchParams.set(name, value);
  }
  return url.href;
}

/** RFC 7523 section 2.2. */
const client_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** By what we prove at a token endpoint who we are: a secret, or an assertion made for this request. */
export type ClientCredentials =
  & { readonly client_id: string }
  & (
    | {
      readonly method: Exclude<UpstreamAuthenticationMethod, AssertionMethod>;
      readonly client_secret: string;
    }
    | { readonly method: AssertionMethod; readonly client_assertion: string }
  );

/** A token request as it is sent: as a form, as JSON, or in the query. */
export type TokenRequest =
  & { readonly headers: Readonly<Record<string, string>> }
  & (
    | { readonly form: Readonly<Record<string, string>> }
    | { readonly body: { readonly json: string } }
    | { readonly query: Readonly<Record<string, string>> }
  );

const sentAs = (
  members: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
  quirks: readonly Quirk[],
): TokenRequest => {
  if (quirkOf(quirks, "token_by_get")) return { query: members, headers };
  return quirkOf(quirks, "json_token_request")
    ? { body: { json: JSON.stringify(members) }, headers }
    : { form: members, headers };
};

/** The parameters of an authorization response that a token request has to have as well. */
const broughtBack = (response: Parameters = new Map(), quirks: readonly Quirk[]) =>
  Object.fromEntries(
    (quirkOf(quirks, "response_parameters")?.parameters ?? []).flatMap((name) =>
      response.get(name)?.slice(0, 1).map((value) => [name, value]) ?? []
    ),
  );

const formEncoded = (text: string) => new URLSearchParams({ t: text }).toString().slice(2);

/**
 * A token request for a code, authenticated as the upstream wants it (RFC 6749 section 2.3.1 and 4.1.3, RFC 7523 section
 * 2.2, RFC 7636 section 4.5).
 */
export function upstreamTokenRequest(
  grant: {
    readonly code: string;
    readonly redirect_uri: string;
    readonly code_verifier: string;
    /** Of the authorization response. */
    readonly response?: Parameters;
  },
  client: ClientCredentials,
  quirks: readonly Quirk[] = [],
): TokenRequest {
  const { code_verifier, response, ...rest } = grant;
  const pkce = quirkOf(quirks, "without_pkce") ? {} : { code_verifier };
  const form = { grant_type: "authorization_code", ...rest, ...pkce, ...broughtBack(response, quirks) };
  return authenticated(form, client, quirks);
}

/** A token request for other tokens in the place of those that expire (RFC 6749 section 6). */
export const upstreamRefreshRequest = (
  refresh_token: string,
  client: ClientCredentials,
  quirks: readonly Quirk[] = [],
): TokenRequest => authenticated({ grant_type: "refresh_token", refresh_token }, client, quirks);

function authenticated(
  form: Readonly<Record<string, string>>,
  client: ClientCredentials,
  quirks: readonly Quirk[],
): TokenRequest {
  const { client_id } = client;
  switch (client.method) {
    case "client_secret_basic": {
      const credentials = btoa(`${formEncoded(client_id)}:${formEncoded(client.client_secret)}`);
      return sentAs(form, { authorization: `Basic ${credentials}` }, quirks);
    }
    case "client_secret_post":
      return sentAs(
        { ...form, [clientIdName(quirks)]: client_id, [clientSecretName(quirks)]: client.client_secret },
        {},
        quirks,
      );
    case "client_secret_jwt":
    case "private_key_jwt": {
      const { client_assertion } = client;
      return sentAs({ ...form, client_id, client_assertion_type, client_assertion }, {}, quirks);
    }
    case "none":
      return sentAs({ ...form, [clientIdName(quirks)]: client_id }, {}, quirks);
  }
}

/** Where a token request is sent, and with what. */
export function tokenRequestAt(
  endpoint: string,
  asked: TokenRequest,
): readonly [
  url: string,
  asked: Exclude<TokenRequest, { readonly query: unknown }> | Pick<TokenRequest, "headers">,
] {
  if (!("query" in asked)) return [endpoint, asked];
  const url = new URL(endpoint);
  for (const [name, value] of Object.entries(asked.query)) url.searchParams.set(name, value);
  return [url.href, { headers: asked.headers }];
}

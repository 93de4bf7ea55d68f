import { isOfDomain } from "../../domain/email_domain.ts";
import type { Seconds } from "../../domain/time.ts";
import type { UpstreamPolicy } from "../../domain/upstream.ts";
import { parameterNames } from "./upstream_parameter_names.ts";
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
    [parameterNames(quirks).client_id]: request.client_id,
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

import type { AssertionMethod, UpstreamAuthenticationMethod } from "../../domain/upstream.ts";
import type { Parameters } from "../parameters.ts";
import { parameterNames } from "./upstream_parameter_names.ts";
import { type Quirk, quirkOf } from "./upstream_quirk.ts";

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
  const { client_id } = client, names = parameterNames(quirks);
  switch (client.method) {
    case "client_secret_basic": {
      const credentials = btoa(`${formEncoded(client_id)}:${formEncoded(client.client_secret)}`);
      return sentAs(form, { authorization: `Basic ${credentials}` }, quirks);
    }
    case "client_secret_post":
      return sentAs(
        { ...form, [names.client_id]: client_id, [names.client_secret]: client.client_secret },
        {},
        quirks,
      );
    case "client_secret_jwt":
    case "private_key_jwt": {
      const { client_assertion } = client;
      return sentAs({ ...form, client_id, client_assertion_type, client_assertion }, {}, quirks);
    }
    case "none":
      return sentAs({ ...form, [names.client_id]: client_id }, {}, quirks);
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

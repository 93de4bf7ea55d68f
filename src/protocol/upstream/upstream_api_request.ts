import type { JsonObject } from "../../domain/json.ts";
import { type Quirk, quirkOf } from "./upstream_quirk.ts";

/** A request to an upstream's API, as it is sent: with a form or a body it is a POST. */
export interface ApiRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: { readonly json?: string };
}

const withToken = (access_token: string, quirks: readonly Quirk[]) => ({
  authorization: `${quirkOf(quirks, "authorization_scheme")?.scheme ?? "Bearer"} ${access_token}`,
});

/** A request to an upstream's API (RFC 6750 section 2.1). @param access_token Undefined where it goes without any. */
export const upstreamApiRequest = (
  url: string,
  access_token: string | undefined,
  quirks: readonly Quirk[],
): ApiRequest => ({
  url,
  headers: {
    ...quirkOf(quirks, "api_headers")?.headers,
    ...(access_token === undefined ? {} : withToken(access_token, quirks)),
  },
});

/** Where the parameters of a request may come from. */
export interface ParameterSources {
  readonly client_id: string;
  readonly access_token: string | undefined;
  /** Members of the token response. */
  readonly members: JsonObject;
}

/** The token as a parameter, and others that the API wants beside it; what is not there is left out. */
function withParameters(
  url: string,
  { sent, parameters }: Extract<Quirk, { readonly name: "userinfo_parameters" }>,
  { client_id, access_token, members }: ParameterSources,
): ApiRequest {
  const known: JsonObject = { ...members, client_id, access_token };
  const form = Object.fromEntries(
    parameters.flatMap((name) => {
      const value = known[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
  if (sent === "form") return { url, headers: {}, form };
  const address = new URL(url);
  for (const [name, value] of Object.entries(form)) address.searchParams.set(name, value);
  return { url: address.href, headers: {} };
}

/** The request for what an upstream says about a person. */
export function upstreamPersonRequest(
  url: string,
  sources: ParameterSources,
  quirks: readonly Quirk[],
): ApiRequest {
  const parameters = quirkOf(quirks, "userinfo_parameters");
  if (parameters) return withParameters(url, parameters, sources);
  const plain = upstreamApiRequest(url, sources.access_token, quirks);
  const graphql = quirkOf(quirks, "userinfo_by_graphql");
  if (graphql) return { ...plain, body: { json: JSON.stringify({ query: graphql.query }) } };
  return quirkOf(quirks, "userinfo_by_post") ? { ...plain, body: {} } : plain;
}

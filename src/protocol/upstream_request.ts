import type { UpstreamAuthenticationMethod } from "../domain/upstream.ts";
import type { Seconds } from "../domain/time.ts";

/** What an application asks for that the upstream is to know of as well. */
export interface ForwardedDemands {
  /** The person is to prove themselves again. */
  readonly login?: boolean;
  readonly max_age?: Seconds;
  readonly ui_locales?: string;
}

/** An authorization request of ours to an upstream. */
export interface UpstreamRequest extends ForwardedDemands {
  readonly client_id: string;
  readonly redirect_uri: string;
  readonly scopes: readonly string[];
  readonly state: string;
  readonly nonce: string;
  readonly code_challenge: string;
}

/**
 * The address of an authorization request (RFC 6749 section 4.1.1, RFC 7636 section 4.3, OpenID Connect Core section
 * 3.1.2.1).
 *
 * @param endpoint Its own parameters stay (RFC 6749 section 3.1).
 */
export function upstreamRequestAddress(endpoint: string, request: UpstreamRequest): string {
  const url = new URL(endpoint);
  const parameters = {
    response_type: "code",
    client_id: request.client_id,
    redirect_uri: request.redirect_uri,
    scope: request.scopes.join(" "),
    state: request.state,
    nonce: request.nonce,
    code_challenge: request.code_challenge,
    code_challenge_method: "S256",
    prompt: request.login ? "login" : undefined,
    max_age: request.max_age === undefined ? undefined : String(request.max_age),
    ui_locales: request.ui_locales,
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}

/** A token request as it is sent. */
export interface TokenRequest {
  readonly form: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

const formEncoded = (text: string) => new URLSearchParams({ t: text }).toString().slice(2);

/**
 * A token request for a code, authenticated as the upstream wants it (RFC 6749 section 2.3.1 and 4.1.3, RFC 7636
 * section 4.5).
 */
export function upstreamTokenRequest(
  grant: { readonly code: string; readonly redirect_uri: string; readonly code_verifier: string },
  client: {
    readonly client_id: string;
    readonly client_secret: string;
    readonly method: UpstreamAuthenticationMethod;
  },
): TokenRequest {
  const form = { grant_type: "authorization_code", ...grant }, { client_id, client_secret, method } = client;
  switch (method) {
    case "client_secret_basic": {
      const credentials = btoa(`${formEncoded(client_id)}:${formEncoded(client_secret)}`);
      return { form, headers: { authorization: `Basic ${credentials}` } };
    }
    case "client_secret_post":
      return { form: { ...form, client_id, client_secret }, headers: {} };
    case "none":
      return { form: { ...form, client_id }, headers: {} };
  }
}

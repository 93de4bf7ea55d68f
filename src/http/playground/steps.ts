import { base62, type Random } from "../../crypto/random.ts";
import { sha256 } from "../../crypto/digest.ts";
import { type EndpointName, endpoints } from "../../protocol/endpoints.ts";
import { callbackPath, playgroundClientId, playgroundPath } from "./client.ts";
import { decodeTokens, type Exchange, layOut } from "./exchange.ts";
import type { Visit } from "./visit.ts";

/** What a step may use. */
export interface StepPorts {
  readonly issuer: string;
  readonly secret: string;
  readonly random: Random;
  /** Sends a request to this very server. */
  readonly send: (request: Request) => Promise<Response>;
}

type Draft = Pick<Exchange, "title" | "section" | "code"> & {
  readonly endpoint: EndpointName;
  readonly form?: Readonly<Record<string, string>>;
  readonly authorization: string;
};

/** Sends one request and adds what happened to the visit. @returns the answer's JSON, where it went well. */
async function exchange(
  { issuer, send }: StepPorts,
  visit: Visit,
  draft: Draft,
): Promise<Record<string, string> | undefined> {
  const { title, section, code, form, authorization, endpoint } = draft;
  const url = issuer + endpoints[endpoint], method = form ? "POST" : "GET";
  const headers = { authorization, ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}) };
  const response = await send(
    new Request(url, { method, headers, ...(form ? { body: new URLSearchParams(form).toString() } : {}) }),
  );
  const body = await response.text();
  visit.exchanges.push({
    title,
    section,
    code,
    method,
    url,
    headers,
    parameters: Object.entries(form ?? {}),
    answer: { status: response.status, body: layOut(body) },
    tokens: decodeTokens(body),
  });
  return response.ok && body !== "" ? JSON.parse(body) : undefined;
}

const basic = ({ secret }: StepPorts) => `Basic ${btoa(`${playgroundClientId}:${secret}`)}`;

/** Writes the authorization request; the person sends it by following the link. */
export function start({ issuer, random }: StepPorts, visit: Visit, scope: string): void {
  const verifier = base62(random(32)), state = base62(random(16)), nonce = base62(random(16));
  const parameters = Object.entries({
    response_type: "code",
    client_id: playgroundClientId,
    redirect_uri: issuer + callbackPath,
    scope,
    state,
    nonce,
    code_challenge: sha256(verifier),
    code_challenge_method: "S256",
  });
  const url = issuer + endpoints.authorization_endpoint;
  visit.exchanges.length = 0;
  delete visit.code;
  delete visit.tokens;
  delete visit.logout;
  visit.pending = { verifier, state, nonce, url: `${url}?${new URLSearchParams(parameters)}` };
  visit.exchanges.push({
    title: "Authorization request",
    section: "OpenID Connect Core section 3.1.2.1, RFC 7636 section 4.3",
    method: "GET",
    url,
    headers: {},
    parameters,
    tokens: [],
    code: `const verifier = client.randomPKCECodeVerifier();
const location = client.buildAuthorizationUrl(config, {
  redirect_uri: "${issuer + callbackPath}",
  scope: "${scope}",
  state, nonce,
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
});`,
  });
}

/** Writes the logout request; the person sends it by following the link. */
function logout({ issuer }: StepPorts, visit: Visit): void {
  const parameters = Object.entries({
    id_token_hint: visit.tokens!.id_token!,
    post_logout_redirect_uri: issuer + playgroundPath,
  });
  const url = issuer + endpoints.end_session_endpoint;
  visit.logout = `${url}?${new URLSearchParams(parameters)}`;
  visit.exchanges.push({
    title: "Logout request",
    section: "OpenID Connect RP-Initiated Logout section 2",
    method: "GET",
    url,
    headers: {},
    parameters,
    tokens: [],
    code: `const location = client.buildEndSessionUrl(config, {
  id_token_hint: tokens.id_token,
  post_logout_redirect_uri: "${issuer + playgroundPath}",
});`,
  });
}

/** Takes the authorization response: compares state and iss before it believes anything. */
export function arrive({ issuer }: StepPorts, visit: Visit, query: URLSearchParams): void {
  const holds = query.get("state") === visit.pending?.state && query.get("iss") === issuer;
  const code = holds ? query.get("code") : null;
  if (code !== null) visit.code = code;
  visit.exchanges.push({
    title: "Authorization response",
    section: "OpenID Connect Core section 3.1.2.5, RFC 9207 section 2",
    method: "GET",
    url: issuer + callbackPath,
    headers: {},
    parameters: [...query],
    answer: {
      status: 200,
      body: holds ? "state and iss are the expected ones" : "state or iss is another one: refuse it",
    },
    tokens: [],
    code: `const tokens = await client.authorizationCodeGrant(config, currentUrl, {
  pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce,
});`,
  });
}

/** The steps that can be taken with what a visit has. */
export const steps: Readonly<
  Record<
    string,
    {
      readonly can: (visit: Visit) => boolean;
      readonly take: (ports: StepPorts, visit: Visit) => Promise<unknown>;
    }
  >
> = {
  redeem: {
    can: (visit) => visit.code !== undefined,
    take: async (ports, visit) => {
      const { code, pending } = visit;
      delete visit.code;
      const tokens = await exchange(ports, visit, {
        title: "Token request",
        section: "RFC 6749 section 4.1.3, RFC 7636 section 4.5",
        endpoint: "token_endpoint",
        authorization: basic(ports),
        form: {
          grant_type: "authorization_code",
          code: code!,
          redirect_uri: ports.issuer + callbackPath,
          code_verifier: pending!.verifier,
        },
        code: "// part of authorizationCodeGrant(), which also verifies the ID token",
      });
      if (tokens) visit.tokens = tokens as unknown as NonNullable<Visit["tokens"]>;
    },
  },
  userinfo: {
    can: (visit) => visit.tokens !== undefined,
    take: (ports, visit) =>
      exchange(ports, visit, {
        title: "Userinfo",
        section: "OpenID Connect Core section 5.3",
        endpoint: "userinfo_endpoint",
        authorization: `Bearer ${visit.tokens!.access_token}`,
        code: "const person = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);",
      }),
  },
  refresh: {
    can: (visit) => visit.tokens?.refresh_token !== undefined,
    take: async (ports, visit) => {
      const tokens = await exchange(ports, visit, {
        title: "Refresh",
        section: "RFC 6749 section 6, RFC 9700 section 4.14.2",
        endpoint: "token_endpoint",
        authorization: basic(ports),
        form: { grant_type: "refresh_token", refresh_token: visit.tokens!.refresh_token! },
        code: "const fresh = await client.refreshTokenGrant(config, tokens.refresh_token);",
      });
      if (tokens) visit.tokens = { ...visit.tokens, ...tokens } as NonNullable<Visit["tokens"]>;
    },
  },
  introspect: {
    can: (visit) => visit.tokens !== undefined,
    take: (ports, visit) =>
      exchange(ports, visit, {
        title: "Introspection",
        section: "RFC 7662 section 2",
        endpoint: "introspection_endpoint",
        authorization: basic(ports),
        form: { token: visit.tokens!.access_token },
        code: "const state = await client.tokenIntrospection(config, tokens.access_token);",
      }),
  },
  revoke: {
    can: (visit) => visit.tokens !== undefined,
    take: (ports, visit) =>
      exchange(ports, visit, {
        title: "Revocation",
        section: "RFC 7009 section 2",
        endpoint: "revocation_endpoint",
        authorization: basic(ports),
        form: { token: visit.tokens!.refresh_token ?? visit.tokens!.access_token },
        code: "await client.tokenRevocation(config, tokens.refresh_token);",
      }),
  },
  logout: {
    can: (visit) => visit.tokens?.id_token !== undefined && visit.logout === undefined,
    take: (ports, visit) => Promise.resolve(logout(ports, visit)),
  },
};

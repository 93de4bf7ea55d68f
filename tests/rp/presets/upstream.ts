/**
 * A ready-made upstream as its fixture has it: it judges every request by its documentation, knows whom it sent back and
 * for what, takes a code once, and answers in its own words where something is wrong.
 */
import { createHash } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import type { UpstreamPreset } from "../../../src/protocol/upstream/presets/preset.ts";
import { endpointsAt } from "../../../src/protocol/upstream/presets/preset_issuer.ts";
import type { Answer } from "../../support/documented_hosts.ts";
import type { Cause, DocumentedError } from "./errors.ts";
import type { PresetFixture } from "./fixture.ts";
import { formPage, json, tokenParameters } from "./upstream_messages.ts";

/** What its console has of us, and what it signs with. */
export interface Registered {
  readonly client_id: string;
  readonly client_secret: string;
  readonly redirect_uri: string;
  /** For a secret that we sign. */
  readonly key: { readonly publicKey: CryptoKey; readonly key_id: string; readonly team_id: string };
  readonly keys: readonly object[];
  readonly privateKey: CryptoKey;
  readonly now: () => number;
}

/** An upstream, and what happens to it. */
export interface PresetUpstream {
  readonly hostnames: readonly string[];
  readonly answer: Answer;
  /** What it answers to whoever did nothing wrong, in place of what it should. */
  trouble: DocumentedError | undefined;
  /** The errors that it answered with, in order. */
  readonly refused: unknown[];
  /** Whether the tokens that it gives are no longer good when they are used. */
  revokes: boolean;
}

/** The issuer of a ready-made upstream, or what one looks like. */
export const issuerOf = ({ issuer: of }: UpstreamPreset) => typeof of === "string" ? of : of.example;

/** What is said where documentation shows nothing of its own (RFC 6749 section 5.2, RFC 6750 section 3.1). */
const usual: Readonly<Record<Exclude<Cause, "declined" | "trouble">, readonly [number, string]>> = {
  client: [401, "invalid_client"],
  code: [400, "invalid_grant"],
  request: [400, "invalid_request"],
  token: [401, "invalid_token"],
  scope: [403, "insufficient_scope"],
};

/** Makes an upstream. @param errors As its documentation shows them. */
export function presetUpstream(
  preset: UpstreamPreset,
  fixture: PresetFixture,
  { registered, errors }: {
    readonly registered: Registered;
    readonly errors: readonly DocumentedError[];
  },
): PresetUpstream {
  const { client_id, client_secret, redirect_uri, key, keys, privateKey, now } = registered;
  const { token, authorize } = fixture, issuer = fixture.issuer ?? issuerOf(preset);
  const base = issuer.replace(/\/$/, ""), discovery = `${base}/.well-known/openid-configuration`;
  const metadata = {
    issuer: fixture.stated?.issuer ?? issuer,
    authorization_endpoint: `${base}/fake/authorize`,
    token_endpoint: `${base}/fake/token`,
    jwks_uri: `${base}/fake/jwks`,
    response_types_supported: ["code"],
    ...fixture.metadata,
  };
  const endpoints = preset.kind === "oidc" ? metadata : endpointsAt(preset.endpoints, issuer);
  /** Requests that people agreed to, by the code; people who came; and scopes of the tokens that were given. */
  const agreed = new Map<string, URLSearchParams>(), tokens = new Map<string, readonly string[]>();
  let made = 0, lasting: { readonly refresh_token: unknown; readonly asked: URLSearchParams } | undefined;

  const refuse = (cause: keyof typeof usual): Response => {
    const own = errors.find((error) => error.cause === cause), [usually, error] = usual[cause];
    const [document, status] = own && own.at !== "authorize"
      ? [own.document, own.status]
      : [{ error }, usually];
    upstream.refused.push(document);
    return json(document, status);
  };

  /** The page at which a person agrees, or says no. */
  function agree({ searchParams }: URL): Response {
    const asked = (name: string) => searchParams.get(name);
    if (asked(token.client_id ?? "client_id") !== client_id || asked("redirect_uri") !== redirect_uri) {
      return json({ error: "invalid_request" }, 400);
    }
    const fits = asked("response_type") === "code" &&
      Object.entries(authorize).every(([name, value]) => asked(name) === value);
    const answer = new URLSearchParams({ state: asked("state") ?? "" });
    const add = (more: Readonly<Record<string, string>> = {}) => {
      for (const [name, value] of Object.entries(more)) answer.set(name, value);
    };
    if (!fits) add({ error: "invalid_request" });
    else if (upstream.trouble?.at === "authorize") {
      upstream.refused.push(upstream.trouble.document);
      add(upstream.trouble.document);
    } else {
      const code = `code-${++made}`;
      add({ ...fixture.response, ...(made === 1 ? fixture.first_response : {}), code });
      agreed.set(code, searchParams);
    }
    return asked("response_mode") === "form_post"
      ? formPage(redirect_uri, answer)
      : new Response(null, { status: 302, headers: { location: `${redirect_uri}?${answer}` } });
  }

  /** Whether a client_secret is what a key of ours signed just now, as its owner's documentation says. */
  async function isSignedSecret(secret: string, audience: string): Promise<boolean> {
    const { payload, protectedHeader } = await jwtVerify(secret, key.publicKey, {
      issuer: key.team_id,
      subject: client_id,
      audience,
      currentDate: new Date(now() * 1000),
      algorithms: ["ES256"],
      maxTokenAge: 60,
    });
    return protectedHeader.kid === key.key_id && payload.exp! - payload.iat! <= 15_777_000;
  }

  async function isClient(form: URLSearchParams, authorization: string | null): Promise<boolean> {
    if (token.by === "basic") {
      return authorization === `Basic ${btoa(`${client_id}:${client_secret.replaceAll(" ", "+")}`)}`;
    }
    if (form.get(token.client_id!) !== client_id) return false;
    const secret = form.get(token.client_secret ?? "client_secret");
    if (typeof token.by === "object") {
      return await isSignedSecret(secret ?? "", token.by.key).catch(() => false);
    }
    return secret === (token.by === "none" ? null : client_secret);
  }

  /** Whether a code was given for what the request is of, to whoever sends it now (RFC 6749 section 4.1.3, RFC 7636 section 4.6). */
  function isOf(form: URLSearchParams, asked: URLSearchParams): boolean {
    const verifier = form.get("code_verifier"), challenge = asked.get("code_challenge");
    return form.get("redirect_uri") === asked.get("redirect_uri") &&
      (verifier === null ? null : createHash("sha256").update(verifier).digest("base64url")) === challenge;
  }

  async function idToken(nonce: string | null): Promise<string | undefined> {
    if (!fixture.id_token) return undefined;
    const { nonce: echoed, ...claims } = fixture.id_token;
    return await new SignJWT({
      iss: fixture.stated?.iss ?? issuer,
      aud: client_id,
      exp: now() + 60,
      iat: now(),
      ...(echoed === false || nonce === null ? {} : { nonce }),
      ...claims,
    }).setProtectedHeader(fixture.signs_by_secret ? { alg: "HS256" } : { alg: "RS256", kid: "1" })
      .sign(fixture.signs_by_secret ? new TextEncoder().encode(client_secret) : privateKey);
  }

  /** The tokens for a request that somebody agreed to; those for a refresh token have no nonce (OpenID Connect Core section 12.2). */
  async function give(asked: URLSearchParams, refreshed?: Readonly<Record<string, unknown>>) {
    const id_token = await idToken(refreshed ? null : asked.get("nonce"));
    const document: Readonly<Record<string, unknown>> = {
      ...fixture.tokens,
      ...refreshed,
      ...(id_token ? { id_token } : {}),
    };
    if (document.refresh_token !== undefined) lasting = { refresh_token: document.refresh_token, asked };
    if (!upstream.revokes) {
      tokens.set(String(document.access_token), asked.get("scope")?.split(/[ ,]/) ?? []);
    }
    return document;
  }

  async function redeem(url: URL, request: Request): Promise<Response> {
    const form = await tokenParameters(token.as, url, request), grant = form?.get("grant_type");
    if (!form || grant !== "authorization_code" && grant !== "refresh_token") return refuse("request");
    if (!await isClient(form, request.headers.get("authorization"))) return refuse("client");
    if (grant === "refresh_token") {
      if (!lasting || form.get("refresh_token") !== lasting.refresh_token) return refuse("code");
      const { access_token, refresh_token } = fixture.tokens, at = ++made;
      return json(
        await give(lasting.asked, {
          access_token: `${access_token}-${at}`,
          refresh_token: token.rotates ? `${refresh_token}-${at}` : undefined,
        }),
      );
    }
    const code = form.get("code") ?? "", asked = agreed.get(code);
    agreed.delete(code);
    if (!asked || !isOf(form, asked)) return refuse("code");
    const known: Readonly<Record<string, string | null>> = { ...fixture.response, state: asked.get("state") };
    if (token.brought_back?.some((name) => form.get(name) !== known[name])) return refuse("request");
    const document = await give(asked);
    return token.else_form && !request.headers.get("accept")?.includes("json")
      ? new Response(new URLSearchParams(document as Record<string, string>))
      : json(document);
  }

  /** Answers a request to its API, where that is as the documentation says. */
  async function tell(
    { method, headers = {}, scheme = "Bearer", parameters, json: posted, scope, type, answer }:
      PresetFixture["api"][string],
    url: URL,
    request: Request,
  ): Promise<Response> {
    const body = await request.text(), isForm = request.headers.get("content-type")?.includes("form");
    const sent = isForm ? new URLSearchParams(body) : url.searchParams;
    const right = request.method === method &&
      Object.entries(parameters ?? headers).every(([name, value]) =>
        (parameters ? sent : request.headers).get(name) === value
      ) && (parameters !== undefined || body === (posted === undefined ? "" : JSON.stringify(posted)));
    if (!right) return refuse("request");
    const authorization = parameters
      ? `${scheme} ${sent.get("access_token")}`
      : request.headers.get("authorization");
    const given = [...tokens].find(([each]) => authorization === `${scheme} ${each}`);
    if (!given) return refuse("token");
    if (scope !== undefined && !given[1].includes(scope)) return refuse("scope");
    return json(typeof answer === "function" ? answer(url.searchParams) : answer, 200, type);
  }

  const upstream: PresetUpstream = {
    hostnames: [...Object.values(endpoints), ...Object.keys(fixture.api), issuer].flatMap((address) =>
      URL.parse(String(address))?.hostname || []
    ),
    trouble: undefined,
    refused: [],
    revokes: false,
    answer: async (url, request) => {
      const place = `${url.origin}${url.pathname}`, called = fixture.api[place], { trouble } = upstream;
      const at = place === endpoints.token_endpoint ? "token" : called ? "api" : undefined;
      if (trouble && trouble.at === at) {
        upstream.refused.push(trouble.document);
        return json(trouble.document, trouble.status);
      }
      if (at === "token") return await redeem(url, request);
      if (called) return await tell(called, url, request);
      if (place === endpoints.authorization_endpoint.replace(/\?.*$/, "")) return agree(url);
      if (preset.kind !== "oidc") return new Response(null, { status: 404 });
      if (place === discovery) return json(metadata);
      return place === metadata.jwks_uri ? json({ keys }) : new Response(null, { status: 404 });
    },
  };
  return upstream;
}

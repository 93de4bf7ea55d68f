/** A relying party that accepts anything, with habits that make it a bad one in one point. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { compactVerify, createLocalJWKSet, decodeJwt, type JSONWebKeySet } from "jose";
import { createHash } from "node:crypto";
import type { Config } from "../../../src/conformance/config.ts";
import { formBody, formType, readObject, type WireRequest } from "../../../src/conformance/exchange.ts";
import { openTransport } from "../../../src/conformance/transport.ts";

type Fields = Readonly<Record<string, string | undefined>>;

/** What it does otherwise. */
export interface Habits {
  /** It sends nobody anywhere. */
  readonly staysAtHome?: boolean;
  /** It knows where a provider's endpoints are, and does not ask for them. */
  readonly guessesEndpoints?: boolean;
  /** It fetches no keys. */
  readonly withoutKeys?: boolean;
  /** It verifies ID tokens, by the keys that it saw first. */
  readonly keepsKeys?: boolean;
  readonly authorization?: (request: Fields) => Fields;
  /** A parameter of the authorization request that it sends twice. */
  readonly repeats?: string;
  /** It does not tell the provider whom that meant. */
  readonly forgetsHint?: boolean;
  /** It takes no notice of who comes back. */
  readonly ignoresCallback?: boolean;
  readonly token?: (request: Fields) => Fields;
  /** How it says who it is; by Basic credentials where nothing is said. */
  readonly authenticates?: "client_secret_post" | "none";
  readonly tokenMethod?: string;
  /** Where it sends access tokens to userinfo; nowhere: it does not ask. */
  readonly bearer?: "header" | "body" | "query" | "nowhere";
  readonly accessToken?: string;
  /** It asks for userinfo once more. */
  readonly asksTwice?: boolean;
  /** It takes logout tokens, and ends no session. */
  readonly endsNothing?: boolean;
  /** It takes no logout token, and ends the session all the same. */
  readonly refusesLogout?: boolean;
  /** What it answers to logout tokens may be kept. */
  readonly answersAreKept?: boolean;
  /** Who signs out goes nowhere. */
  readonly signsOutNowhere?: boolean;
  readonly staysSignedIn?: boolean;
  /** What differs in its logout requests. */
  readonly logout?: Fields;
  /** It takes nobody back who signed out. */
  readonly refusesReturns?: boolean;
  /** It lets tokens expire. */
  readonly neverRefreshes?: boolean;
  readonly refreshToken?: string;
  /** It refreshes without a word of who it is. */
  readonly refreshesUnknown?: boolean;
  /** It does nothing with the tokens that it refreshed. */
  readonly dropsRefreshed?: boolean;
  /** It signs nobody in. */
  readonly refusesEverybody?: boolean;
}

/** A relying party that listens. */
export interface NaiveParty extends AsyncDisposable {
  /** The configuration by which it is examined. */
  readonly config: Config;
}

const client_id = "naive", client_secret = "not so secret", verifier = "v".repeat(43);
const basic = `Basic ${btoa(`${client_id}:${client_secret.replaceAll(" ", "+")}`)}`;
const challenge = createHash("sha256").update(verifier).digest("base64url");

interface Session {
  readonly sub: string;
  readonly id_token: string;
  readonly provider: Known;
}

interface Known {
  readonly end_session_endpoint: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly userinfo_endpoint: string;
  readonly jwks_uri: string;
  readonly keys: JSONWebKeySet | undefined;
}

const defined = (fields: Fields) =>
  Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
  );

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const part of request.setEncoding("utf8")) body += part;
  return body;
}

/** Opens a relying party on loopback. */
export async function openNaiveParty(habits: Habits = {}): Promise<NaiveParty> {
  const transport = openTransport(), known = new Map<string, Known>(), signedIn = new Map<string, Session>();
  const refreshTokens = new Map<string, { readonly provider: Known; readonly refresh_token: string }>();
  let origin = "";

  const send = async (request: WireRequest) => readObject((await transport.send(request)).body) ?? {};
  const fetchKeys = async (url: string) =>
    await send({ method: "GET", url, headers: {} }) as unknown as JSONWebKeySet;

  async function learn(issuer: string): Promise<Known> {
    const at = habits.guessesEndpoints ? {} : await send({
      method: "GET",
      url: `${issuer}/.well-known/openid-configuration`,
      headers: {},
    });
    const endpoints = {
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/jwks`,
      end_session_endpoint: `${issuer}/end_session`,
      ...at,
    };
    const keys = known.get(issuer)?.keys ??
      (habits.withoutKeys ? undefined : await fetchKeys(endpoints.jwks_uri));
    known.set(issuer, { ...endpoints, keys });
    return known.get(issuer)!;
  }

  async function leave(
    { issuer, login_hint }: { readonly issuer: string; readonly login_hint: string | undefined },
    response: ServerResponse,
  ): Promise<void> {
    if (habits.staysAtHome) return answer(response, 200, "Not today");
    const { authorization_endpoint } = await learn(issuer),
      request: Fields = {
        ...{ response_type: "code", client_id, redirect_uri: `${origin}/callback`, state: "state" },
        ...{ scope: "openid profile email address phone", nonce: "nonce", response_mode: "form_post" },
        ...{ code_challenge: challenge, code_challenge_method: "S256", login_hint },
      };
    const sent = defined({ ...request, ...habits.authorization?.(request) });
    const twice = habits.repeats === undefined ? "" : `&${formBody({ [habits.repeats]: "again" })}`;
    redirect(response, `${authorization_endpoint}?${formBody(sent)}${twice}`);
  }

  async function redeem({ token_endpoint }: Known, code: string) {
    const request: Fields = {
      ...{ grant_type: "authorization_code", code, redirect_uri: `${origin}/callback` },
      code_verifier: verifier,
      ...(habits.authenticates ? { client_id } : {}),
      ...(habits.authenticates === "client_secret_post" ? { client_secret } : {}),
    };
    return await send({
      method: habits.tokenMethod ?? "POST",
      url: token_endpoint,
      headers: { "content-type": formType, ...(habits.authenticates ? {} : { authorization: basic }) },
      body: formBody(defined({ ...request, ...habits.token?.(request) })),
    });
  }

  async function askUserinfo({ userinfo_endpoint: url }: Known, access_token: string): Promise<void> {
    switch (habits.bearer ?? "header") {
      case "header":
        return void await send({ method: "GET", url, headers: { authorization: `Bearer ${access_token}` } });
      case "body":
        return void await send({
          ...{ method: "POST", url, headers: { "content-type": formType } },
          body: formBody({ access_token }),
        });
      case "query":
        return void await send({ method: "GET", url: `${url}?${formBody({ access_token })}`, headers: {} });
      case "nowhere":
    }
  }

  /** Whether the ID token is by a key that was seen first. */
  const isByKnownKey = async ({ keys }: Known, id_token: string) =>
    keys !== undefined &&
    await compactVerify(id_token, createLocalJWKSet(keys)).then(() => true, () => false);

  async function arrive(fields: URLSearchParams, response: ServerResponse): Promise<void> {
    const provider = known.get(fields.get("iss") ?? ""), code = fields.get("code");
    if (habits.ignoresCallback || !provider || !code) return answer(response, 400, "Nobody");
    const { id_token, access_token, refresh_token } = await redeem(provider, code);
    if (typeof id_token !== "string" || (habits.keepsKeys && !(await isByKnownKey(provider, id_token)))) {
      return answer(response, 400, "Nobody");
    }
    await askUserinfo(provider, habits.accessToken ?? String(access_token));
    if (habits.asksTwice) await askUserinfo(provider, String(access_token));
    if (habits.refusesEverybody) return answer(response, 400, "Nobody");
    const session = crypto.randomUUID(), { sub = "" } = decodeJwt(id_token);
    signedIn.set(session, { sub, id_token, provider });
    refreshTokens.set(sub, { provider, refresh_token: String(refresh_token) });
    response.setHeader("set-cookie", `session=${session}`);
    redirect(response, `${origin}/home`);
  }

  function endSessions(body: string, response: ServerResponse): void {
    const { sub } = decodeJwt(new URLSearchParams(body).get("logout_token") ?? "");
    for (const [session, of] of signedIn) if (of.sub === sub && !habits.endsNothing) signedIn.delete(session);
    if (!habits.answersAreKept) response.setHeader("cache-control", "no-store");
    answer(response, habits.refusesLogout ? 400 : 200, "");
  }

  async function refresh(sub: string, response: ServerResponse): Promise<void> {
    const kept = refreshTokens.get(sub);
    if (!kept || habits.neverRefreshes) return answer(response, 200, "Over");
    const { refresh_token } = kept, { token_endpoint: url } = kept.provider;
    const { access_token } = await send({
      ...{ method: "POST", url },
      headers: { "content-type": formType, ...(habits.refreshesUnknown ? {} : { authorization: basic }) },
      body: formBody({ grant_type: "refresh_token", refresh_token: habits.refreshToken ?? refresh_token }),
    });
    if (typeof access_token !== "string" || habits.dropsRefreshed) return answer(response, 200, "Over");
    await askUserinfo(kept.provider, access_token);
    answer(response, 200, "Renewed");
  }

  function leaveForGood(session: string, response: ServerResponse): void {
    const { id_token, provider } = signedIn.get(session)!;
    if (habits.signsOutNowhere) return answer(response, 200, "Not today");
    if (!habits.staysSignedIn) signedIn.delete(session);
    const request: Fields = {
      ...{ id_token_hint: id_token, client_id, post_logout_redirect_uri: `${origin}/bye`, state: "leaving" },
      ...habits.logout,
    };
    redirect(response, `${provider.end_session_endpoint}?${formBody(defined(request))}`);
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", origin);
    if (pathname === "/login") {
      const { issuer = "", login_hint } = Object.fromEntries(searchParams);
      return await leave({ issuer, login_hint: habits.forgetsHint ? undefined : login_hint }, response);
    }
    if (pathname === "/callback") {
      const posted = request.method === "POST" ? new URLSearchParams(await bodyOf(request)) : searchParams;
      return await arrive(posted, response);
    }
    if (pathname === "/backchannel_logout") return endSessions(await bodyOf(request), response);
    if (pathname === "/refresh") return await refresh(searchParams.get("sub") ?? "", response);
    const [, session = ""] = /session=([\w-]+)/.exec(request.headers.cookie ?? "") ?? [];
    if (pathname === "/bye") return answer(response, habits.refusesReturns ? 400 : 200, "Bye");
    if (pathname === "/logout" && signedIn.has(session)) return leaveForGood(session, response);
    return signedIn.has(session) ? answer(response, 200, "Welcome") : answer(response, 403, "Nobody");
  }

  const server = createServer((request, response) =>
    void take(request, response).catch((fault) => answer(response, 500, String(fault)))
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    config: {
      server: {},
      relying_party: {
        ...{ client_id, client_secret, redirect_uri: `${origin}/callback` },
        start: `${origin}/login?issuer={issuer}`,
        initiate_login_uri: `${origin}/login?issuer={issuer}`,
        backchannel_logout_uri: `${origin}/backchannel_logout`,
        refresh: { calls: [{ url: `${origin}/refresh?sub={sub}` }], used: "Renewed" },
        logout: {
          ...{ start: `${origin}/logout`, post_logout_redirect_uri: `${origin}/bye` },
          done: { path: "^/bye$", text: "Bye" },
        },
        signed_in: { path: "^/home$", text: "Welcome" },
        wait: 0,
      },
      receiver: { host: "localhost", port: 0 },
      browser: [],
      variant: {},
    },
    async [Symbol.asyncDispose]() {
      transport.close();
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

const redirect = (response: ServerResponse, location: string) =>
  void response.writeHead(303, { location }).end();

const answer = (response: ServerResponse, status: number, text: string) =>
  void response.writeHead(status, { "content-type": "text/html" }).end(`<!doctype html><p>${text}</p>`);

import { formBody, type WireRequest } from "../../../src/conformance/exchange.ts";
import { claimsOf, type Part, type ProxyKey, type ProxyKeys, signWith } from "../proxy/keys.ts";
import type { Alter } from "../proxy/traffic.ts";
import { dynamically, inModule, type Mutation, signedOut } from "./mutation.ts";

/** Alters what the issuer sends to the client. */
const delivered =
  (change: (request: WireRequest, keys: ProxyKeys) => WireRequest | Promise<WireRequest>): Alter =>
  async ({ place, request, pass, keys }) =>
    await pass(place === "client" ? await change(request, keys) : request);

const tokenIn = ({ body }: WireRequest) => new URLSearchParams(body).get("logout_token")!;

/** Another logout token. */
const token = (make: (token: string) => string): Alter =>
  delivered((request) => ({ ...request, body: formBody({ logout_token: make(tokenIn(request)) }) }));

const typ = "logout+jwt";

/** A logout token with other claims, signed by the proxy's published key. */
const claims = (
  change: (claims: Part) => Part,
  { key = ({ rsa }) => rsa, header = { typ } }: {
    readonly key?: (keys: ProxyKeys) => ProxyKey;
    readonly header?: Part;
  } = {},
): Alter =>
  delivered(async (request, keys) => {
    const found = claimsOf(tokenIn(request)), changed = { ...found, ...change(found) };
    return { ...request, body: formBody({ logout_token: await signWith(key(keys), changed, header) }) };
  });

const event = "http://schemas.openid.net/event/backchannel-logout";

const day = 24 * 3600;

export const mutations: readonly Mutation[] = inModule("oidcc-backchannel-rp-initiated-logout", [
  {
    id: "a client that is not told",
    fails: ["logout_token.delivered"],
    alter: ({ place, pass }) => place === "client" ? { status: 502, headers: [], body: "" } : pass(),
  },
  {
    id: "a logout token over TLS 1.1",
    fails: ["logout_token.tls"],
    alter: delivered((request) => ({
      ...request,
      tls: { protocol: "TLSv1.1", cipher: "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA" },
    })),
  },
  {
    id: "a logout token over TLS 1.2 without forward secrecy",
    fails: ["logout_token.tls"],
    alter: delivered((request) => ({
      ...request,
      tls: { protocol: "TLSv1.2", cipher: "TLS_RSA_WITH_AES_128_GCM_SHA256" },
    })),
  },
  {
    id: "a logout token as JSON",
    fails: ["logout_token.form"],
    alter: delivered((request) => ({
      ...request,
      headers: { ...request.headers, "content-type": "application/json" },
    })),
  },
  {
    id: "a logout request without its token",
    fails: ["logout_token.form", "logout_token.nothing_else"],
    alter: delivered((request) => ({ ...request, body: formBody({ token: tokenIn(request) }) })),
  },
  {
    id: "a state beside a logout token",
    fails: ["logout_token.nothing_else"],
    alter: delivered((request) => ({ ...request, body: `${request.body}&state=abc` })),
  },
  { id: "a logout token that is no JWT", fails: ["logout_token.jwt"], alter: token(() => "not-a-token") },
  {
    id: "a logout token that is signed with an unpublished key",
    fails: ["logout_token.signature"],
    alter: claims(() => ({}), { key: ({ unpublished }) => unpublished }),
  },
  {
    id: "a logout token without signature",
    fails: ["logout_token.signature", "logout_token.alg"],
    alter: token((jwt) => {
      const header = new TextEncoder().encode('{"alg":"none"}').toBase64({ alphabet: "base64url" });
      return `${header}.${jwt.split(".")[1]}.`;
    }),
  },
  {
    id: "a logout token of another algorithm than the client's",
    fails: ["logout_token.alg"],
    alter: claims(() => ({}), { key: ({ ec }) => ec }),
  },
  {
    id: "a logout token that is typed as an ID token",
    fails: ["logout_token.typ"],
    alter: claims(() => ({}), { header: { typ: "JWT" } }),
  },
  {
    id: "a logout token of another issuer",
    fails: ["logout_token.iss"],
    alter: claims(() => ({ iss: "https://attacker.example" })),
  },
  {
    id: "a logout token for another client",
    fails: ["logout_token.aud"],
    alter: claims(() => ({ aud: "another-client" })),
  },
  {
    id: "a logout token of two days ago",
    fails: ["logout_token.iat"],
    alter: claims(({ iat }) => ({ iat: Number(iat) - 2 * day })),
  },
  {
    id: "a logout token of the future",
    fails: ["logout_token.iat"],
    alter: claims(({ iat }) => ({ iat: Number(iat) + 600 })),
  },
  {
    id: "a logout token that has expired",
    fails: ["logout_token.exp"],
    alter: claims(({ iat }) => ({ exp: Number(iat) - 600 })),
  },
  { id: "no exp", fails: ["logout_token.exp"], alter: claims(() => ({ exp: undefined })) },
  { id: "no jti", fails: ["logout_token.jti"], alter: claims(() => ({ jti: undefined })) },
  { id: "no events", fails: ["logout_token.events"], alter: claims(() => ({ events: undefined })) },
  {
    id: "another event beside the logout",
    fails: ["logout_token.events"],
    alter: claims(() => ({ events: { [event]: {}, "https://id.example/event/other": {} } })),
  },
  {
    id: "an event that holds something",
    fails: ["logout_token.events"],
    alter: claims(() => ({ events: { [event]: { reason: "idle" } } })),
  },
  {
    id: "a logout token about nobody",
    fails: ["logout_token.subject", "logout_token.sid"],
    alter: claims(() => ({ sub: undefined, sid: undefined })),
  },
  {
    id: "a logout token about somebody else",
    fails: ["logout_token.sub"],
    alter: claims(() => ({ sub: "somebody-else" })),
  },
  {
    id: "a logout token about another session",
    fails: ["logout_token.sid"],
    alter: claims(() => ({ sid: "another-session" })),
  },
  {
    id: "a nonce in a logout token",
    fails: ["logout_token.nonce"],
    alter: claims(() => ({ nonce: "of-the-id-token" })),
  },
], { ...dynamically, ...signedOut });

/** An upstream that says whatever a test wants it to say, without a network. */
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { err, ok, type Result } from "../../src/domain/result.ts";
import type { Exchanged } from "../../src/outbound/exchange.ts";
import type { EndpointAsked, GuardedRequest, RequestRefused } from "../../src/outbound/guarded_request.ts";
import { type Documents, documents } from "./documents.ts";

const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });

/** The private part of its one key. */
export const upstreamKey: CryptoKey = privateKey;

/** Its one key, as it publishes it. */
export const upstreamJwk = { ...await exportJWK(publicKey), kid: "key-1", alg: "ES256", use: "sig" };

/** What differs from an upstream that does everything right. */
export interface Lies {
  /** Claims of the ID token; undefined ones are left out. */
  readonly claims?: JWTPayload;
  readonly header?: Readonly<Record<string, unknown>>;
  /** The ID token itself. */
  readonly id_token?: string | undefined;
  /** Members of the token response. */
  readonly tokens?: Readonly<Record<string, unknown>>;
  readonly userinfo?: Readonly<Record<string, unknown>>;
  /** The whole answer of an endpoint. */
  readonly token_answer?: Result<Partial<Exchanged>, RequestRefused>;
  readonly userinfo_answer?: Result<Partial<Exchanged>, RequestRefused>;
}

/** A fake upstream. */
export interface FakeUpstream {
  readonly issuer: string;
  readonly documents: Documents;
  readonly request: GuardedRequest;
  /** What its endpoints were asked. */
  readonly asked: { readonly url: string; readonly asked: EndpointAsked }[];
  /** What it says from now on. */
  lies: Lies;
  /** Signs a token of its own. @param claims Undefined ones are left out. */
  readonly sign: (claims: JWTPayload, header?: Readonly<Record<string, unknown>>) => Promise<string>;
  /** Sends the person of an authorization request back. @param more Parameters that differ; undefined ones are left out. */
  readonly sendBack: (request: URL, more?: Readonly<Record<string, string | undefined>>) => string;
}

const json = (document: unknown, status = 200): Exchanged => ({
  status,
  headers: { "content-type": "application/json" },
  body: new TextEncoder().encode(JSON.stringify(document)),
});

/** Makes an upstream. @param issuers Several may stand behind one network, each with its own. */
export function fakeUpstream(
  now: () => number,
  issuer = "https://upstream.example",
  shared: Documents = documents(),
): FakeUpstream {
  const asked: FakeUpstream["asked"] = [], nonces = new Map<string, string>();
  shared.at.set(`${issuer}/.well-known/openid-configuration`, {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    userinfo_endpoint: `${issuer}/userinfo`,
    response_types_supported: ["code"],
    authorization_response_iss_parameter_supported: true,
  });
  shared.at.set(`${issuer}/jwks`, { keys: [upstreamJwk] });
  const answerWith = (
    answer: Result<Partial<Exchanged>, RequestRefused> | undefined,
    usual: Exchanged,
  ): Result<Exchanged, RequestRefused> =>
    answer === undefined ? ok(usual) : answer.ok ? ok({ ...usual, ...answer.value }) : answer;
  const fake: FakeUpstream = {
    issuer,
    documents: shared,
    asked,
    lies: {},
    sign: (claims, header) =>
      new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "key-1", ...header }).sign(privateKey),
    request: async (url, what) => {
      if (!url.startsWith(issuer)) return err({ why: "unreachable", detail: "" });
      asked.push({ url, asked: what });
      const { claims, header, tokens, userinfo, token_answer, userinfo_answer } = fake.lies;
      if (url === `${issuer}/userinfo`) {
        return answerWith(userinfo_answer, json({ sub: "ada", name: "Ada Lovelace", ...userinfo }));
      }
      const signed = "id_token" in fake.lies ? fake.lies.id_token : await fake.sign({
        iss: issuer,
        sub: "ada",
        aud: "latchkey",
        exp: now() + 300,
        iat: now(),
        auth_time: now(),
        nonce: nonces.get(what.form?.code ?? ""),
        email: "ada@people.example",
        email_verified: true,
        ...claims,
      }, header);
      return answerWith(
        token_answer,
        json({ access_token: "an access token", token_type: "Bearer", id_token: signed, ...tokens }),
      );
    },
    sendBack: ({ searchParams }, more = {}) => {
      const code = `code-${nonces.size}`, url = new URL(searchParams.get("redirect_uri")!);
      nonces.set(code, searchParams.get("nonce")!);
      const answer = { code, state: searchParams.get("state")!, iss: issuer, ...more };
      for (const [name, value] of Object.entries(answer)) {
        if (value !== undefined) url.searchParams.set(name, value);
      }
      return url.href;
    },
  };
  return fake;
}

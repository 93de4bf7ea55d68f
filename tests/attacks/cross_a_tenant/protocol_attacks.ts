/** What clients present, at the endpoints that clients call. */
import { decodeJwt } from "jose";
import { jwtBearer } from "../../../src/protocol/client/client_assertion.ts";
import { assertionBy } from "../../support/client_assertion.ts";
import { authorizeUrl, pkce } from "../../support/flow.ts";
import type { TestClient } from "../../support/provider.ts";
import { requestObject } from "../../support/request_objects.ts";
import { webApp } from "../../support/registration.ts";
import type { Attack, Attacks, Place } from "./attack.ts";
import type { Belongings } from "./belongings.ts";

const token = "/oauth2/token", both = ["bare", "twin"] as const;

/** The path and query of an authorization request. */
export function asking(client: TestClient, asked: Readonly<Record<string, string | undefined>> = {}): string {
  const { pathname, search } = authorizeUrl("https://any.example", client, asked);
  return pathname + search;
}

const codeForm = ({ code, app }: Belongings) => ({
  grant_type: "authorization_code",
  code,
  redirect_uri: app.redirect_uri,
  code_verifier: pkce.verifier,
});

/** An assertion of a client of A's, for whichever issuer. */
async function asserting({ side, signing }: Belongings, issuer: string) {
  const client_assertion = await assertionBy({ issuer, time: side.time }, signing);
  return { grant_type: "client_credentials", client_assertion_type: jwtBearer, client_assertion };
}

/** An access token that says it is B's, signed by A. */
async function forged({ side, tokens: { access_token = "" } }: Belongings, b: Place): Promise<string> {
  const { keys } = await side.deployment.holdings(side.tenant),
    claims = JSON.stringify(decodeJwt(access_token));
  const signer = await keys.signer("RS256");
  return await signer.sign("at+jwt", JSON.parse(claims.replaceAll(side.issuer, b.side.issuer)));
}

/** The three tokens that a client of A's holds. */
const held: Readonly<Record<string, (a: Belongings) => string>> = {
  "an access token": ({ tokens }) => tokens.access_token!,
  "an opaque access token": ({ opaqueTokens }) => opaqueTokens.access_token!,
  "a refresh token": ({ tokens }) => tokens.refresh_token!,
};

const accessTokens = ["an access token", "an opaque access token"] as const;

/** Access tokens of A's at what they open. */
const opening = (path: string): readonly Attack[] =>
  both.flatMap((at) =>
    accessTokens.map((with_): Attack => ({
      with: with_,
      at,
      show: (a) => ({ path, bearer: held[with_]!(a) }),
    }))
  );

/** Tokens of A's at an endpoint that says nothing of tokens which it does not know (RFC 7009 section 2.2, RFC 7662 section 2.2). */
const unknownAt = (path: string, at: Attack["at"]): readonly Attack[] =>
  Object.entries(held).map(([with_, of]) => ({
    with: with_,
    at,
    show: (a, b) => ({
      path,
      basic: with_ === "an opaque access token" && b.client === a.app ? a.opaque : b.client,
      form: { token: of(a) },
    }),
    asNobody: (a, b) => ({
      path,
      basic: with_ === "an opaque access token" && b.client === a.app ? a.opaque : b.client,
      form: { token: "nothing" },
    }),
  }));

const registration = ({ registered }: Belongings) => ({
  path: `/oauth2/register/${registered.client_id}`,
  bearer: registered.registration_access_token,
});

const document = (path: string): readonly Attack[] => [{
  with: "a browser's cookies",
  at: "bare",
  show: ({ account: { browser } }) => ({ path, browser }),
  asNobody: () => ({ path }),
}];

export const protocolAttacks: Attacks = {
  "GET /.well-known/openid-configuration": document("/.well-known/openid-configuration"),
  "GET /.well-known/oauth-authorization-server": document("/.well-known/oauth-authorization-server"),
  "GET /oauth2/jwks.json": document("/oauth2/jwks.json"),
  "GET /oauth2/authorize": [
    { with: "a client_id", at: "bare", show: ({ app }) => ({ path: asking(app) }) },
    {
      with: "the URL of a client's document",
      at: "bare",
      show: ({ document }) => ({ path: asking(document) }),
    },
    {
      with: "a browser's cookies",
      at: "twin",
      show: ({ account: { browser }, app }) => ({ path: asking(app, { prompt: "none" }), browser }),
    },
    {
      with: "a browser's cookies and an ID token",
      at: "twin",
      show: ({ account: { browser }, app, tokens: { id_token } }) => ({
        path: asking(app, { prompt: "none", id_token_hint: id_token }),
        browser,
      }),
    },
    ...both.map((at): Attack => ({
      with: "a request that was posted",
      at,
      show: ({ parked }) => ({ path: `/oauth2/authorize${new URL(parked).search}` }),
    })),
    {
      with: "a signed request object",
      at: "twin",
      show: async ({ side, app, signing, signingKey }) => {
        const client = { ...app, client_id: signing.client_id },
          request = await requestObject(side, client, signingKey);
        return {
          path: `/oauth2/authorize?${new URLSearchParams({
            client_id: client.client_id,
            request,
            scope: "openid",
            response_type: "code",
          })}`,
        };
      },
    },
  ],
  "POST /oauth2/authorize": [{
    with: "a client_id",
    at: "bare",
    show: ({ app }) => ({
      path: "/oauth2/authorize",
      form: Object.fromEntries(authorizeUrl("https://any.example", app).searchParams),
    }),
    // What anybody posts waits for a minute, before it is looked at.
    mayWrite: ["parked_request"],
  }],
  "POST /oauth2/token": [
    ...both.flatMap((at): readonly Attack[] => [
      { with: "a code", at, show: (a, { client }) => ({ path: token, basic: client, form: codeForm(a) }) },
      {
        with: "a refresh token",
        at,
        show: ({ tokens: { refresh_token = "" } }, { client }) => ({
          path: token,
          basic: client,
          form: { grant_type: "refresh_token", refresh_token },
        }),
      },
      {
        with: "a client assertion",
        at,
        show: async (a) => ({ path: token, form: await asserting(a, a.side.issuer) }),
      },
    ]),
    {
      with: "a client's secret",
      at: "bare",
      show: ({ app }) => ({ path: token, basic: app, form: { grant_type: "client_credentials" } }),
    },
    {
      with: "a client assertion for this issuer",
      at: "bare",
      show: async (a, { side }) => ({ path: token, form: await asserting(a, side.issuer) }),
    },
  ],
  "GET /oauth2/userinfo": [
    ...opening("/oauth2/userinfo"),
    {
      with: "a token by a key of the other's that says it is this one's",
      at: "twin",
      show: async (a, b) => ({ path: "/oauth2/userinfo", bearer: await forged(a, b) }),
    },
  ],
  "POST /oauth2/userinfo": opening("/oauth2/userinfo"),
  "GET /api/v1/me": opening("/api/v1/me"),
  "GET /api/v1/me/upstream_tokens": opening("/api/v1/me/upstream_tokens"),
  "POST /oauth2/introspect": [
    ...unknownAt("/oauth2/introspect", "bare"),
    ...unknownAt("/oauth2/introspect", "twin"),
    {
      with: "a client's secret",
      at: "bare",
      show: ({ app, tokens }) => ({
        path: "/oauth2/introspect",
        basic: app,
        form: { token: tokens.access_token! },
      }),
    },
  ],
  "POST /oauth2/revoke": [
    ...unknownAt("/oauth2/revoke", "bare"),
    ...unknownAt("/oauth2/revoke", "twin"),
    {
      with: "a client's secret",
      at: "bare",
      show: ({ app, tokens }) => ({
        path: "/oauth2/revoke",
        basic: app,
        form: { token: tokens.access_token! },
      }),
    },
  ],
  "POST /oauth2/register": [{
    with: "an initial access token",
    at: "bare",
    show: ({ initial }) => ({ path: "/oauth2/register", bearer: initial.token, json: webApp }),
  }],
  "GET /oauth2/register/:client_id": both.map((at) => ({
    with: "a registration access token",
    at,
    show: registration,
  })),
  "PUT /oauth2/register/:client_id": both.map((at) => ({
    with: "a registration access token",
    at,
    show: (a) => ({
      ...registration(a),
      json: { ...webApp, client_id: a.registered.client_id, client_name: "Taken over" },
    }),
  })),
  "DELETE /oauth2/register/:client_id": both.map((at) => ({
    with: "a registration access token",
    at,
    show: registration,
  })),
};

/** The provider over a real socket, as clients and resource servers with oauth4webapi see it. */
import { assert, assertEquals, assertNotEquals, assertRejects, assertThrows } from "@std/assert";
import * as oauth from "oauth4webapi";
import { formOf } from "../support/browser.ts";
import { visitAs } from "../support/rp.ts";
import { registerClient, registerPerson, startServer } from "../support/server.ts";

const server = await startServer();
Deno.test.afterAll(async () => await server[Symbol.asyncDispose]());

const grace = await registerPerson(server, "grace", { name: "Grace Hopper" });

const insecure = { [oauth.allowInsecureRequests]: true } as const;
const issuer = new URL(server.issuer);

const discover = async (algorithm: "oidc" | "oauth2") =>
  await oauth.processDiscoveryResponse(
    issuer,
    await oauth.discoveryRequest(issuer, { algorithm, ...insecure }),
  );

const as = await discover("oidc");

/** A client, and how it authenticates. */
interface App {
  readonly client: oauth.Client;
  readonly authentication: oauth.ClientAuth;
  readonly redirect_uri: string;
}

async function openApp(
  metadata: Readonly<Record<string, unknown>> = {},
  authenticate: (secret: string) => oauth.ClientAuth = oauth.ClientSecretBasic,
): Promise<App> {
  const { client_id, client_secret, redirect_uri } = await registerClient(server, metadata);
  const { id_token_signed_response_alg = "RS256" } = metadata;
  return {
    client: { client_id, id_token_signed_response_alg: id_token_signed_response_alg as string },
    authentication: authenticate(client_secret),
    redirect_uri,
  };
}

const publicApp = (metadata: Readonly<Record<string, unknown>> = {}) =>
  openApp({ token_endpoint_auth_method: "none", ...metadata }, oauth.None);

/** What a client keeps between its request and the answer. */
interface Pending {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

async function ask(
  { client, redirect_uri }: App,
  parameters: Readonly<Record<string, string>> = {},
): Promise<{ readonly url: URL; readonly pending: Pending }> {
  const pending = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
  };
  const url = new URL(as.authorization_endpoint!);
  url.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri,
    response_type: "code",
    scope: "openid profile offline_access",
    prompt: "consent",
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: "S256",
    ...parameters,
  }).toString();
  return { url, pending };
}

const redeem = (app: App, answer: URLSearchParams, verifier: string) =>
  oauth.authorizationCodeGrantRequest(
    as,
    app.client,
    app.authentication,
    answer,
    app.redirect_uri,
    verifier,
    insecure,
  );

/** Signs Grace in; every signature is verified with the published keys. */
async function signIn(app: App) {
  const { url, pending } = await ask(app);
  const { url: back } = await visitAs(server, url, { person: grace });
  const answer = oauth.validateAuthResponse(as, app.client, new URL(back), pending.state);
  const response = await redeem(app, answer, pending.verifier);
  const tokens = await oauth.processAuthorizationCodeResponse(as, app.client, response, {
    expectedNonce: pending.nonce,
    requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(as, response, insecure);
  return { tokens, answer, pending };
}

async function refresh({ client, authentication }: App, token: string) {
  const response = await oauth.refreshTokenGrantRequest(as, client, authentication, token, insecure);
  const tokens = await oauth.processRefreshTokenResponse(as, client, response);
  await oauth.validateApplicationLevelSignature(as, response, insecure);
  return tokens;
}

async function introspect({ client, authentication }: App, token: string) {
  const response = await oauth.introspectionRequest(as, client, authentication, token, insecure);
  return await oauth.processIntrospectionResponse(as, client, response);
}

const revoke = async ({ client, authentication }: App, token: string) =>
  await oauth.processRevocationResponse(
    await oauth.revocationRequest(as, client, authentication, token, insecure),
  );

async function userinfo({ client }: App, token: string) {
  const response = await oauth.userInfoRequest(as, client, token, insecure);
  return await oauth.processUserInfoResponse(as, client, grace.sub, response);
}

async function assertInvalidGrant(body: () => Promise<unknown>): Promise<void> {
  const refused = await assertRejects(body, oauth.ResponseBodyError);
  assertEquals([refused.status, refused.error], [400, "invalid_grant"]);
}

/** A request to a resource that a token is presented for. */
const presenting = (token: string) =>
  new Request("https://resource.example/reports", { headers: { authorization: `Bearer ${token}` } });

Deno.test("both discovery documents say the same, of the issuer that was asked (OpenID Connect Discovery section 4.3, RFC 8414 section 3.3)", async () => {
  assertEquals(as.issuer, server.issuer);
  assertEquals(await discover("oauth2"), as);
});

Deno.test("oauth4webapi takes a public client through code, userinfo, refresh and revocation (RFC 6749 section 4.1)", async () => {
  const app = await publicApp();
  const { tokens } = await signIn(app);
  assertEquals(oauth.getValidatedIdTokenClaims(tokens)?.sub, grace.sub);
  assertEquals((await userinfo(app, tokens.access_token)).name, "Grace Hopper");
  const refreshed = await refresh(app, tokens.refresh_token!);
  assertNotEquals(refreshed.refresh_token, tokens.refresh_token);
  assertEquals((await userinfo(app, refreshed.access_token)).sub, grace.sub);
  await revoke(app, refreshed.refresh_token!);
  await assertInvalidGrant(() => refresh(app, refreshed.refresh_token!));
  await assertRejects(() => userinfo(app, refreshed.access_token), oauth.WWWAuthenticateChallengeError);
});

Deno.test("a code that oauth4webapi presents twice is refused and its tokens die (RFC 6749 section 4.1.2)", async () => {
  const app = await openApp({ token_endpoint_auth_method: "client_secret_post" }, oauth.ClientSecretPost);
  const { tokens, answer, pending } = await signIn(app);
  assertEquals((await introspect(app, tokens.access_token)).active, true);
  await assertInvalidGrant(async () =>
    await oauth.processAuthorizationCodeResponse(
      as,
      app.client,
      await redeem(app, answer, pending.verifier),
    )
  );
  assertEquals(await introspect(app, tokens.access_token), { active: false });
  await assertInvalidGrant(() => refresh(app, tokens.refresh_token!));
});

for (const id_token_signed_response_alg of ["RS256", "ES256", "EdDSA"]) {
  Deno.test(`a resource server takes an access token signed with ${id_token_signed_response_alg}, and no ID token in its place (RFC 9068 section 4)`, async () => {
    const app = await openApp({ id_token_signed_response_alg });
    const { tokens } = await signIn(app);
    const judge = (token: string, audience = server.issuer) =>
      oauth.validateJwtAccessToken(as, presenting(token), audience, {
        signingAlgorithms: [id_token_signed_response_alg],
        ...insecure,
      });
    const claims = await judge(tokens.access_token);
    assertEquals([claims.sub, claims.client_id], [grace.sub, app.client.client_id]);
    assertEquals(claims.scope, "openid profile offline_access");
    assert(Number(claims.auth_time) <= claims.iat && claims.exp - claims.iat === 300);
    await assertRejects(() => judge(tokens.id_token!), oauth.OperationProcessingError);
    await assertRejects(
      () => judge(tokens.access_token, "https://other.example"),
      oauth.OperationProcessingError,
    );
    const [head, body, signature = ""] = tokens.access_token.split(".");
    const forged = `${head}.${body}.${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
    await assertRejects(() => judge(forged), oauth.OperationProcessingError);
  });
}

Deno.test("a resource server takes the token of a client that acts for itself (RFC 9068 section 2.2)", async () => {
  const { client, authentication } = await openApp({
    grant_types: ["client_credentials"],
    redirect_uris: [],
    scope: "reports:read",
  });
  const response = await oauth.clientCredentialsGrantRequest(as, client, authentication, {}, insecure);
  const { access_token } = await oauth.processClientCredentialsResponse(as, client, response);
  const claims = await oauth.validateJwtAccessToken(as, presenting(access_token), server.issuer, insecure);
  assertEquals([claims.sub, claims.scope], [client.client_id, "reports:read"]);
  assertEquals("auth_time" in claims, false);
});

Deno.test("opaque access tokens mean nothing to whoever does not ask, and all to whoever does (RFC 7662 section 2.2)", async () => {
  const app = await openApp({ access_token_format: "opaque" });
  const { tokens: { access_token } } = await signIn(app);
  await assertRejects(() =>
    oauth.validateJwtAccessToken(as, presenting(access_token), server.issuer, insecure)
  );
  const told = await introspect(app, access_token);
  assertEquals([told.active, told.sub, told.iss, told.aud], [
    true,
    grace.sub,
    server.issuer,
    server.issuer,
  ]);
  assertEquals(
    await introspect(await openApp(), access_token),
    { active: false },
    "another client's business",
  );
  await revoke(app, access_token);
  await assertRejects(() => userinfo(app, access_token), oauth.WWWAuthenticateChallengeError);
});

Deno.test("oauth4webapi takes the form that carries an answer, and refuses it with another iss or state (RFC 9207 section 2.4)", async () => {
  const app = await publicApp();
  const { url, pending } = await ask(app, { response_mode: "form_post" });
  const { action, fields } = formOf((await visitAs(server, url, { person: grace })).html);
  assertEquals(action, app.redirect_uri);
  const judge = (changed: Readonly<Record<string, string>>) =>
    oauth.validateAuthResponse(
      as,
      app.client,
      new URLSearchParams({ ...fields, ...changed }),
      pending.state,
    );
  assertThrows(() => judge({ iss: "https://attacker.example" }), oauth.OperationProcessingError);
  assertThrows(() => judge({ state: "another" }), oauth.OperationProcessingError);
  const response = await redeem(app, judge({}), pending.verifier);
  const tokens = await oauth.processAuthorizationCodeResponse(as, app.client, response, {
    expectedNonce: pending.nonce,
  });
  assertEquals(oauth.getValidatedIdTokenClaims(tokens)?.sub, grace.sub);
});

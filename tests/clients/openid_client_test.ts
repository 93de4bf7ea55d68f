/** The provider over a real socket, as applications with openid-client see it. */
import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import * as openid from "openid-client";
import { formOf, openBrowser, type TestBrowser, type Visit } from "../support/browser.ts";
import { makeClientKey } from "../support/client_keys.ts";
import { visitAs } from "../support/rp.ts";
import { admin, registerClient, registerPerson, startServer } from "../support/server.ts";

const server = await startServer();
Deno.test.afterAll(async () => await server[Symbol.asyncDispose]());

const ada = await registerPerson(server);

/** An application: the library's configuration for a client of its own. */
interface App {
  readonly config: openid.Configuration;
  readonly redirect_uri: string;
}

/** Registers a client and lets the library discover the provider. Signatures are verified although the channel is trusted. */
async function openApp(
  metadata: Readonly<Record<string, unknown>> = {},
  authenticate: (secret: string) => openid.ClientAuth = openid.ClientSecretBasic,
): Promise<App> {
  const { client_id, client_secret, redirect_uri } = await registerClient(server, metadata);
  const { id_token_signed_response_alg = "RS256", userinfo_signed_response_alg } = metadata;
  const formats = { id_token_signed_response_alg, userinfo_signed_response_alg };
  const config = await openid.discovery(
    new URL(server.issuer),
    client_id,
    formats as Partial<openid.ClientMetadata>,
    authenticate(client_secret),
    { execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks] },
  );
  return { config, redirect_uri };
}

/** An authorization request, and what its answer has to fit. */
async function ask({ config, redirect_uri }: App, parameters: Readonly<Record<string, string>> = {}) {
  const checks = {
    pkceCodeVerifier: openid.randomPKCECodeVerifier(),
    expectedState: openid.randomState(),
    expectedNonce: openid.randomNonce(),
  };
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri,
    scope: "openid profile email offline_access",
    prompt: "consent",
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await openid.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: "S256",
    ...parameters,
  });
  return { url, checks };
}

/** Signs Ada in for an application. */
async function signIn(
  app: App,
  { parameters = {}, browser }: {
    readonly parameters?: Readonly<Record<string, string>>;
    readonly browser?: TestBrowser;
  } = {},
) {
  const { url, checks } = await ask(app, parameters);
  const { url: back } = await visitAs(server, url, { person: ada, ...(browser ? { browser } : {}) });
  const tokens = await openid.authorizationCodeGrant(app.config, new URL(back), checks);
  return { tokens, back: new URL(back), checks };
}

/** Asserts that the token endpoint refuses with an error of RFC 6749 section 5.2. */
async function assertTokenError(body: () => Promise<unknown>, error: string): Promise<void> {
  const refusal = await assertRejects(body, openid.ResponseBodyError);
  assertEquals([refusal.error, refusal.status], [error, 400]);
}

/** Asserts that an endpoint asks for authentication. @returns the first challenge. */
async function assertChallenge(body: () => Promise<unknown>, scheme: "basic" | "bearer") {
  const { status, cause: [first] } = await assertRejects(body, openid.WWWAuthenticateChallengeError);
  assertEquals([status, first?.scheme], [401, scheme]);
  return first;
}

for (const id_token_signed_response_alg of ["RS256", "ES256", "EdDSA"]) {
  Deno.test(`openid-client signs a person in by code and PKCE and verifies an ID token signed with ${id_token_signed_response_alg} (OpenID Connect Core section 3.1)`, async () => {
    const app = await openApp({ id_token_signed_response_alg });
    const { tokens } = await signIn(app);
    const claims = tokens.claims();
    assertEquals([claims?.iss, claims?.sub, claims?.amr], [server.issuer, ada.sub, ["pwd"]]);
    const userinfo = await openid.fetchUserInfo(app.config, tokens.access_token, ada.sub);
    assertEquals([userinfo.name, userinfo.email], ["Ada Lovelace", "ada@example.com"]);
    assertEquals(userinfo.email_verified, true);
  });
}

Deno.test("openid-client rotates refresh tokens, repeats a lost answer, and loses all when an old one comes back (RFC 9700 section 4.14.2)", async () => {
  const app = await openApp();
  const { tokens: { refresh_token: first = "" } } = await signIn(app);
  const second = await openid.refreshTokenGrant(app.config, first);
  assertNotEquals(second.refresh_token, first);
  assertEquals(second.claims()?.sub, ada.sub);
  const repeated = await openid.refreshTokenGrant(app.config, first);
  assertEquals(repeated.refresh_token, second.refresh_token, "the answer is the very same");
  const third = await openid.refreshTokenGrant(app.config, second.refresh_token!);
  await openid.fetchUserInfo(app.config, third.access_token, ada.sub);
  await assertTokenError(() => openid.refreshTokenGrant(app.config, first), "invalid_grant");
  await assertTokenError(() => openid.refreshTokenGrant(app.config, third.refresh_token!), "invalid_grant");
  await assertChallenge(() => openid.fetchUserInfo(app.config, third.access_token, ada.sub), "bearer");
});

Deno.test("a code that openid-client presents twice is refused and its tokens die (RFC 6749 section 4.1.2)", async () => {
  const app = await openApp();
  const { tokens, back, checks } = await signIn(app);
  await openid.fetchUserInfo(app.config, tokens.access_token, ada.sub);
  await assertTokenError(() => openid.authorizationCodeGrant(app.config, back, checks), "invalid_grant");
  const challenge = await assertChallenge(
    () => openid.fetchUserInfo(app.config, tokens.access_token, ada.sub),
    "bearer",
  );
  assertEquals(challenge?.parameters.error, "invalid_token");
  await assertTokenError(() => openid.refreshTokenGrant(app.config, tokens.refresh_token!), "invalid_grant");
});

Deno.test("a code with another verifier is refused, and redeems with its own (RFC 7636 section 4.6)", async () => {
  const app = await openApp();
  const { url, checks } = await ask(app);
  const back = new URL((await visitAs(server, url, { person: ada })).url);
  const other = { ...checks, pkceCodeVerifier: openid.randomPKCECodeVerifier() };
  await assertTokenError(() => openid.authorizationCodeGrant(app.config, back, other), "invalid_grant");
  assertEquals((await openid.authorizationCodeGrant(app.config, back, checks)).claims()?.sub, ada.sub);
});

Deno.test("openid-client finds custom claims in the ID token and at signed userinfo", async () => {
  const attributes = { department: "Engines", level: 3 };
  await admin(server, ["PATCH", `/users/${ada.sub}`, { attributes }]);
  const app = await openApp({
    userinfo_signed_response_alg: "ES256",
    claim_mappings: {
      department: { attribute: "department", scope: "profile", to: ["id_token", "userinfo"] },
      "https://example.com/level": { attribute: "level", scope: "profile", to: ["userinfo"] },
    },
  });
  const { tokens } = await signIn(app);
  const userinfo = await openid.fetchUserInfo(app.config, tokens.access_token, ada.sub);
  assertEquals([tokens.claims()?.department, userinfo.department], ["Engines", "Engines"]);
  assertEquals(userinfo["https://example.com/level"], 3);
  assert(app.config.serverMetadata().claims_supported?.includes("department"));
});

Deno.test("openid-client gets a token for the client itself (RFC 6749 section 4.4)", async () => {
  const { config } = await openApp({
    grant_types: ["client_credentials"],
    redirect_uris: [],
    scope: "reports:read reports:write",
  });
  const tokens = await openid.clientCredentialsGrant(config, { scope: "reports:read" });
  assertEquals([tokens.scope, tokens.refresh_token, tokens.id_token], ["reports:read", undefined, undefined]);
  const told = await openid.tokenIntrospection(config, tokens.access_token);
  assertEquals([told.active, told.sub, told.scope], [true, told.client_id, "reports:read"]);
  await assertTokenError(() => openid.clientCredentialsGrant(config, { scope: "openid" }), "invalid_scope");
});

for (const access_token_format of ["jwt", "opaque"]) {
  Deno.test(`openid-client introspects and revokes ${access_token_format} access tokens and refresh tokens (RFC 7662 section 2.2, RFC 7009 section 2.1)`, async () => {
    const { config, redirect_uri } = await openApp({ access_token_format });
    const { tokens } = await signIn({ config, redirect_uri });
    assertEquals(tokens.access_token.startsWith("lk_at_"), access_token_format === "opaque");
    const told = await openid.tokenIntrospection(config, tokens.access_token);
    const { client_id } = config.clientMetadata();
    assertEquals([told.active, told.sub, told.username, told.client_id], [true, ada.sub, "ada", client_id]);
    await openid.tokenRevocation(config, tokens.access_token);
    assertEquals(await openid.tokenIntrospection(config, tokens.access_token), { active: false });

    const { refresh_token, access_token } = await openid.refreshTokenGrant(config, tokens.refresh_token!);
    assertEquals((await openid.tokenIntrospection(config, refresh_token!)).active, true);
    await openid.tokenRevocation(config, refresh_token!);
    for (const token of [access_token, refresh_token!]) {
      assertEquals(await openid.tokenIntrospection(config, token), { active: false });
    }
  });
}

Deno.test("openid-client as a public client needs no secret and gets all but introspection (RFC 6749 section 2.1)", async () => {
  const app = await openApp({ token_endpoint_auth_method: "none" }, openid.None);
  const { tokens } = await signIn(app);
  const { refresh_token } = await openid.refreshTokenGrant(app.config, tokens.refresh_token!);
  await assertChallenge(() => openid.tokenIntrospection(app.config, refresh_token!), "basic");
  await openid.tokenRevocation(app.config, refresh_token!);
  await assertTokenError(() => openid.refreshTokenGrant(app.config, refresh_token!), "invalid_grant");
});

Deno.test("openid-client authenticates with its secret in the body where it is registered so, and in no other way (RFC 6749 section 2.3.1)", async () => {
  const app = await openApp({ token_endpoint_auth_method: "client_secret_post" }, openid.ClientSecretPost);
  assertEquals((await signIn(app)).tokens.claims()?.sub, ada.sub);
  const other = await openApp({ token_endpoint_auth_method: "client_secret_post" }, openid.ClientSecretBasic);
  await assertChallenge(() => signIn(other), "basic");
});

/** The request that a browser makes when it submits the form of a page. */
function submission({ html }: Visit): Request {
  const { action, fields } = formOf(html);
  return new Request(action, { method: "POST", body: new URLSearchParams(fields) });
}

Deno.test("openid-client takes a response that a form posts (OAuth 2.0 Form Post Response Mode section 2)", async () => {
  const app = await openApp();
  const { url, checks } = await ask(app, { response_mode: "form_post" });
  const visit = await visitAs(server, url, { person: ada });
  const posted = submission(visit);
  assertEquals(posted.url, app.redirect_uri);
  const tokens = await openid.authorizationCodeGrant(app.config, posted, checks);
  assertEquals(tokens.claims()?.sub, ada.sub);
});

Deno.test("openid-client refuses a response without our iss or with another (RFC 9207 section 2.4)", async () => {
  const app = await openApp();
  const { url, checks } = await ask(app);
  const { url: back } = await visitAs(server, url, { person: ada });
  assertEquals(new URL(back).searchParams.get("iss"), server.issuer);
  for (const iss of ["https://attacker.example", `${server.issuer}/`, undefined]) {
    const forged = new URL(back);
    if (iss === undefined) forged.searchParams.delete("iss");
    else forged.searchParams.set("iss", iss);
    await assertRejects(() => openid.authorizationCodeGrant(app.config, forged, checks), openid.ClientError);
  }
  assert(await openid.authorizationCodeGrant(app.config, new URL(back), checks));
});

Deno.test("openid-client learns that a person said no, or that nobody is signed in (OpenID Connect Core section 3.1.2.6)", async () => {
  const app = await openApp();
  const cases = [
    { parameters: {}, decision: "deny", error: "access_denied" },
    { parameters: { prompt: "none" }, decision: "allow", error: "login_required" },
  ] as const;
  for (const { parameters, decision, error } of cases) {
    const { url, checks } = await ask(app, parameters);
    const { url: back } = await visitAs(server, url, { person: ada, decision });
    const refused = await assertRejects(
      () => openid.authorizationCodeGrant(app.config, new URL(back), checks),
      openid.AuthorizationResponseError,
    );
    assertEquals(refused.error, error);
  }
});

Deno.test("a person who is signed in comes back silently, and within max_age (OpenID Connect Core section 3.1.2.1)", async () => {
  const app = await openApp(), browser = openBrowser(server.issuer, server.send);
  const { tokens } = await signIn(app, { browser });
  const { url, checks } = await ask(app, { prompt: "none", max_age: "600", scope: "openid profile" });
  const back = new URL((await browser.open(url)).url);
  const again = await openid.authorizationCodeGrant(app.config, back, { ...checks, maxAge: 600 });
  assertEquals(again.claims()?.auth_time, tokens.claims()?.auth_time);
  assertEquals(again.claims()?.sid, tokens.claims()?.sid);
});

/** What an application decrypts with, and what it publishes of it. */
async function encryptionKey(alg: string) {
  const { jwk, privateKey, kid } = await makeClientKey(alg, `${alg}-1`, { use: "enc" });
  return { jwks: { keys: [jwk] }, key: { key: privateKey, kid, alg } };
}

for (const alg of ["RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A256KW"]) {
  for (const enc of ["A128CBC-HS256", "A256GCM"]) {
    Deno.test(`openid-client reads an ID token and userinfo that are signed and encrypted by ${alg} and ${enc} (OpenID Connect Core section 2 and 5.3.2)`, async () => {
      const { jwks, key } = await encryptionKey(alg);
      const app = await openApp({
        jwks,
        id_token_encrypted_response_alg: alg,
        id_token_encrypted_response_enc: enc,
        userinfo_signed_response_alg: "ES256",
        userinfo_encrypted_response_alg: alg,
        userinfo_encrypted_response_enc: enc,
      });
      openid.enableDecryptingResponses(app.config, [enc], key);
      const { tokens } = await signIn(app);
      assertEquals(tokens.id_token?.split(".").length, 5);
      assertEquals([tokens.claims()?.iss, tokens.claims()?.sub], [server.issuer, ada.sub]);
      const userinfo = await openid.fetchUserInfo(app.config, tokens.access_token, ada.sub);
      const { client_id } = app.config.clientMetadata();
      assertEquals([userinfo.iss, userinfo.aud, userinfo.name], [server.issuer, client_id, "Ada Lovelace"]);
    });
  }
}

Deno.test("openid-client verifies userinfo that is signed alone, with the keys of the provider (OpenID Connect Core section 5.3.2)", async () => {
  for (const userinfo_signed_response_alg of ["RS256", "ES256", "EdDSA"]) {
    const app = await openApp({ userinfo_signed_response_alg });
    const { tokens } = await signIn(app);
    const userinfo = await openid.fetchUserInfo(app.config, tokens.access_token, ada.sub);
    assertEquals([userinfo.iss, userinfo.email], [server.issuer, "ada@example.com"]);
  }
});

Deno.test("openid-client knows a person by one pairwise sub, which other sectors do not know (OpenID Connect Core section 8.1)", async () => {
  const subs = [];
  for (const host of ["127.0.0.1", "127.0.0.1", "localhost"]) {
    const redirect_uris = [`http://${host}:9/callback`];
    const app = await openApp({ subject_type: "pairwise", redirect_uris });
    const { tokens } = await signIn(app), { sub = "" } = tokens.claims() ?? {};
    assertEquals((await openid.fetchUserInfo(app.config, tokens.access_token, sub)).sub, sub);
    assertEquals((await openid.tokenIntrospection(app.config, tokens.access_token)).sub, sub);
    subs.push(sub);
  }
  assertEquals([subs[0] === subs[1], subs[0] === subs[2], subs.includes(ada.sub)], [true, false, false]);
});

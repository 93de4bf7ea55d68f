/** The chain in one go: openid-client as the app, a Latchkey behind a socket, and a certified provider of another maker as its upstream. */
import { assertEquals, assertNotEquals } from "@std/assert";
import * as openid from "openid-client";
import { openBrowser } from "../support/browser.ts";
import { askedOn } from "../support/flow.ts";
import { startOidcUpstream } from "../support/oidc_upstream.ts";
import { admin, registerClient, startServer } from "../support/server.ts";
import { upstreamButtons } from "../support/upstreams.ts";

// The server has to be told whom it may reach, and the upstream where people are sent back to.
const upstream = await startOidcUpstream({ redirect_uris: ["https://unknown.example/callback"] });
const server = await startServer({ env: { LATCHKEY_FETCH_ALLOW: upstream.host } });
Deno.test.afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});

Deno.test("an app signs a person in through Latchkey, which signs them in through another provider (OpenID Connect Core section 3.1)", async () => {
  const { redirect_uri } = await admin(server, ["POST", "/upstreams", {
    id: "example",
    display_name: "Example",
    issuer: upstream.issuer,
    client_id: upstream.client_id,
    client_secret: upstream.client_secret,
    trust_email: true,
    sign_up: "domains",
    allowed_domains: ["people.example"],
  }], 201);
  assertEquals(redirect_uri, `${server.issuer}/rp/callback/example`);
  upstream.allow([String(redirect_uri)]);
  upstream.person = {
    sub: "ada",
    claims: { name: "Ada Lovelace", email: "ada@people.example", email_verified: true },
  };
  const client = await registerClient(server);
  const config = await openid.discovery(
    new URL(server.issuer),
    client.client_id,
    {},
    openid.ClientSecretBasic(client.client_secret),
    { execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks] },
  );
  const checks = {
    pkceCodeVerifier: openid.randomPKCECodeVerifier(),
    expectedState: openid.randomState(),
    expectedNonce: openid.randomNonce(),
  };
  const browser = openBrowser(server.issuer, server.send);
  const login = await browser.open(openid.buildAuthorizationUrl(config, {
    redirect_uri: client.redirect_uri,
    scope: "openid profile email",
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await openid.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: "S256",
  }));
  const away = await browser.open(upstreamButtons(login)["Continue with Example"]!);
  const back = await upstream.browser().open(away.url);
  const consent = await browser.open(back.url);
  assertEquals(askedOn(consent), "consent", consent.html);
  const { url } = await browser.submit(consent, { decision: "allow" });
  const tokens = await openid.authorizationCodeGrant(config, new URL(url), checks);
  const sub = tokens.claims()!.sub;
  assertNotEquals(sub, "ada");
  const userinfo = await openid.fetchUserInfo(config, tokens.access_token, sub);
  assertEquals([userinfo.name, userinfo.email, userinfo.email_verified], [
    "Ada Lovelace",
    "ada@people.example",
    true,
  ]);
});

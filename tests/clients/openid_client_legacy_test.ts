/** Legacy response types over a real socket, as applications with openid-client see them. */
import { assertEquals, assertRejects } from "@std/assert";
import * as openid from "openid-client";
import { visitAs } from "../support/rp.ts";
import { changePolicy, registerClient, registerPerson, startServer } from "../support/server.ts";

const server = await startServer();
Deno.test.afterAll(async () => await server[Symbol.asyncDispose]());

const response_types = ["code", "id_token", "code id_token"];
await changePolicy(server, { response_types });
const ada = await registerPerson(server);
const client = await registerClient(server, {
  response_types,
  grant_types: ["authorization_code", "implicit"],
});

/** Asks with the library, signs Ada in, and brings back the client's address with the answer. */
async function signIn(use: (config: openid.Configuration) => void) {
  const config = await openid.discovery(
    new URL(server.issuer),
    client.client_id,
    undefined,
    openid.ClientSecretBasic(client.client_secret),
    {
      execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks, use],
    },
  );
  const [pkceCodeVerifier, expectedNonce, expectedState] = [
    openid.randomPKCECodeVerifier(),
    openid.randomNonce(),
    openid.randomState(),
  ];
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: client.redirect_uri,
    scope: "openid email",
    nonce: expectedNonce,
    state: expectedState,
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
  });
  const back = new URL((await visitAs(server, url, { person: ada })).url);
  return { config, back, checks: { pkceCodeVerifier, expectedNonce, expectedState } };
}

Deno.test("openid-client verifies the ID token of response type code id_token and redeems its code (OpenID Connect Core section 3.3)", async () => {
  const { config, back, checks } = await signIn(openid.useCodeIdTokenResponseType);
  const tokens = await openid.authorizationCodeGrant(config, back, checks);
  assertEquals(tokens.claims()?.sub, ada.sub);
});

Deno.test("openid-client refuses an ID token that came with another code (OpenID Connect Core section 3.3.2.11)", async () => {
  const [first, second] = [
    await signIn(openid.useCodeIdTokenResponseType),
    await signIn(openid.useCodeIdTokenResponseType),
  ];
  const swapped = new URLSearchParams(first.back.hash.slice(1));
  swapped.set("code", new URLSearchParams(second.back.hash.slice(1)).get("code")!);
  const bent = new URL(`#${swapped}`, first.back);
  await assertRejects(
    () => openid.authorizationCodeGrant(first.config, bent, first.checks),
    openid.ClientError,
  );
});

Deno.test("openid-client signs a person in by response type id_token, with the claims of the scope (OpenID Connect Core section 3.2 and 5.4)", async () => {
  const { config, back, checks: { expectedNonce, expectedState } } = await signIn(
    openid.useIdTokenResponseType,
  );
  const claims = await openid.implicitAuthentication(config, back, expectedNonce, { expectedState });
  assertEquals([claims.sub, claims.email], [ada.sub, "ada@example.com"]);
});

/** Dynamic registration over a real socket, as applications with openid-client do it. */
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import * as openid from "openid-client";
import { visitAs } from "../support/rp.ts";
import { callOn } from "../support/command.ts";
import { changePolicy, registerPerson, startServer } from "../support/server.ts";

const server = await startServer();
Deno.test.afterAll(async () => await server[Symbol.asyncDispose]());

const ada = await registerPerson(server), issuer = new URL(server.issuer);
const policy = (registration: string) => changePolicy(server, { registration });

const execute = [openid.allowInsecureRequests, openid.enableNonRepudiationChecks];
const app = { client_name: "Example", redirect_uris: ["http://127.0.0.1/callback"] };

/** Takes Ada through the code flow. */
async function signIn(
  config: openid.Configuration,
): Promise<Awaited<ReturnType<typeof openid.authorizationCodeGrant>>> {
  const pkceCodeVerifier = openid.randomPKCECodeVerifier(), expectedState = openid.randomState();
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: "http://127.0.0.1:4711/callback",
    scope: "openid profile",
    state: expectedState,
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
  });
  const { url: back } = await visitAs(server, url, { person: ada });
  return await openid.authorizationCodeGrant(config, new URL(back), { pkceCodeVerifier, expectedState });
}

Deno.test("openid-client registers nobody where registration is closed", async () => {
  await assertRejects(() => openid.dynamicClientRegistration(issuer, app, undefined, { execute }));
});

for (const method of ["client_secret_basic", "client_secret_post", "none"] as const) {
  Deno.test(`openid-client registers with ${method} where anybody may, and signs a person in`, async () => {
    await policy("open");
    const authenticate = {
      client_secret_basic: openid.ClientSecretBasic,
      client_secret_post: openid.ClientSecretPost,
      none: openid.None,
    }[method]();
    const metadata = { ...app, token_endpoint_auth_method: method };
    const config = await openid.dynamicClientRegistration(issuer, metadata, authenticate, { execute });
    const tokens = await signIn(config);
    assertEquals(tokens.claims()?.sub, ada.sub);
    const { registration_client_uri, registration_access_token, client_id } = config.clientMetadata();
    const read = await fetch(registration_client_uri as string, {
      headers: { authorization: `Bearer ${registration_access_token}` },
    });
    assertEquals([read.status, (await read.json()).client_id], [200, client_id]);
  });
}

Deno.test("openid-client registers with a token that the command line made, and without one not", async () => {
  await policy("token");
  await assertRejects(
    () => openid.dynamicClientRegistration(issuer, app, undefined, { execute }),
    openid.WWWAuthenticateChallengeError,
  );
  const { stdout } = await callOn(server, ["initial-access-token", "create", "--json"]);
  const { initial_access_token: initialAccessToken } = JSON.parse(stdout);
  const config = await openid.dynamicClientRegistration(issuer, app, openid.ClientSecretBasic(), {
    execute,
    initialAccessToken,
  });
  const { client_secret_expires_at, client_id } = config.clientMetadata();
  assertEquals(client_secret_expires_at, 0);
  assertMatch(client_id, /^c_/);
  assert((await signIn(config)).access_token);
});

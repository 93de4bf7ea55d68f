/** Authorization requests that openid-client signs (RFC 9101), over a real socket. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import * as openid from "openid-client";
import { makeClientKey } from "../support/client_keys.ts";
import { encryptedObject } from "../support/request_objects.ts";
import { visitAs } from "../support/rp.ts";
import { registerClient, registerPerson, startServer } from "../support/server.ts";

const server = await startServer();
Deno.test.afterAll(async () => await server[Symbol.asyncDispose]());

const ada = await registerPerson(server);

/** An application that signs its requests by this algorithm, and a request of it. */
async function ask(alg: string, metadata: Readonly<Record<string, unknown>> = {}) {
  const key = await makeClientKey(alg);
  const client = await registerClient(server, {
    jwks: { keys: [key.jwk] },
    request_object_signing_alg: alg,
    ...metadata,
  });
  const execute = [openid.allowInsecureRequests];
  const config = await openid.discovery(
    new URL(server.issuer),
    client.client_id,
    {},
    openid.ClientSecretBasic(client.client_secret),
    { execute },
  );
  const checks = {
    pkceCodeVerifier: openid.randomPKCECodeVerifier(),
    expectedState: openid.randomState(),
    expectedNonce: openid.randomNonce(),
  };
  const url = await openid.buildAuthorizationUrlWithJAR(config, {
    redirect_uri: client.redirect_uri,
    response_type: "code",
    scope: "openid profile",
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await openid.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: "S256",
  }, { key: key.privateKey, kid: key.kid });
  return { config, checks, url };
}

/** Signs Ada in by a request, and redeems the code. */
async function signIn(url: URL, { config, checks }: Omit<Awaited<ReturnType<typeof ask>>, "url">) {
  const { url: back } = await visitAs(server, url, { person: ada });
  return await openid.authorizationCodeGrant(config, new URL(back), checks);
}

for (const alg of ["RS256", "PS256", "ES256", "Ed25519"]) {
  Deno.test(`openid-client signs people in by requests that it signs with ${alg} (RFC 9101)`, async () => {
    const { url, ...app } = await ask(alg, { require_signed_request_object: true });
    assertEquals([...url.searchParams.keys()].toSorted(), ["client_id", "request"]);
    assertEquals((await signIn(url, app)).claims()?.sub, ada.sub);
  });
}

for (const alg of ["RSA-OAEP-256", "ECDH-ES"]) {
  Deno.test(`such a request may be encrypted by ${alg} to a published key (RFC 9101 section 6.1)`, async () => {
    const { url, ...app } = await ask("ES256", { request_object_encryption_alg: alg });
    url.searchParams.set("request", await encryptedObject(server, url.searchParams.get("request")!, { alg }));
    assertEquals((await signIn(url, app)).claims()?.sub, ada.sub);
  });
}

Deno.test("openid-client is told of an object that another key signed, where its redirect URI stands beside it (RFC 9101 section 6.2)", async () => {
  const [{ url, ...app }, other] = await Promise.all([ask("ES256"), ask("ES256")]);
  url.searchParams.set("request", other.url.searchParams.get("request")!);
  const page = await server.send(url);
  await page.body?.cancel();
  assertEquals([page.status, page.headers.get("location")], [400, null]);
  url.searchParams.set("redirect_uri", "http://127.0.0.1/callback");
  url.searchParams.set("state", app.checks.expectedState);
  const { url: back } = await visitAs(server, url, { person: ada });
  const refusal = await assertRejects(
    () => openid.authorizationCodeGrant(app.config, new URL(back), app.checks),
    openid.AuthorizationResponseError,
  );
  assertEquals(refusal.error, "invalid_request_object");
  assert(refusal.error_description);
});

/** Clients that sign, over a real socket, with openid-client and oauth4webapi. */
import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import { type ClientKey, makeClientKey } from "../support/client_keys.ts";
import { visitAs } from "../support/rp.ts";
import { registerClient, registerPerson, startServer } from "../support/server.ts";

const server = await startServer();
Deno.test.afterAll(async () => await server[Symbol.asyncDispose]());

const ada = await registerPerson(server);
const keys = await Promise.all(["ES256", "PS256", "Ed25519"].map((alg) => makeClientKey(alg)));
const grant_types = ["authorization_code", "refresh_token", "client_credentials"];

const keyed = ({ jwk }: ClientKey) => ({
  grant_types,
  token_endpoint_auth_method: "private_key_jwt",
  jwks: { keys: [jwk] },
});
const shared = { grant_types, token_endpoint_auth_method: "client_secret_jwt" };

interface Way {
  readonly name: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly openid: (secret: string) => openid.ClientAuth;
  readonly oauth: (secret: string) => oauth.ClientAuth;
}

const ways: readonly Way[] = [
  ...keys.map((pair): Way => ({
    name: `private_key_jwt with ${pair.alg}`,
    metadata: keyed(pair),
    openid: () => openid.PrivateKeyJwt({ key: pair.privateKey, kid: pair.kid }),
    oauth: () => oauth.PrivateKeyJwt({ key: pair.privateKey, kid: pair.kid }),
  })),
  {
    name: "client_secret_jwt",
    metadata: shared,
    openid: openid.ClientSecretJwt,
    oauth: oauth.ClientSecretJwt,
  },
];

for (const { name, metadata, openid: authenticate } of ways) {
  Deno.test(`openid-client signs in, refreshes, introspects and revokes by ${name} (OpenID Connect Core section 9)`, async () => {
    const { client_id, client_secret, redirect_uri } = await registerClient(server, metadata);
    const config = await openid.discovery(
      new URL(server.issuer),
      client_id,
      undefined,
      authenticate(client_secret),
      { execute: [openid.allowInsecureRequests] },
    );
    const pkceCodeVerifier = openid.randomPKCECodeVerifier(), expectedState = openid.randomState();
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri,
      scope: "openid offline_access",
      prompt: "consent",
      state: expectedState,
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: "S256",
    });
    const { url: back } = await visitAs(server, url, { person: ada });
    const tokens = await openid.authorizationCodeGrant(config, new URL(back), {
      pkceCodeVerifier,
      expectedState,
    });
    assertEquals(tokens.claims()?.sub, ada.sub);
    const next = await openid.refreshTokenGrant(config, tokens.refresh_token!);
    assertNotEquals(next.access_token, tokens.access_token);
    assertEquals((await openid.tokenIntrospection(config, next.access_token)).active, true);
    await openid.tokenRevocation(config, next.access_token);
    assertEquals((await openid.tokenIntrospection(config, next.access_token)).active, false);
  });
}

for (const { name, metadata, oauth: authenticate } of ways) {
  Deno.test(`oauth4webapi has tokens of its own, introspects and revokes by ${name} (RFC 7523 section 2.2)`, async () => {
    const insecure = { [oauth.allowInsecureRequests]: true } as const, issuer = new URL(server.issuer);
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
    const { client_id, client_secret } = await registerClient(server, metadata), client = { client_id };
    const authentication = authenticate(client_secret);
    const { access_token } = await oauth.processClientCredentialsResponse(
      as,
      client,
      await oauth.clientCredentialsGrantRequest(as, client, authentication, {}, insecure),
    );
    const active = async () =>
      (await oauth.processIntrospectionResponse(
        as,
        client,
        await oauth.introspectionRequest(as, client, authentication, access_token, insecure),
      )).active;
    assertEquals(await active(), true);
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(as, client, authentication, access_token, insecure),
    );
    assertEquals(await active(), false);
  });
}

Deno.test("oauth4webapi is refused where its clock is ten minutes off, and where it signs with another key (RFC 7523 section 3)", async () => {
  const insecure = { [oauth.allowInsecureRequests]: true } as const, issuer = new URL(server.issuer);
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
  const [pair, other] = keys as [ClientKey, ClientKey];
  const { client_id } = await registerClient(server, keyed(pair));
  const right = oauth.PrivateKeyJwt({ key: pair.privateKey, kid: pair.kid });
  const wrong = [
    [{ client_id, [oauth.clockSkew]: 600 }, right],
    [{ client_id, [oauth.clockSkew]: -600 }, right],
    [{ client_id }, oauth.PrivateKeyJwt({ key: other.privateKey, kid: pair.kid })],
  ] as const;
  for (const [client, authentication] of wrong) {
    const refused = await assertRejects(
      async () =>
        await oauth.processClientCredentialsResponse(
          as,
          client,
          await oauth.clientCredentialsGrantRequest(as, client, authentication, {}, insecure),
        ),
    );
    // A challenge comes with it, which the library reports in its own way.
    assertEquals(refused instanceof oauth.WWWAuthenticateChallengeError && refused.status, 401);
  }
});

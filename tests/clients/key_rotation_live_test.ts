/** Keys change under the traffic of an application, whose library keeps the published set as long as it is told. */
import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JSONWebKeySet,
  jwtVerify,
} from "jose";
import * as openid from "openid-client";
import { createApp } from "../../src/http/app.ts";
import { keyPortsOf } from "../../src/http/deploy.ts";
import { compromise, rotateKey, turnKeys } from "../../src/op/change_keys.ts";
import { jwksMaxAge } from "../../src/op/key_ring.ts";
import { authorizeAs, codeIn, redeem } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

/** Seconds of traffic, and how many seconds of the provider's clock go by in one of them. */
const lasts = 30, pace = 60;

const wallClock = () => Date.now() / 1000;

Deno.test("openid-client verifies every token of 30 s of traffic over three rotations with sets kept as Cache-Control says, and a compromised key is believed no more (OpenID Connect Core section 10.1.1, RFC 9111 section 5.2.2.1)", async () => {
  const holder = Promise.withResolvers<Deno.ServeHandler>();
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request, info) => await (await holder.promise)(request, info),
  );
  const issuer = `http://127.0.0.1:${server.addr.port}`;
  const provider = await openProvider({ issuer }),
    ports = keyPortsOf(provider.deployment),
    { time } = provider;
  const app = createApp(provider.deployment);
  holder.resolve((request) => app.fetch(request, { remoteAddress: "127.0.0.1" }));
  const client = await addClient(provider, { id_token_signed_response_alg: "ES256" });
  const asked = { scope: "openid offline_access", prompt: "consent" };
  const back = await authorizeAs(provider, client, await addPerson(provider), { asked });
  let { refresh_token = "" } = await redeem(provider.send, client, codeIn(back));

  const discovered = await openid.discovery(new URL(issuer), client.client_id, undefined, undefined, {
    execute: [openid.allowInsecureRequests],
  });
  const metadata = discovered.serverMetadata();

  /** The published set as a cache holds it. */
  let kept: { readonly jwks: JSONWebKeySet; readonly until: number } | undefined, fetches = 0;
  const publishedSet = async (): Promise<JSONWebKeySet> => {
    if (kept && time.now < kept.until) return kept.jwks;
    const response = await fetch(metadata.jwks_uri!);
    const maxAge = Number(/max-age=(\d+)/.exec(response.headers.get("cache-control") ?? "")?.[1]);
    assertEquals(maxAge, jwksMaxAge);
    kept = { jwks: await response.json(), until: time.now + maxAge };
    fetches++;
    return kept.jwks;
  };
  /** The library, which knows the kept set and may not fetch another: it does so for an unknown kid only after a minute. */
  const library = async () => {
    const formats = { id_token_signed_response_alg: "ES256", [openid.clockSkew]: time.now - wallClock() };
    const config = new openid.Configuration(
      metadata,
      client.client_id,
      formats,
      openid.ClientSecretBasic(client.client_secret),
    );
    openid.allowInsecureRequests(config);
    openid.enableNonRepudiationChecks(config);
    const jwks = await publishedSet() as Parameters<typeof openid.setJwksCache>[1]["jwks"];
    openid.setJwksCache(config, { jwks, uat: Math.floor(wallClock()) });
    return config;
  };
  const refreshed = async () => {
    const answer = await openid.refreshTokenGrant(await library(), refresh_token);
    refresh_token = answer.refresh_token ?? refresh_token;
    return answer;
  };

  const begun = wallClock(), startsAt = time.now;
  const tokens: string[] = [];
  let rotations = 0;
  while (wallClock() < begun + lasts) {
    time.now = startsAt + Math.floor((wallClock() - begun) * pace);
    if (rotations < 3 && time.now - startsAt >= rotations * 450) {
      assert((await rotateKey(ports, "ES256")).ok);
      rotations++;
    }
    await turnKeys(ports);
    const { id_token = "" } = await refreshed();
    tokens.push(id_token);
    // What was verified when it came still verifies with the set of now, for as long as it lives.
    const set = createLocalJWKSet(await publishedSet()), currentDate = new Date(time.now * 1000);
    const alive = tokens.filter((token) => decodeJwt(token).exp! > time.now);
    for (const token of [alive[0]!, alive[Math.floor(alive.length / 2)]!]) {
      await jwtVerify(token, set, { issuer, audience: client.client_id, currentDate });
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const kids = new Set(tokens.map((token) => decodeProtectedHeader(token).kid));
  assertEquals([kids.size, rotations], [4, 3]);
  // Several with each key, however slow the machine is.
  assert(tokens.length >= 12 && fetches < lasts * pace / jwksMaxAge + 2, `${tokens.length}, ${fetches}`);

  // The drill: whoever fetches the set after the key was revoked believes nothing that it signed.
  const { id_token: stolen = "", access_token } = await refreshed();
  const { kid = "" } = decodeProtectedHeader(stolen);
  const successor = await compromise(ports, kid);
  assert(successor.ok && successor.value);
  time.now += jwksMaxAge;
  const after = createLocalJWKSet(await publishedSet());
  await assertRejects(
    () => jwtVerify(stolen, after, { currentDate: new Date(time.now * 1000) }),
    errors.JWKSNoMatchingKey,
  );
  const { id_token: fresh = "" } = await refreshed();
  assertNotEquals(decodeProtectedHeader(fresh).kid, kid);
  assertEquals(decodeProtectedHeader(fresh).kid, successor.value);
  await assertRejects(async () =>
    await openid.fetchUserInfo(await library(), access_token, openid.skipSubjectCheck)
  );
});

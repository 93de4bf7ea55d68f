import { assertEquals } from "@std/assert";
import { introspect, post, refresh, tokensFor, userinfoStatus } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider, type TestClient } from "../support/provider.ts";

const provider = await openProvider();
const { send, db } = provider;
const trusted = { first_party: true } as const;
const client = await addClient(provider, {}, trusted), stranger = await addClient(provider);
const opaque = await addClient(provider, {}, { ...trusted, access_token_format: "opaque" });
const app = await addClient(provider, { token_endpoint_auth_method: "none" }, trusted);
const alice = await addPerson(provider, "alice");

const start = (at: TestClient) =>
  tokensFor(provider, at, alice, { asked: { scope: "openid offline_access" } });

/** The status and the error of a revocation. */
async function revoke(at: TestClient | undefined, fields: Readonly<Record<string, string>>) {
  const response = await post(send, "/oauth2/revoke", fields, at);
  return [response.status, response.headers.get("content-type"), (await response.json()).error];
}

const done = [200, "application/json", undefined];
const refused = (error: string, status = 400) => [status, "application/json", error];

for (const [name, at] of Object.entries({ jwt: client, opaque, public: app })) {
  Deno.test(`revoking the refresh token of a family ends all of it: ${name} (RFC 7009 section 2.1)`, async () => {
    const first = await start(at), second = await refresh(send, at, first.refresh_token!);
    assertEquals(await revoke(at, { token: second.refresh_token! }), done);
    for (const { access_token } of [first, second]) {
      assertEquals(await userinfoStatus(send, access_token!), 401);
    }
    for (const token of [first.refresh_token!, second.refresh_token!]) {
      assertEquals((await refresh(send, at, token)).error, "invalid_grant");
      assertEquals(lastRefusal(provider), "refresh_token.revoked");
    }
  });

  Deno.test(`revoking an access token ends that one alone: ${name} (RFC 7009 section 2.1)`, async () => {
    const first = await start(at), second = await refresh(send, at, first.refresh_token!);
    assertEquals(await revoke(at, { token: second.access_token! }), done);
    assertEquals(await userinfoStatus(send, second.access_token!), 401);
    assertEquals(await userinfoStatus(send, first.access_token!), 200);
    assertEquals((await refresh(send, at, second.refresh_token!)).status, 200);
  });

  Deno.test(`a token of another client is refused and stays good: ${name} (RFC 7009 section 2.1)`, async () => {
    const tokens = await start(at);
    for (const token of [tokens.refresh_token!, tokens.access_token!]) {
      assertEquals(await revoke(stranger, { token }), refused("invalid_grant"));
      assertEquals(lastRefusal(provider), "token.other_client");
    }
    assertEquals(await userinfoStatus(send, tokens.access_token!), 200);
    assertEquals((await refresh(send, at, tokens.refresh_token!)).status, 200);
  });
}

Deno.test("revoking a rotated refresh token ends its successor too (RFC 7009 section 2.1)", async () => {
  const first = await start(client), second = await refresh(send, client, first.refresh_token!);
  assertEquals(await revoke(client, { token: first.refresh_token! }), done);
  assertEquals((await refresh(send, client, second.refresh_token!)).error, "invalid_grant");
  assertEquals(await userinfoStatus(send, second.access_token!), 401);
});

Deno.test("the families of other sign-ins outlive a revocation (RFC 7009 section 2.1)", async () => {
  const phone = await start(client), laptop = await start(client);
  await revoke(client, { token: phone.refresh_token! });
  assertEquals(await userinfoStatus(send, laptop.access_token!), 200);
  assertEquals((await refresh(send, client, laptop.refresh_token!)).status, 200);
});

Deno.test("a revoked family keeps no answer to repeat and no token to use (RFC 7009 section 2.1)", async () => {
  const first = await start(client),
    { refresh_token = "" } = await refresh(send, client, first.refresh_token!);
  const before = await db.selectFrom("refresh_token").selectAll().where("state", "!=", "revoked").execute();
  await revoke(client, { token: refresh_token });
  const after = await db.selectFrom("refresh_token").selectAll().where("state", "!=", "revoked").execute();
  assertEquals(before.length - after.length, 2);
  const kept = await db.selectFrom("refresh_token").select("answer").where("state", "=", "revoked")
    .where("answer", "is not", null).execute();
  assertEquals(kept, []);
});

Deno.test("revoking twice, or what is no token, is as good as done (RFC 7009 section 2.2)", async () => {
  const { refresh_token = "", access_token = "" } = await start(client);
  for (const token of [refresh_token, refresh_token, access_token, access_token, "nonsense", "a.b.c"]) {
    assertEquals(await revoke(client, { token }), done);
  }
});

Deno.test("an ID token is not revoked: it opens nothing (RFC 7009 section 2.2.1)", async () => {
  const { id_token = "", access_token = "" } = await start(client);
  assertEquals(await revoke(client, { token: id_token }), done);
  assertEquals((await introspect(send, client, access_token)).active as unknown, true);
});

Deno.test("a wrong token_type_hint changes nothing (RFC 7009 section 2.1)", async () => {
  const { refresh_token = "" } = await start(client);
  assertEquals(await revoke(client, { token: refresh_token, token_type_hint: "access_token" }), done);
  assertEquals((await refresh(send, client, refresh_token)).error, "invalid_grant");
});

Deno.test("revocation wants the client's authentication, and a token (RFC 7009 section 2.1)", async () => {
  const { refresh_token: token = "" } = await start(client);
  const wrong = { ...client, client_secret: stranger.client_secret };
  assertEquals(await revoke(wrong, { token }), refused("invalid_client", 401));
  assertEquals(await revoke(undefined, { token }), refused("invalid_client", 401));
  assertEquals(await revoke({ ...client, method: "none" }, { token }), refused("invalid_client", 401));
  assertEquals(await revoke(client, {}), refused("invalid_request"));
  assertEquals((await refresh(send, client, token)).status, 200);
});

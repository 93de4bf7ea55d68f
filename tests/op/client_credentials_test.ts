import { assertEquals, assertMatch } from "@std/assert";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { moveClient } from "../../src/store/clients.ts";
import { savePolicy } from "../../src/store/tenants.ts";
import { answerOf, introspect, post, userinfoStatus } from "../support/flow.ts";
import { addClient, openProvider, storeOf, type TestClient } from "../support/provider.ts";

const provider = await openProvider();
const { send, time } = provider;
await savePolicy(provider.db, "default", { scopes: ["orders:read", "orders:write"] });
time.now += 2;
const grant_types = ["client_credentials"];
const client = await addClient(provider, { grant_types, scope: "orders:read orders:write" });
const free = await addClient(provider, { grant_types });
const opaque = await addClient(provider, { grant_types }, { access_token_format: "opaque" });

const ask = async (at: TestClient, scope?: string) =>
  answerOf(
    await post(
      send,
      "/oauth2/token",
      { grant_type: "client_credentials", ...(scope === undefined ? {} : { scope }) },
      at,
    ),
  );

Deno.test("a client gets a token for itself: no refresh token and no ID token (RFC 6749 section 4.4.3)", async () => {
  const { access_token, ...rest } = await ask(client, "orders:read");
  assertMatch(access_token!, /^ey/);
  const expires_in = lifetimes.access_token_jwt.default;
  assertEquals<unknown>(rest, { status: 200, token_type: "Bearer", expires_in, scope: "orders:read" });
});

Deno.test("a client that asks for no scope gets those of its record, or none (RFC 6749 section 3.3)", async () => {
  assertEquals((await ask(client)).scope, "orders:read orders:write");
  const { status, scope } = await ask(free);
  assertEquals([status, scope], [200, undefined]);
});

for (
  const scope of ["orders:delete", "orders:read openid", "profile", "offline_access", '"', "orders:read  x"]
) {
  Deno.test(`a client gets no token for the scope ${scope} (RFC 6749 section 4.4.2)`, async () => {
    const { status, error, error_description } = await ask(client, scope);
    assertEquals([status, error], [400, "invalid_scope"]);
    assertMatch(error_description!, /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
  });
}

for (const at of [free, opaque]) {
  const format = at === free ? "jwt" : "opaque";
  Deno.test(`a client's own token in format ${format} says nothing of a person and is not let in at userinfo (RFC 9068 section 5, OpenID Connect Core section 5.3)`, async () => {
    const { access_token = "" } = await ask(at);
    const { active, sub, username, auth_time } = await introspect(send, at, access_token);
    assertEquals<unknown>([active, sub, username, auth_time], [true, at.client_id, undefined, undefined]);
    assertEquals(await userinfoStatus(send, access_token), 403);
  });

  Deno.test(`a client's own token in format ${format} is dead once it is revoked (RFC 7009 section 2.1)`, async () => {
    const first = (await ask(at)).access_token!, second = (await ask(at)).access_token!;
    assertEquals((await post(send, "/oauth2/revoke", { token: first }, at)).status, 200);
    const alive = async (token: string) => (await introspect(send, at, token)).active as unknown;
    assertEquals([await alive(first), await alive(second)], [false, true]);
  });
}

Deno.test("a client's own token is dead as long as the client is disabled (RFC 7662 section 2.2)", async () => {
  const gone = await addClient(provider, { grant_types }), { access_token = "" } = await ask(gone);
  assertEquals(await userinfoStatus(send, access_token), 403);
  await moveClient(storeOf(provider), gone.client_id, "disable", time.now);
  assertEquals(await userinfoStatus(send, access_token), 401);
  assertEquals((await ask(gone)).error, "invalid_client");
  await moveClient(storeOf(provider), gone.client_id, "enable", time.now);
  assertEquals(await userinfoStatus(send, access_token), 403);
});

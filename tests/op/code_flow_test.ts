import { assertEquals, assertMatch } from "@std/assert";
import { authorizeAs, codeIn, introspect, redeem, refresh, userinfoStatus } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

Deno.test("a person signs in, allows, and the client gets tokens that say who it is (OpenID Connect Core section 3.1)", async () => {
  const provider = await openProvider();
  const client = await addClient(provider), person = await addPerson(provider);
  // Some apps seal all that they have to remember into it.
  const state = `${"s".repeat(4090)}é +&="`;
  const back = await authorizeAs(provider, client, person, {
    asked: { scope: "openid profile email offline_access", state },
  });
  assertEquals(back.origin + back.pathname, client.redirect_uri);
  assertEquals([state.length, back.searchParams.get("state")], [4096, state]);
  assertEquals(back.searchParams.get("iss"), provider.issuer);
  const tokens = await redeem(provider.send, client, codeIn(back));
  assertEquals(tokens.status, 200, JSON.stringify(tokens));
  assertMatch(tokens.refresh_token!, /^lk_rt_/);
  assertEquals(await userinfoStatus(provider.send, tokens.access_token!), 200);
  const again = await refresh(provider.send, client, tokens.refresh_token!);
  assertEquals(again.status, 200);
  assertEquals((await introspect(provider.send, client, again.access_token!)).active as unknown, true);
});

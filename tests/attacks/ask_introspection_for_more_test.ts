import { assertEquals } from "@std/assert";
import { introspect, tokensFor } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const provider = await openProvider(), { send } = provider;
const client = await addClient(provider), person = await addPerson(provider, "alice");

const nameFor = async (scope: string) => {
  const { access_token } = await tokensFor(provider, client, person, { asked: { scope } });
  return (await introspect(send, client, access_token!)).username;
};

Deno.test("ask introspection for more: a client learns the user name only by the scope profile (OpenID Connect Core section 5.4, RFC 7662 section 5)", async () => {
  assertEquals([await nameFor("openid"), await nameFor("openid profile")], [undefined, "alice"]);
});

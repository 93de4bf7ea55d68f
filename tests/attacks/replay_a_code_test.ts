// Somebody finds a spent code in a log, a Referer or a history, and shows it again.
import { assertEquals } from "@std/assert";
import {
  authorizeAs,
  codeIn,
  introspect,
  pkce,
  redeem,
  refresh,
  tokensFor,
  userinfoStatus,
} from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider, type TestClient } from "../support/provider.ts";

const provider = await openProvider();
const { send } = provider;
const redirect_uris = ["https://app.example/callback", "https://app.example/other"];
const trusted = { first_party: true } as const;
const client = await addClient(provider, { redirect_uris }, trusted);
const app = await addClient(provider, { redirect_uris, token_endpoint_auth_method: "none" }, trusted);
const thief = await addClient(provider, { redirect_uris });
const alice = await addPerson(provider, "alice");
const asked = { scope: "openid offline_access" };

/** A code that its client has redeemed, and what it got. */
async function spent(by: TestClient = client) {
  const code = codeIn(await authorizeAs(provider, by, alice, { asked }));
  return { code, tokens: await redeem(send, by, code) };
}

const strangers: Readonly<
  Record<string, readonly [by: TestClient, sent: Record<string, string>, why: string]>
> = {
  "another client": [thief, {}, "authorization_code.other_client"],
  "its own client without the verifier": [client, { code_verifier: "" }, "authorization_code.wrong_verifier"],
  "its own client with another verifier": [
    client,
    { code_verifier: pkce.challenge },
    "authorization_code.wrong_verifier",
  ],
  "its own client from another redirect_uri": [
    client,
    { redirect_uri: redirect_uris[1]! },
    "authorization_code.other_redirect_uri",
  ],
  "somebody with its client_id and no secret": [{ ...client, method: "none" }, {}, "client.method"],
  "somebody with its client_id and another's secret": [
    { ...client, client_secret: thief.client_secret },
    {},
    "client.secret",
  ],
};

for (const [who, [by, sent, why]] of Object.entries(strangers)) {
  Deno.test(`a spent code shown by ${who} is refused and revokes nothing (OAuth 2.1 section 4.1.3)`, async () => {
    const { code, tokens } = await spent();
    const { status, access_token } = await redeem(send, by, code, sent);
    assertEquals([status >= 400, access_token, lastRefusal(provider)], [true, undefined, why]);
    assertEquals(await userinfoStatus(send, tokens.access_token!), 200);
    assertEquals((await refresh(send, client, tokens.refresh_token!)).status, 200);
  });
}

for (const by of [client, app]) {
  const kind = by === app ? "public" : "confidential";
  Deno.test(`a spent code shown by its own ${kind} client with everything right ends its tokens at userinfo, introspection and refresh (RFC 6749 section 4.1.2)`, async () => {
    const { code, tokens } = await spent(by);
    const again = await redeem(send, by, code);
    assertEquals([again.status, again.error], [400, "invalid_grant"]);
    assertEquals(lastRefusal(provider), "authorization_code.replayed");
    assertEquals(await userinfoStatus(send, tokens.access_token!), 401);
    assertEquals((await refresh(send, by, tokens.refresh_token!)).error, "invalid_grant");
    if (by === client) {
      for (const token of [tokens.access_token!, tokens.refresh_token!]) {
        assertEquals<unknown>(await introspect(send, client, token), { active: false, status: 200 });
      }
    }
  });
}

Deno.test("a replay ends the tokens of its own sign-in and no others of the person (RFC 9700 section 4.14.2)", async () => {
  const phone = await tokensFor(provider, client, alice, { asked }), { code, tokens } = await spent();
  assertEquals((await redeem(send, client, code)).error, "invalid_grant");
  assertEquals(await userinfoStatus(send, tokens.access_token!), 401);
  assertEquals(await userinfoStatus(send, phone.access_token!), 200);
  assertEquals((await refresh(send, client, phone.refresh_token!)).status, 200);
});

Deno.test("a replay also ends what a refresh made of the first tokens (RFC 9700 section 4.14.2)", async () => {
  const { code, tokens } = await spent();
  const later = await refresh(send, client, tokens.refresh_token!);
  assertEquals((await redeem(send, client, code)).error, "invalid_grant");
  assertEquals(await userinfoStatus(send, later.access_token!), 401);
  assertEquals((await refresh(send, client, later.refresh_token!)).error, "invalid_grant");
});

import { assertEquals, assertStringIncludes } from "@std/assert";
import { amendClient, type ClientRecord, findClientRow } from "../../src/store/clients.ts";
import { openBrowser } from "../support/browser.ts";
import { authorizeUrl, signIn } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider, storeOf } from "../support/provider.ts";

const provider = await openProvider(), { issuer, send, time } = provider;
const person = await addPerson(provider),
  kept = "https://app.example/callback",
  lost = "https://lost.example/callback";

/** Starts a sign-in, takes something from the client, and signs in. */
async function signInAfter(change: Partial<ClientRecord["metadata"]>) {
  const client = await addClient(provider, { redirect_uris: [kept, lost] }, { first_party: true });
  const browser = openBrowser(issuer, send), asked = { redirect_uri: lost, scope: "openid profile" };
  const page = await browser.open(authorizeUrl(issuer, client, asked));
  assertStringIncludes(page.url, "/login");
  const { version, metadata, ...row } = (await findClientRow(storeOf(provider), client.client_id))!;
  const {
    description,
    require_pkce,
    first_party,
    access_token_format,
    refresh_rotation,
    session_refresh_tokens,
  } = row;
  const record = {
    metadata: { ...metadata, ...change },
    description,
    require_pkce,
    first_party,
    access_token_format,
    refresh_rotation,
    session_refresh_tokens,
  };
  assertEquals((await amendClient(storeOf(provider), client.client_id, version, record, time.now)).ok, true);
  return await signIn(browser, page, person);
}

Deno.test("use a withdrawn address: no code goes to a redirect URI that was taken from the client since the sign-in began (RFC 9700 section 2.1)", async () => {
  const visit = await signInAfter({ redirect_uris: [kept] });
  assertEquals([visit.status, new URL(visit.url).origin], [400, issuer]);
  assertEquals(lastRefusal(provider), "interaction.client_changed");
});

Deno.test("use a withdrawn scope: nothing is granted that was taken from the client since the sign-in began (RFC 6749 section 3.3)", async () => {
  const visit = await signInAfter({ scope: "openid" });
  assertEquals([visit.status, new URL(visit.url).origin], [400, issuer]);
  assertEquals(lastRefusal(provider), "interaction.client_changed");
});

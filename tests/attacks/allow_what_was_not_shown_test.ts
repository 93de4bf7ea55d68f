// A client, or another tab, changes what is asked for between the page and the click.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { amendClient, findClientRow } from "../../src/store/clients.ts";
import { openBrowser, type Visit } from "../support/browser.ts";
import { answerIn, askedOn, authorizeAs, authorizeUrl, redeem, signIn } from "../support/flow.ts";
import { addClient, addPerson, openProvider, storeOf, type TestClient } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider, store = storeOf(provider);
const trusted = await addClient(provider, {}, { first_party: true });
const alice = await addPerson(provider, "alice"), bob = await addPerson(provider, "bob");

async function signedIn(person = alice) {
  const browser = openBrowser(issuer, send);
  await authorizeAs(provider, trusted, person, { browser });
  return browser;
}

/** Renames a client, as its administrator does. */
async function rename({ client_id }: TestClient, client_name: string) {
  const { version, metadata, ...row } = (await findClientRow(store, client_id))!;
  const amended = await amendClient(store, client_id, version, {
    metadata: { ...metadata, client_name },
    description: row.description,
    require_pkce: row.require_pkce,
    first_party: row.first_party,
    access_token_format: row.access_token_format,
    refresh_rotation: row.refresh_rotation,
    session_refresh_tokens: row.session_refresh_tokens,
  }, time.now);
  assertEquals(amended.ok, true);
}

const consents = (client: TestClient) =>
  provider.db.selectFrom("consent").select("scopes").where("client_id", "=", client.client_id).execute();

const shownOn = ({ html }: Visit) => /name="shown" value="([^"]*)"/.exec(html)?.[1] ?? "";

Deno.test("a client that was changed while its consent page stood open is shown again as it is now (OpenID Connect Core section 3.1.2.4)", async () => {
  const client = await addClient(provider), browser = await signedIn();
  const page = await browser.open(authorizeUrl(issuer, client));
  await rename(client, "Quite Another App");
  const again = await browser.submit(page, { decision: "allow" });
  assertEquals([again.status, askedOn(again), await consents(client)], [200, "consent", []]);
  assertStringIncludes(again.html, "Quite Another App");
  assertStringIncludes(again.html, 'role="alert"');
  assertEquals(typeof answerIn(await browser.submit(again, { decision: "allow" })).code, "string");
});

Deno.test("the page of a small request does not allow a bigger one (OpenID Connect Core section 3.1.2.4)", async () => {
  const client = await addClient(provider), browser = await signedIn();
  const small = await browser.open(authorizeUrl(issuer, client, { scope: "openid" }));
  const big = await browser.open(authorizeUrl(issuer, client, { scope: "openid email phone address" }));
  const again = await browser.submit(big, { decision: "allow", shown: shownOn(small) });
  assertEquals([askedOn(again), await consents(client)], ["consent", []]);
  const { code = "" } = answerIn(await browser.submit(small, { decision: "allow" }));
  assertEquals((await redeem(send, client, code)).scope, "openid");
});

Deno.test("the page shown to one account does not allow for another (OpenID Connect Core section 3.1.2.4)", async () => {
  const client = await addClient(provider), browser = await signedIn(alice);
  const page = await browser.open(authorizeUrl(issuer, client));
  const login = await browser.open(`${page.url.replace("/consent", "/login")}&ask=login`);
  const bobs = await signIn(browser, login, bob);
  assertEquals(askedOn(bobs), "consent");
  const again = await browser.submit(bobs, { decision: "allow", shown: shownOn(page) });
  assertEquals([askedOn(again), await consents(client)], ["consent", []]);
});

for (const shown of ["", "A".repeat(43)]) {
  Deno.test(`a page that shows nothing allows nothing: ${shown || "empty"} (OpenID Connect Core section 3.1.2.4)`, async () => {
    const client = await addClient(provider), browser = await signedIn();
    const page = await browser.open(authorizeUrl(issuer, client));
    const again = await browser.submit(page, { decision: "allow", shown });
    assertEquals([askedOn(again), await consents(client)], ["consent", []]);
  });
}

Deno.test("a client changed after the click and before the code is asked for again (OpenID Connect Core section 3.1.2.4)", async () => {
  const client = await addClient(provider), browser = await signedIn();
  const page = await browser.open(authorizeUrl(issuer, client, { prompt: "consent login" }));
  assertEquals(askedOn(page), "login");
  time.now += 1;
  const consent = await signIn(browser, page, alice);
  await rename(client, "Renamed");
  assertEquals(askedOn(await browser.submit(consent, { decision: "allow" })), "consent");
});

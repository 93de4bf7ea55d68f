import { assertEquals, assertStringIncludes } from "@std/assert";
import { openBrowser, type Visit } from "../support/browser.ts";
import { answerIn, type Asked, askedOn, authorizeAs, authorizeUrl, redeem } from "../support/flow.ts";
import { addClient, addPerson, openProvider, storeOf, type TestClient } from "../support/provider.ts";
import { withdrawConsent } from "../../src/store/consents.ts";
import { savePolicy } from "../../src/store/tenants.ts";

const provider = await openProvider();
const { issuer, send, time } = provider;
await savePolicy(provider.db, "default", { scopes: ["orders:read"] });
time.now += 2;
const trusted = await addClient(provider, {}, { first_party: true });
const alice = await addPerson(provider, "alice"), bob = await addPerson(provider, "bob");
const browser = openBrowser(issuer, send);
await authorizeAs(provider, trusted, alice, { browser });

const ask = (client: TestClient, asked: Asked = {}) => browser.open(authorizeUrl(issuer, client, asked));
const allow = (page: Visit) => browser.submit(page, { decision: "allow" });
const hasCode = (visit: Visit) => answerIn(visit).code !== undefined;

/** What a consent page lists as new, and as allowed before. */
function listed({ html }: Visit) {
  const items = (kind: string) => new RegExp(`<ul class="${kind}">(.*?)</ul>`, "s").exec(html)?.[1] ?? "";
  return { asked: items("asked"), agreed: items("agreed") };
}

Deno.test("a person is asked once, and not again for the same or for less (OpenID Connect Core section 3.1.2.4)", async () => {
  const client = await addClient(provider);
  const page = await ask(client, { scope: "openid profile email" });
  assertEquals(askedOn(page), "consent");
  assertEquals(hasCode(await allow(page)), true);
  assertEquals(hasCode(await ask(client, { scope: "openid profile email" })), true);
  assertEquals(hasCode(await ask(client, { scope: "openid email" })), true);
  assertEquals(hasCode(await ask(client, { scope: "openid email", prompt: "none" })), true);
});

Deno.test("a person is asked for what is new, and shown apart what they allowed before (OpenID Connect Core section 3.1.2.4)", async () => {
  const client = await addClient(provider);
  await allow(await ask(client, { scope: "openid email" }));
  const page = await ask(client, { scope: "openid email orders:read" });
  const { asked, agreed } = listed(page);
  assertStringIncludes(asked, "orders:read");
  assertEquals([asked.includes("<li>"), agreed.match(/<li>/g)?.length], [true, 2]);
  assertEquals(asked.match(/<li>/g)?.length, 1);
  await allow(page);
  assertEquals(hasCode(await ask(client, { scope: "openid email orders:read", prompt: "none" })), true);
});

Deno.test("what one person allowed is not allowed by another, nor for another client (OpenID Connect Core section 3.1.2.4)", async () => {
  const client = await addClient(provider), second = await addClient(provider);
  await allow(await ask(client));
  assertEquals(askedOn(await ask(second)), "consent");
  const theirs = openBrowser(issuer, send);
  await authorizeAs(provider, trusted, bob, { browser: theirs });
  assertEquals(askedOn(await theirs.open(authorizeUrl(issuer, client))), "consent");
});

Deno.test("what was denied is asked again, and nothing of it is remembered (OpenID Connect Core section 3.1.2.4)", async () => {
  const client = await addClient(provider);
  const { error } = answerIn(await browser.submit(await ask(client), { decision: "deny" }));
  assertEquals(error, "access_denied");
  assertEquals(answerIn(await ask(client, { prompt: "none" })).error, "consent_required");
});

Deno.test("a decision other than allow is no (OpenID Connect Core section 3.1.2.4)", async () => {
  const client = await addClient(provider);
  assertEquals(answerIn(await browser.submit(await ask(client), { decision: "" })).error, "access_denied");
});

Deno.test("a withdrawn consent is asked for again (OpenID Connect Core section 3.1.2.4)", async () => {
  const client = await addClient(provider);
  await allow(await ask(client));
  const agreement = { account_id: alice.sub, client_id: client.client_id };
  await withdrawConsent(storeOf(provider), agreement, time.now);
  const page = await ask(client);
  assertEquals([askedOn(page), listed(page).agreed], ["consent", ""]);
  assertEquals(hasCode(await allow(page)), true);
});

Deno.test("offline_access is a scope that a person is asked for, and a client without refresh tokens does not get it (OpenID Connect Core section 11)", async () => {
  const scope = "openid offline_access";
  const client = await addClient(provider);
  await allow(await ask(client));
  const page = await ask(client, { scope });
  assertEquals(askedOn(page), "consent");
  const granted = await redeem(send, client, answerIn(await allow(page)).code!);
  assertEquals([granted.scope, typeof granted.refresh_token], [scope, "string"]);
  const without = await addClient(provider, { grant_types: ["authorization_code"] });
  const less = await redeem(send, without, answerIn(await allow(await ask(without, { scope }))).code!);
  assertEquals([less.scope, less.refresh_token], ["openid", undefined]);
});

const native = { application_type: "native", token_endpoint_auth_method: "none" } as const;

for (
  const redirect_uri of [
    "com.example.app:/callback",
    "http://127.0.0.1:4711/callback",
    "http://[::1]/callback",
  ]
) {
  for (const first_party of [false, true]) {
    const what = `${first_party ? "first-party" : "public"} client at ${redirect_uri}`;
    Deno.test(`a ${what} asks each time, because any program may be there (RFC 8252 section 8.6)`, async () => {
      const client = await addClient(provider, { ...native, redirect_uris: [redirect_uri] }, { first_party });
      for (let time = 0; time < 2; time++) {
        const page = await ask(client);
        assertEquals(askedOn(page), "consent");
        assertEquals(hasCode(await allow(page)), true);
      }
      assertEquals(answerIn(await ask(client, { prompt: "none" })).error, "consent_required");
    });
  }
}

Deno.test("a first-party client is not asked for at an https address, or where it authenticates (RFC 8252 section 8.6)", async () => {
  const record = { first_party: true }, asked = { scope: "openid email", prompt: "none" };
  const page = await addClient(provider, { token_endpoint_auth_method: "none" }, record);
  const secret = await addClient(provider, { redirect_uris: ["http://127.0.0.1:4711/callback"] }, record);
  assertEquals([hasCode(await ask(page, asked)), hasCode(await ask(secret, asked))], [true, true]);
});

Deno.test("a public client at an https address is remembered like any other (OpenID Connect Core section 3.1.2.4)", async () => {
  const client = await addClient(provider, { token_endpoint_auth_method: "none" });
  await allow(await ask(client));
  assertEquals(hasCode(await ask(client, { prompt: "none" })), true);
});

import { assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert";
import { catalogues } from "../../src/http/texts/choose_locale.ts";
import { openBrowser } from "../support/browser.ts";
import { type Asked, authorizeUrl, signIn } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const provider = await openProvider(), { issuer, send } = provider;
const person = await addPerson(provider), { client: words, consent, wayBack } = catalogues.en;
const open = { origin: "open" } as const;
const onDevice = {
  redirect_uris: ["com.example.app:/callback"],
  token_endpoint_auth_method: "none",
} as const;

/** Asks wrongly, in a way of which the client is told. */
const wrongly = (client: Awaited<ReturnType<typeof addClient>>, asked: Asked = {}) =>
  send(authorizeUrl(issuer, client, { max_age: "soon", ...asked }));

async function consentFor(client: Awaited<ReturnType<typeof addClient>>): Promise<string> {
  const browser = openBrowser(issuer, send);
  return (await signIn(browser, await browser.open(authorizeUrl(issuer, client)), person)).html;
}

Deno.test("consent says of a client that registered itself openly that nobody vouches for it (RFC 7591 section 5)", async () => {
  assertStringIncludes(await consentFor(await addClient(provider, {}, open)), words.unverified);
  for (const origin of ["admin", "token"] as const) {
    assertEquals(
      (await consentFor(await addClient(provider, {}, { origin }))).includes(words.unverified),
      false,
    );
  }
});

Deno.test("consent warns where the answer goes to whatever program on the device takes it (RFC 8252 section 8.6)", async () => {
  const loopback = { ...onDevice, redirect_uris: ["http://127.0.0.1/callback"] };
  for (const metadata of [onDevice, loopback]) {
    assertStringIncludes(await consentFor(await addClient(provider, metadata, open)), consent.onDevice);
  }
  assertEquals((await consentFor(await addClient(provider, {}, open))).includes(consent.onDevice), false);
  assertEquals((await consentFor(await addClient(provider, onDevice))).includes(consent.onDevice), false);
});

Deno.test("an error for a client that nobody vouches for waits on a page that names the address (RFC 9700 section 4.11.2)", async () => {
  const answer = await wrongly(await addClient(provider, {}, open)), html = await answer.text();
  assertEquals([answer.status, answer.headers.get("location")], [400, null]);
  assertStringIncludes(html, wayBack.message);
  assertStringIncludes(html, "<bdi>app.example</bdi>");
  const href = /<a class="button" href="([^"]+)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
  assertEquals(Object.fromEntries(new URL(href).searchParams).error, "invalid_request");
  assertNotMatch(html, /http-equiv|<script(?! src)/);
});

Deno.test("an error that would stand in the fragment waits on a page as well (RFC 9700 section 4.11.2)", async () => {
  const answer = await wrongly(await addClient(provider, {}, open), { response_type: "id_token" });
  const html = await answer.text(), href = /<a class="button" href="([^"]+)"/.exec(html)?.[1] ?? "";
  assertEquals([answer.status, new URL(href.replaceAll("&amp;", "&")).hash.startsWith("#error=")], [
    400,
    true,
  ]);
});

Deno.test("an error that would be posted waits on a page as well (RFC 9700 section 4.11.2)", async () => {
  const client = await addClient(provider, {}, open);
  const answer = await wrongly(client, { response_mode: "form_post" }), html = await answer.text();
  assertEquals(answer.status, 400);
  assertMatch(html, new RegExp(`<form method="post" action="${client.redirect_uri}">`));
  assertNotMatch(html, /<script/);
  assertMatch(answer.headers.get("content-security-policy")!, /form-action [^;]*https:\/\/app\.example/);
});

Deno.test("a frame in which nobody could see a page gets its error at once (OpenID Connect Core section 3.1.2.6)", async () => {
  const client = await addClient(provider, {}, open);
  assertEquals((await wrongly(client, { prompt: "none" })).status, 303);
  assertEquals((await send(authorizeUrl(issuer, client, { prompt: "none" }))).status, 303);
});

Deno.test("a client that an administrator made, or let in, gets its errors at once (RFC 6749 section 4.1.2.1)", async () => {
  for (const origin of ["admin", "token"] as const) {
    assertEquals((await wrongly(await addClient(provider, {}, { origin }))).status, 303);
  }
});

Deno.test("a person's own no goes to the client at once, whoever it is (RFC 6749 section 4.1.2.1)", async () => {
  const browser = openBrowser(issuer, send), client = await addClient(provider, {}, open);
  const login = await browser.open(authorizeUrl(issuer, client));
  const answered = await browser.submit(login, { decision: "deny" });
  assertEquals([answered.status, new URL(answered.url).searchParams.get("error")], [303, "access_denied"]);
});

Deno.test("the account page opens an app where it starts a sign-in, and says with whom (OpenID Connect Core section 4)", async () => {
  const client = await addClient(provider, { initiate_login_uri: "https://app.example/login?from=us" });
  const browser = openBrowser(issuer, send);
  const consented = await signIn(browser, await browser.open(authorizeUrl(issuer, client)), person);
  await browser.submit(consented, { decision: "allow" });
  const { html } = await browser.open("/account");
  const iss = encodeURIComponent(issuer);
  assertStringIncludes(html, `href="https://app.example/login?from=us&amp;iss=${iss}"`);
});

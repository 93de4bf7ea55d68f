// An attacker bends a registered redirect URI until the code goes somewhere else.
import { assert, assertEquals } from "@std/assert";
import { openBrowser } from "../support/browser.ts";
import { makeClientKey } from "../support/client_keys.ts";
import { authorizeAs, authorizeUrl } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider } from "../support/provider.ts";
import { encryptedObject, requestObject } from "../support/request_objects.ts";

const provider = await openProvider();
const { issuer, send } = provider;
const registered = "https://app.example/callback", loopback = "http://127.0.0.1:4711/callback";
const redirect_uris = [registered, loopback, "com.example.app:/callback"];
const key = await makeClientKey(), jwks = { keys: [key.jwk] };
const client = await addClient(provider, { redirect_uris, jwks }, { first_party: true });
const browser = openBrowser(issuer, send);
await authorizeAs(provider, client, await addPerson(provider), { browser });

const bent: readonly string[] = [
  "https://APP.example/callback",
  "HTTPS://app.example/callback",
  "https://app.example/Callback",
  "https://app.example/callback/",
  "https://app.example/callback//",
  "https://app.example//callback",
  "https://app.example/./callback",
  "https://app.example/x/../callback",
  "https://app.example/callback/../callback",
  "https://app.example/callback/..%2fevil",
  "https://app.example/%63allback",
  "https://app.example/callback%2e",
  "https://app.example/callback%00",
  "https://app.example/callback%20",
  "https://app.example/callback?",
  "https://app.example/callback?next=https://evil.example",
  "https://app.example/callback#",
  "https://app.example/callback#fragment",
  "https://app.example/callback;evil",
  "https://app.example:443/callback",
  "https://app.example:8443/callback",
  "https://app.example./callback",
  "https://app.example.evil.example/callback",
  "https://evil.example/app.example/callback",
  "https://app.example@evil.example/callback",
  "https://app.example:pass@app.example/callback",
  "https://evil.example\\@app.example/callback",
  "https://app.example\\.evil.example/callback",
  "https://app.example%2eevil.example/callback",
  "https://app.example/callback\t",
  "https://app.example\t/callback",
  " https://app.example/callback",
  "https://app.example/callback\n",
  "https://аpp.example/callback",
  "https:app.example/callback",
  "https:/app.example/callback",
  "https:\\\\app.example\\callback",
  "//app.example/callback",
  "/callback",
  "http://app.example/callback",
  "javascript:alert(1)//https://app.example/callback",
  "data:text/html,https://app.example/callback",
  "com.example.app:/callback/",
  "com.example.app://callback",
  "COM.EXAMPLE.APP:/callback",
  "http://localhost:4711/callback",
  "http://localhost.:4711/callback",
  "http://127.0.0.1.:4711/callback",
  "http://127.1:4711/callback",
  "http://2130706433:4711/callback",
  "http://[::1]:4711/callback",
  "http://0.0.0.0:4711/callback",
  "http://127.0.0.2:4711/callback",
  "http://127.0.0.1:4711/callback/",
  "http://127.0.0.1:4711@evil.example/callback",
  "http://127.0.0.1:99999/callback",
  "http://127.0.0.1:/callback",
  "https://127.0.0.1:4711/callback",
  "*",
  "null",
];

for (const redirect_uri of bent) {
  Deno.test(`nobody is sent to ${JSON.stringify(redirect_uri)}: it is a page, with an answer or an error (RFC 9700 section 4.1.3)`, async () => {
    for (const asked of [{}, { prompt: "none" }, { response_type: "nonsense" }]) {
      const visit = await browser.open(authorizeUrl(issuer, client, { ...asked, redirect_uri }));
      assertEquals([visit.status, visit.headers.get("location")], [400, null]);
      assert(["redirect_uri.registered", "form.nul_byte"].includes(lastRefusal(provider)!));
      assert(!/<form|http-equiv="refresh"/i.test(visit.html), "Nothing on the page leads there by itself");
    }
  });
}

for (const redirect_uri of bent) {
  Deno.test(`nobody is sent to ${JSON.stringify(redirect_uri)} by a request object, whatever stands beside it (OpenID Connect Core section 6.1)`, async () => {
    for (const claims of [{}, { prompt: "none" }, { response_mode: "nonsense" }]) {
      const request = await requestObject(provider, client, key, { claims: { ...claims, redirect_uri } });
      for (const beside of [registered, undefined, redirect_uri.replaceAll("\0", "")]) {
        const visit = await browser.open(authorizeUrl(issuer, client, { request, redirect_uri: beside }));
        assertEquals([visit.status, visit.headers.get("location")], [400, null]);
        assertEquals(lastRefusal(provider), "redirect_uri.registered");
      }
    }
  });
}

Deno.test("an object with a registered redirect URI that does not hold sends nobody anywhere by itself (RFC 6749 section 4.1.2.1)", async () => {
  const broken = [
    await requestObject(provider, client, { ...key, privateKey: (await makeClientKey()).privateKey }),
    await requestObject(provider, client, key, { claims: { aud: "https://other.example" } }),
    await requestObject(provider, client, key, { claims: { exp: provider.time.now - 60 } }),
    await encryptedObject(provider, "nothing"),
  ];
  for (const request of broken) {
    for (const beside of [undefined, "https://evil.example/", "https://app.example/callback/"]) {
      const visit = await browser.open(authorizeUrl(issuer, client, { request, redirect_uri: beside }));
      assertEquals([visit.status, visit.headers.get("location")], [400, null]);
    }
  }
});

Deno.test("the redirect URI in an object wins over one beside it, and over a bent one (OpenID Connect Core section 6.1)", async () => {
  const request = await requestObject(provider, client, key, { claims: { redirect_uri: loopback } });
  for (const beside of [registered, "https://evil.example/", undefined]) {
    const visit = await browser.open(authorizeUrl(issuer, client, { request, redirect_uri: beside }));
    assertEquals([visit.status, visit.url.startsWith(`${loopback}?code=`)], [303, true]);
  }
});

Deno.test("the same table against the registered addresses themselves: they are sent to (RFC 6749 section 3.1.2.3)", async () => {
  for (
    const redirect_uri of [...redirect_uris, "http://127.0.0.1:51004/callback", "http://127.0.0.1/callback"]
  ) {
    const visit = await browser.open(authorizeUrl(issuer, client, { redirect_uri }));
    assertEquals([visit.status, visit.url.startsWith(`${redirect_uri}?code=`)], [303, true], redirect_uri);
  }
});

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { openBrowser } from "../support/browser.ts";
import { authorizeUrl, signIn } from "../support/flow.ts";
import { addPerson, openProvider } from "../support/provider.ts";
import { configure, register, setPolicy, webApp } from "../support/registration.ts";

const provider = await openProvider(), { issuer, send } = provider;
await setPolicy(provider, { registration: "open" });
const person = await addPerson(provider);
const several = {
  ...webApp,
  client_name: "Prints",
  "client_name#de": "Drucke",
  "client_name#ja-Hani-JP": "版画",
  policy_uri: "https://app.example/privacy",
  "policy_uri#de": "https://app.example/datenschutz",
  "tos_uri#de": "https://app.example/nutzung",
};
const { body: client } = await register(send, several);

Deno.test("what a client says in several languages is registered and echoed (RFC 7591 section 2.2)", async () => {
  const { body } = await configure(send, client, "GET");
  for (const [name, value] of Object.entries(several)) assertEquals(body[name], value, name);
});

Deno.test("consent speaks of a client in the language of the page (OpenID Connect Dynamic Client Registration section 2.1)", async () => {
  const shown: Readonly<Record<string, readonly string[]>> = {
    de: ["Drucke", "https://app.example/datenschutz", "https://app.example/nutzung"],
    ja: ["版画", "https://app.example/privacy", "https://app.example/nutzung"],
    fr: ["Prints", "https://app.example/privacy", "https://app.example/nutzung"],
  };
  const own = { ...client, redirect_uri: webApp.redirect_uris[0] };
  for (const [ui_locales, [name, policy, terms]] of Object.entries(shown)) {
    const browser = openBrowser(issuer, send);
    const { html } = await signIn(
      browser,
      await browser.open(authorizeUrl(issuer, own, { ui_locales })),
      person,
    );
    assertStringIncludes(html, `<bdi>${name}</bdi>`);
    for (const href of [policy, terms]) assertStringIncludes(html, `href="${href}"`);
  }
});

Deno.test("a name loses in every language what would reorder or hide the words around it (RFC 7591 section 5)", async () => {
  const { body } = await register(send, {
    ...webApp,
    "client_name#de": "Meine\u202e Bank\u200b",
    "client_name#fr": "\u202e",
  });
  assertEquals([body["client_name#de"], "client_name#fr" in body], ["Meine Bank", false]);
});

const refused: Readonly<Record<string, unknown>> = {
  "client_name#de": "a".repeat(201),
  "client_name#fr": 7,
  "client_uri#de": "http://app.example/",
  "policy_uri#de": "javascript:alert(1)",
  "tos_uri#ja": "https://ada@app.example/",
};

for (const [name, value] of Object.entries(refused)) {
  Deno.test(`${name} is refused where it would be without a tag (RFC 7591 section 3.2.2)`, async () => {
    const { status, body } = await register(send, { ...webApp, [name]: value });
    assertEquals([status, body.error], [400, "invalid_client_metadata"]);
    assert(
      body.error_description.startsWith(name.replace("#", "?")) || body.error_description.startsWith(name),
    );
  });
}

Deno.test("a tag that is none, and a tag on what people do not read, is left out like anything unknown (RFC 7591 section 2)", async () => {
  const others = {
    "client_name#d": "a",
    "client_name#": "a",
    "scope#de": "openid",
    "logo_uri#de": "https://a.example/l",
  };
  const { status, body } = await register(send, { ...webApp, ...others });
  assertEquals([status, Object.keys(others).filter((name) => name in body)], [201, []]);
});

Deno.test("so many languages that nobody speaks them are refused", async () => {
  const tags = Array.from(
    { length: 201 },
    (_, at) => [`client_name#x${String.fromCharCode(97 + at % 26)}-${at}`, "a"],
  );
  const { status, body } = await register(send, { ...webApp, ...Object.fromEntries(tags) });
  assertEquals([status, body.error], [400, "invalid_client_metadata"]);
});

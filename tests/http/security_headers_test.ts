import { assert, assertEquals, assertMatch } from "@std/assert";
import { assets } from "../../src/http/assets/assets.ts";
import { routes } from "../../src/http/routes.ts";
import { openBrowser } from "../support/browser.ts";
import { authorizeUrl, signIn } from "../support/flow.ts";
import { addClient, addPerson, openProvider, type TestProvider } from "../support/provider.ts";

const provider = await openProvider();
const client = await addClient(provider), person = await addPerson(provider);
const { issuer, send } = provider;

/** Every path with every method that it answers to, and some that nobody answers to. */
const requests = [
  ...routes.flatMap(({ path, methods }) =>
    [...Object.keys(methods), "PUT", "OPTIONS"].map((method) => [method, path])
  ),
  ...assets.map(({ path }) => ["GET", path]),
  ["GET", "/nowhere"],
  ["POST", "/nowhere"],
] as const;

async function headersOf({ send }: TestProvider, [method, path]: typeof requests[number]): Promise<Headers> {
  const response = await send(path!, { method: method!, headers: { accept: "text/html" } });
  await response.body?.cancel();
  return response.headers;
}

for (const request of requests) {
  Deno.test(`${request.join(" ")} is not sniffed, tells no other site where people were, and can be found in the log`, async () => {
    const headers = await headersOf(provider, request);
    assertEquals(headers.get("x-content-type-options"), "nosniff");
    assertEquals(headers.get("referrer-policy"), "same-origin");
    assertMatch(headers.get("x-request-id") ?? "", /^[0-9A-Za-z]{11}$/);
    assertEquals(headers.get("strict-transport-security"), null);
    assertEquals([headers.get("server"), headers.get("x-powered-by")], [null, null]);
    if (headers.get("content-type")?.startsWith("text/html")) {
      assertEquals(headers.get("x-frame-options"), "DENY");
      assertEquals(headers.get("cache-control"), "no-store");
      assertMatch(
        headers.get("content-security-policy") ?? "",
        /^default-src 'none'; .*frame-ancestors 'none'$/,
      );
    }
  });
}

Deno.test("on https every answer asks for https from then on (RFC 6797 section 6.1)", async () => {
  const secure = await openProvider({ issuer: "https://id.example", db: provider.db });
  for (const request of requests) {
    const headers = await headersOf(secure, request);
    assertEquals(headers.get("strict-transport-security"), "max-age=31536000", request.join(" "));
  }
});

/** The directives of a page's policy. */
function policyOf(headers: Headers): Readonly<Record<string, string>> {
  const directives = (headers.get("content-security-policy") ?? "").split("; ");
  return Object.fromEntries(
    directives.map((text) => [text.split(" ")[0], text.split(" ").slice(1).join(" ")]),
  );
}

const strict = {
  "default-src": "'none'",
  "style-src": "'self'",
  "img-src": "'self'",
  "script-src": "'self'",
  "form-action": "'self'",
  "base-uri": "'none'",
  "frame-ancestors": "'none'",
};

Deno.test("a page that leads nowhere posts to nobody but us (Content Security Policy section 6.4.1)", async () => {
  const paths = ["/", "/nowhere", "/login", "/consent", "/set-password", "/oauth2/authorize"];
  for (const path of paths) {
    const response = await send(path, { headers: { accept: "text/html" } });
    assertEquals(policyOf(response.headers), strict, path);
    await response.body?.cancel();
  }
});

/** A redirect URI, and what the pages on the way to it may post to besides ourselves. */
const targets: Readonly<Record<string, string>> = {
  "https://app.example/callback": "https://app.example",
  "https://app.example:8443/callback": "https://app.example:8443",
  "http://127.0.0.1:49152/callback": "http://127.0.0.1:49152",
  "http://[::1]:49152/callback": "http:",
  "com.example.app:/callback": "com.example.app:",
};

for (const [redirect_uri, source] of Object.entries(targets)) {
  Deno.test(`the pages on the way to ${redirect_uri} may post to ${source} and nowhere else`, async () => {
    const registered = await addClient(provider, { redirect_uris: [redirect_uri] });
    const browser = openBrowser(issuer, send), expected = { ...strict, "form-action": `'self' ${source}` };
    const login = await browser.open(authorizeUrl(issuer, registered, { response_mode: "form_post" }));
    assertEquals(policyOf(login.headers), expected);
    const again = await browser.submit(login, { username: person.username, password: "wrong" });
    assertEquals([again.status, policyOf(again.headers)], [400, expected]);
    const consent = await signIn(browser, again, person);
    assert(consent.url.includes("/consent"));
    assertEquals(policyOf(consent.headers), expected);
    const handOver = await browser.submit(consent, { decision: "allow" });
    assertEquals([handOver.status, policyOf(handOver.headers)], [200, expected]);
  });
}

Deno.test("a page speaks the language that was asked for, and says that it depends on it (RFC 9110 section 12.5.5)", async () => {
  const response = await send(authorizeUrl(issuer, { ...client, client_id: "nobody" }), {
    headers: { "accept-language": "fr" },
  });
  assertMatch(await response.text(), /<html lang="fr"/);
  assertEquals(response.headers.get("vary"), "Accept-Language");
});

Deno.test("an asset is kept for ever under its own digest, the icon for a day", async () => {
  for (const { path, type } of assets) {
    const response = await send(path);
    await response.body?.cancel();
    assertEquals(response.headers.get("content-type"), type);
    const kept = path.endsWith(".svg") ? "public, max-age=86400" : "public, max-age=31536000, immutable";
    assertEquals(response.headers.get("cache-control"), kept);
  }
});

import { assertEquals, assertStringIncludes } from "@std/assert";
import { catalogues } from "../../src/http/texts/choose_locale.ts";
import { findClientRow, moveClient } from "../../src/store/clients.ts";
import { asserted, signerOf } from "../support/client_assertion.ts";
import { makeClientKey } from "../support/client_keys.ts";
import { openBrowser } from "../support/browser.ts";
import {
  askedFor,
  documentAt,
  documentClient,
  documentUrl,
  openToDocuments,
} from "../support/client_documents.ts";
import { askedOn, authorizeAs, authorizeUrl, codeIn, redeem, refresh, signIn } from "../support/flow.ts";
import { addPerson, lastRefusal, storeOf } from "../support/provider.ts";
import { setPolicy } from "../support/registration.ts";

const hour = 3600;

Deno.test("a client that names its document signs a person in, and is fetched once for it (OAuth Client ID Metadata Document section 4)", async () => {
  const provider = await openToDocuments(), person = await addPerson(provider), client = documentClient();
  const tokens = await redeem(provider.send, client, codeIn(await authorizeAs(provider, client, person)));
  assertEquals(tokens.status, 200);
  const claims = JSON.parse(atob(tokens.id_token!.split(".")[1]!.replaceAll("-", "+").replaceAll("_", "/")));
  assertEquals([claims.aud, claims.iss], [documentUrl, provider.issuer]);
  assertEquals(provider.served.asked, [{
    url: documentUrl,
    asked: { accept: ["application/json"], maxBytes: 10_240 },
  }]);
});

Deno.test("a client whose document has its keys authenticates by them, and by nothing else (RFC 7523 section 3)", async () => {
  const provider = await openToDocuments(), person = await addPerson(provider), key = await makeClientKey();
  const members = { token_endpoint_auth_method: "private_key_jwt", jwks: { keys: [key.jwk] } };
  provider.served.at.set(documentUrl, documentAt(documentUrl, members));
  const client = documentClient(), signer = signerOf(key);
  const authorized = async () => codeIn(await authorizeAs(provider, client, person));
  assertEquals((await redeem(provider.send, client, await authorized())).error, "invalid_client");
  const proof = await asserted(provider, { client_id: documentUrl, signer });
  assertEquals((await redeem(provider.send, client, await authorized(), proof)).status, 200);
  // The document names another key now, and what was signed with the former one counts no more.
  const { jwk } = await makeClientKey("ES256", "new");
  provider.served.at.set(documentUrl, documentAt(documentUrl, { ...members, jwks: { keys: [jwk] } }));
  provider.time.now += hour;
  const former = await asserted(provider, { client_id: documentUrl, signer });
  assertEquals((await redeem(provider.send, client, await authorized(), former)).error, "invalid_client");
});

Deno.test("discovery says whether documents are taken, and where the policy does not say they are not (OAuth Client ID Metadata Document section 5)", async () => {
  const provider = await openToDocuments(), { send, served } = provider;
  const told = async () => {
    const metadata = await (await send("/.well-known/openid-configuration")).json();
    return metadata.client_id_metadata_document_supported;
  };
  assertEquals([await told(), await askedFor(provider)], [true, 303]);
  await setPolicy(provider, {});
  served.asked.length = 0;
  assertEquals([await told(), await askedFor(provider)], [false, 400]);
  const other = documentClient("https://other.example/client.json");
  assertEquals([await askedFor(provider, other), lastRefusal(provider)], [400, "client_id.known"]);
  assertEquals(served.asked, []);
});

Deno.test("a client whose policy is gone redeems and refreshes no more", async () => {
  const provider = await openToDocuments(), person = await addPerson(provider), client = documentClient();
  const { refresh_token } = await redeem(
    provider.send,
    client,
    codeIn(
      await authorizeAs(provider, client, person, {
        asked: { scope: "openid offline_access", prompt: "consent" },
      }),
    ),
  );
  const code = codeIn(await authorizeAs(provider, client, person));
  await setPolicy(provider, {});
  assertEquals((await redeem(provider.send, client, code)).error, "invalid_client");
  assertEquals((await refresh(provider.send, client, refresh_token ?? "-")).error, "invalid_client");
});

Deno.test("consent shows the host of the client_id, and where else the answer goes (RFC 7591 section 5)", async () => {
  const provider = await openToDocuments(), person = await addPerson(provider), { issuer, send } = provider;
  const { consent, client: words } = catalogues.en;
  const shown = async (client_id: string, redirect_uri: string) => {
    provider.served.at.set(client_id, documentAt(client_id, { redirect_uris: [redirect_uri] }));
    const browser = openBrowser(issuer, send), client = documentClient(client_id, redirect_uri);
    const { html } = await signIn(browser, await browser.open(authorizeUrl(issuer, client)), person);
    const host = /<div class="client"><p><strong><bdi>(.*?)<\/bdi>/.exec(html)?.[1]?.replaceAll("<wbr>", "");
    assertEquals([host, html.includes(words.unverified)], [new URL(client_id).host, true]);
    return html;
  };
  const own = await shown("https://app.example/own.json", "https://app.example/cb");
  assertEquals([own.includes(consent.onDevice), own.includes(consent.elsewhere("app.example"))], [
    false,
    false,
  ]);
  const other = await shown("https://app.example/other.json", "https://other.example/cb");
  assertStringIncludes(other, consent.elsewhere("other.example"));
  assertStringIncludes(
    await shown("https://app.example/device.json", "http://127.0.0.1/cb"),
    consent.onDevice,
  );
});

Deno.test("a loopback redirect is asked for each time, an https one once (RFC 8252 section 8.6)", async () => {
  const provider = await openToDocuments(),
    person = await addPerson(provider),
    { issuer, send, served } = provider;
  const local = "https://app.example/cli.json", cli = documentClient(local, "http://127.0.0.1:7777/cb");
  served.at.set(local, documentAt(local, { redirect_uris: ["http://127.0.0.1/cb"] }));
  const browser = openBrowser(issuer, send);
  for (const [client, again] of [[documentClient(), "nothing"], [cli, "consent"]] as const) {
    await authorizeAs(provider, client, person, { browser });
    assertEquals(askedOn(await browser.open(authorizeUrl(issuer, client))), again, client.client_id);
  }
});

Deno.test("a document that changed asks for consent again, and one that did not asks nobody (RFC 7591 section 5)", async () => {
  const provider = await openToDocuments(),
    person = await addPerson(provider),
    { issuer, send, served, time } = provider;
  const browser = openBrowser(issuer, send), client = documentClient();
  await authorizeAs(provider, client, person, { browser });
  time.now += hour;
  assertEquals(askedOn(await browser.open(authorizeUrl(issuer, client))), "nothing");
  assertEquals(served.asked.length, 2);
  served.at.set(documentUrl, documentAt(documentUrl, { client_name: "Another App" }));
  time.now += hour;
  assertEquals(askedOn(await browser.open(authorizeUrl(issuer, client))), "consent");
});

Deno.test("a redirect URI that the document names no more is used no more, not even by who was asked already (RFC 9700 section 4.1.3)", async () => {
  const provider = await openToDocuments(),
    person = await addPerson(provider),
    { issuer, send, served, time } = provider;
  const browser = openBrowser(issuer, send), client = documentClient();
  const page = await signIn(browser, await browser.open(authorizeUrl(issuer, client)), person);
  const moved = "https://app.example/new";
  served.at.set(documentUrl, documentAt(documentUrl, { redirect_uris: [moved] }));
  served.headers.set("cache-control", "max-age=1");
  time.now += hour;
  // Somebody else's request brings the news.
  assertEquals(await askedFor(provider, documentClient(documentUrl, moved)), 303);
  assertEquals([await askedFor(provider), lastRefusal(provider)], [400, "redirect_uri.registered"]);
  time.now -= hour - 60;
  assertEquals((await browser.submit(page, { decision: "allow" })).status, 400);
});

const wrong: Readonly<Record<string, readonly [Readonly<Record<string, unknown>>, string]>> = {
  "a secret": [{ client_secret: "everybody-knows" }, "must have no client_secret"],
  "a method that needs a secret": [
    { token_endpoint_auth_method: "client_secret_basic" },
    "token_endpoint_auth_method must need no secret",
  ],
  "another client_id": [{ client_id: "https://app.example/other.json" }, "as its client_id"],
  "no redirect URI": [{ redirect_uris: [] }, "redirect_uris"],
  "a redirect URI that a browser runs": [
    { redirect_uris: ["javascript:alert(1)"] },
    "redirect_uris/0 must not use a scheme",
  ],
  "a redirect URI without protection": [
    { redirect_uris: ["http://app.example/callback"] },
    "redirect_uris/0 must use https",
  ],
  "a scheme that anybody may take": [{ redirect_uris: ["myapp:/callback"] }, "a scheme with a dot"],
};

for (const [what, [members, says]] of Object.entries(wrong)) {
  Deno.test(`a document with ${what} makes no client, and the explanation says why (OAuth Client ID Metadata Document section 4.1)`, async () => {
    const provider = await openToDocuments();
    provider.served.at.set(documentUrl, documentAt(documentUrl, members));
    const answer = await provider.send(authorizeUrl(provider.issuer, documentClient()));
    assertEquals([answer.status, answer.headers.get("location")], [400, null]);
    const html = await answer.text();
    assertStringIncludes(html, catalogues.en.refusals.unknownClient.title);
    assertStringIncludes(html, says);
    assertEquals(lastRefusal(provider), "client_id.document");
    assertEquals(await findClientRow(storeOf(provider), documentUrl), undefined);
  });
}

Deno.test("nobody vouches for a client by document: no client_credentials, and only the scopes of open clients (RFC 7591 section 5)", async () => {
  const provider = await openToDocuments();
  await setPolicy(provider, {
    client_id_metadata_documents: true,
    scopes: ["orders", "refunds"],
    open_scopes: ["orders"],
  });
  const members = {
    grant_types: ["authorization_code", "client_credentials"],
    scope: "openid orders refunds",
  };
  provider.served.at.set(documentUrl, documentAt(documentUrl, members));
  assertEquals(await askedFor(provider), 303);
  const { metadata } = (await findClientRow(storeOf(provider), documentUrl))!;
  assertEquals([metadata.grant_types, metadata.scope], [["authorization_code"], "openid orders"]);
});

Deno.test("a client that an administrator disabled or deleted does not come back by its document", async () => {
  const provider = await openToDocuments(), store = storeOf(provider), { served, time } = provider;
  await askedFor(provider);
  for (const event of ["disable", "delete"] as const) {
    await moveClient(store, documentUrl, event, time.now);
    time.now += hour;
    assertEquals([await askedFor(provider), lastRefusal(provider)], [400, "client_id.known"]);
  }
  assertEquals(served.asked.length, 2);
});

Deno.test("the token endpoint fetches for no client that it does not know", async () => {
  const provider = await openToDocuments();
  assertEquals((await redeem(provider.send, documentClient(), "no-code")).error, "invalid_client");
  assertEquals(provider.served.asked, []);
});

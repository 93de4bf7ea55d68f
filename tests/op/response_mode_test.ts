import { assertEquals, assertStringIncludes } from "@std/assert";
import { formOf, openBrowser } from "../support/browser.ts";
import { answerIn, authorizeAs, authorizeUrl, redeem } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send } = provider;
const redirect_uris = ["https://app.example/callback", "https://app.example/callback?tenant=a%20b&x"];
const client = await addClient(provider, { redirect_uris }, { first_party: true });
const browser = openBrowser(issuer, send);
await authorizeAs(provider, client, await addPerson(provider), { browser });

Deno.test("response_mode=form_post answers with a form that the browser posts to the client (Form Post Response Mode section 2)", async () => {
  const page = await browser.open(authorizeUrl(issuer, client, { response_mode: "form_post" }));
  const { action, fields } = formOf(page.html);
  assertEquals([page.status, page.headers.get("location"), action], [200, null, client.redirect_uri]);
  assertEquals(Object.keys(fields).toSorted(), ["code", "iss", "state"]);
  assertEquals([fields.iss, fields.state], [issuer, "some-state"]);
  assertEquals((await redeem(send, client, fields.code!)).status, 200);
  assertStringIncludes(page.html, '<form method="post"');
  const policy = page.headers.get("content-security-policy") ?? "";
  assertStringIncludes(policy, "form-action 'self' https://app.example;");
  assertEquals(policy.includes("unsafe"), false);
  assertEquals(page.headers.get("cache-control"), "no-store");
});

Deno.test("response_mode=form_post carries errors too, and nothing of the request unescaped (Form Post Response Mode section 2)", async () => {
  const state = `"><script>alert(1)</script>`;
  const asked = { response_mode: "form_post", prompt: "create", state };
  const page = await browser.open(authorizeUrl(issuer, client, asked));
  const { fields } = formOf(page.html);
  assertEquals([fields.error, fields.state, fields.iss], ["invalid_request", state, issuer]);
  assertEquals(page.html.includes("<script>alert"), false);
});

Deno.test("response_mode=query is the default of the response type code and may be said (Multiple Response Type Encoding Practices section 2.1)", async () => {
  for (const response_mode of [undefined, "query"]) {
    const visit = await browser.open(authorizeUrl(issuer, client, { response_mode }));
    assertEquals([visit.status, Object.keys(answerIn(visit)).toSorted()], [303, ["code", "iss", "state"]]);
  }
});

Deno.test("a registered query is kept as it was written, and the answer is added to it (RFC 6749 section 3.1.2)", async () => {
  const [, redirect_uri = ""] = redirect_uris;
  const visit = await browser.open(authorizeUrl(issuer, client, { redirect_uri }));
  assertEquals(visit.url.startsWith(`${redirect_uri}&code=`), true, visit.url);
});

Deno.test("an answer has no state where the request had none (RFC 6749 section 4.1.2)", async () => {
  const visit = await browser.open(authorizeUrl(issuer, client, { state: undefined }));
  assertEquals(Object.keys(answerIn(visit)).toSorted(), ["code", "iss"]);
});

Deno.test("state comes back exactly as it was sent (RFC 6749 section 4.1.2)", async () => {
  const state = "ünï ✓ & = + % ? # ; /%2F\t";
  assertEquals(answerIn(await browser.open(authorizeUrl(issuer, client, { state }))).state, state);
});

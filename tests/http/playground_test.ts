import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { createApp } from "../../src/http/app.ts";
import { preparePlayground } from "../../src/http/playground/client.ts";
import { findClientRow } from "../../src/store/clients.ts";
import { openBrowser } from "../support/browser.ts";
import { addPerson, openProvider, type Send } from "../support/provider.ts";

async function open(issuer = "http://localhost:8080") {
  const provider = await openProvider({ issuer });
  const playground = await preparePlayground(provider.deployment);
  const app = createApp(provider.deployment, undefined, { playground });
  const send: Send = async (address, init) =>
    await app.fetch(new Request(new URL(address, issuer), { redirect: "manual", ...init }), {
      remoteAddress: "127.0.0.1",
    });
  return { ...provider, send, playground };
}

Deno.test("the playground walks from the request to decoded tokens, refresh, introspection and revocation (OpenID Connect Core section 3.1)", async () => {
  const provider = await open(), person = await addPerson(provider);
  const browser = openBrowser(provider.issuer, provider.send);
  let visit = await browser.open("/playground");
  visit = await browser.submit(visit, { step: "start", scope: "openid profile email offline_access" });
  const [, next] = /<a class="button" href="([^"]+)"/.exec(visit.html) ?? [];
  visit = await browser.open(next!.replaceAll("&amp;", "&"));
  visit = await browser.submit(visit, { username: person.username, password: person.password });
  assertEquals(new URL(visit.url).pathname, "/playground");
  assertStringIncludes(visit.html, "state and iss are the expected ones");
  visit = await browser.submit(visit, { step: "redeem" });
  assertStringIncludes(visit.html, "id_token, decoded (OpenID Connect Core section 2)");
  assertStringIncludes(visit.html, person.sub);
  for (
    const [step, said] of [["userinfo", "Alice Example"], ["refresh", "RFC 9700"], [
      "introspect",
      "&quot;active&quot;: true",
    ], ["revoke", "Answer 200"]]
  ) {
    visit = await browser.submit(visit, { step: step! });
    assertStringIncludes(visit.html, said!);
  }
  visit = await browser.submit(visit, { step: "introspect" });
  assertStringIncludes(visit.html, "&quot;active&quot;: false");
  assertMatch(visit.html, /curl &#39;http:\/\/localhost:8080\/oauth2\/token&#39;/);
  assertStringIncludes(visit.html, "client.refreshTokenGrant(config");
});

Deno.test("signing out ends the tokens of the playground, unless offline_access was granted (OpenID Connect RP-Initiated Logout section 2, OpenID Connect Core section 11)", async () => {
  for (const [scope, active] of [["openid", false], ["openid offline_access", true]] as const) {
    const provider = await open(), person = await addPerson(provider);
    const browser = openBrowser(provider.issuer, provider.send);
    let visit = await browser.submit(await browser.open("/playground"), { step: "start", scope });
    const [, next] = /<a class="button" href="([^"]+)"/.exec(visit.html) ?? [];
    visit = await browser.open(next!.replaceAll("&amp;", "&"));
    visit = await browser.submit(visit, { username: person.username, password: person.password });
    visit = await browser.submit(visit, { step: "redeem" });
    visit = await browser.submit(visit, { step: "logout" });
    const [, logout] = /<a class="button" href="([^"]+)"/.exec(visit.html) ?? [];
    visit = await browser.open(logout!.replaceAll("&amp;", "&"));
    assertEquals(new URL(visit.url).pathname, "/playground");
    visit = await browser.submit(await browser.open("/playground"), { step: "introspect" });
    assertStringIncludes(visit.html, `&quot;active&quot;: ${active}`);
  }
});

Deno.test("the playground does not redeem a response whose state is another one (RFC 6749 section 10.12)", async () => {
  const provider = await open(), browser = openBrowser(provider.issuer, provider.send);
  await browser.submit(await browser.open("/playground"), { step: "start" });
  const visit = await browser.open(`/playground/callback?code=stolen&state=other&iss=${provider.issuer}`);
  assertStringIncludes(visit.html, "refuse it");
  assert(!visit.html.includes('value="redeem"'));
});

Deno.test("the playground takes no form from elsewhere (OAuth 2.0 Security BCP section 4.7)", async () => {
  const provider = await open(), browser = openBrowser(provider.issuer, provider.send);
  const page = await browser.open("/playground");
  assertEquals((await browser.submit(page, { step: "start", csrf: "other" })).status, 403);
  assertEquals(
    (await browser.submit(page, { step: "start" }, { origin: "https://evil.example" })).status,
    403,
  );
});

Deno.test("outside development there is no playground, and its client does not work any more", async () => {
  const before = await open();
  assertEquals((await findClientRow({ db: before.db, tenant: "default" }, "playground"))?.state, "active");
  const deployment = { ...before.deployment, issuer: "https://id.example", development: false };
  assertEquals(await preparePlayground(deployment), undefined);
  assertEquals((await findClientRow({ db: before.db, tenant: "default" }, "playground"))?.state, "disabled");
  const app = createApp(deployment);
  assertEquals((await app.request("https://id.example/playground")).status, 404);
  assert(!(await (await app.request("https://id.example/")).text()).includes("laygroun"));
});

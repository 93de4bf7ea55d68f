import { assertEquals, assertMatch } from "@std/assert";
import { Value } from "typebox/value";
import { meSchema } from "../../src/admin/me_description.ts";
import { passwordAcr } from "../../src/domain/acr.ts";
import type { ClaimMappings } from "../../src/domain/claim_mapping.ts";
import { openAdmin } from "../admin/admin_server.ts";
import { answerOf, post, tokensFor } from "../support/flow.ts";
import { addClient, addPerson, type TestClient } from "../support/provider.ts";

const provider = await openAdmin();
const { issuer, send, db, time, deployment } = provider;
const claim_mappings: ClaimMappings = {
  department: { attribute: "department", scope: "profile", to: ["userinfo"] },
};
const trusted = { first_party: true };
const client = await addClient(provider, {}, { ...trusted, claim_mappings });
const alice = await addPerson(provider);
await db.updateTable("account").set({ attributes: { department: "Engines" } }).execute();

async function tokenOf(app: TestClient, scope: string): Promise<string> {
  return (await tokensFor(provider, app, alice, { asked: { scope } })).access_token ?? "";
}

async function ask(authorization?: string, path = "/api/v1/me") {
  const response = await send(path, authorization === undefined ? {} : { headers: { authorization } });
  const text = await response.text(), { status, headers } = response;
  return { status, headers, text, body: text === "" ? {} : JSON.parse(text) };
}

const told = async (app: TestClient, scope: string) => await ask(`Bearer ${await tokenOf(app, scope)}`);

for (const access_token_format of ["jwt", "opaque"] as const) {
  Deno.test(`the bearer of ${access_token_format} access tokens learns whose they are, by their scopes (OpenID Connect Core section 5.3, RFC 7662 section 2.2)`, async () => {
    const app = await addClient(provider, {}, { ...trusted, claim_mappings, access_token_format });
    const { status, headers, body } = await told(app, "openid profile");
    assertEquals([status, headers.get("cache-control")], [200, "no-store"]);
    assertEquals(Value.Errors(meSchema, body), []);
    const { claims, exp, ...rest } = body;
    const { name, preferred_username, updated_at, department } = claims;
    assertEquals([name, preferred_username, updated_at, department], [
      "Alice Example",
      "alice",
      time.now,
      "Engines",
    ]);
    assertEquals(exp, time.now + (access_token_format === "jwt" ? 300 : 3600));
    assertEquals(rest, {
      sub: alice.sub,
      client_id: app.client_id,
      scope: "openid profile",
      auth_time: time.now,
      acr: passwordAcr,
      amr: ["pwd"],
    });
  });
}

Deno.test("no more is told than the scopes allow, and it is JSON however userinfo is registered (OpenID Connect Core section 5.3.2)", async () => {
  const app = await addClient(
    provider,
    { userinfo_signed_response_alg: "ES256", subject_type: "pairwise" },
    trusted,
  );
  const { body } = await told(app, "openid");
  assertEquals(body.claims, {});
  assertEquals(
    [typeof body.sub, body.sub === alice.sub],
    ["string", false],
    "A pairwise client learns its own subject",
  );
});

const mine = await tokenOf(client, "openid");
const revoked = await tokenOf(client, "openid");
await (await post(send, "/oauth2/revoke", { token: revoked }, client)).body?.cancel();
const machine = await addClient(provider, { grant_types: ["client_credentials"], response_types: [] });
const { access_token: own } = await answerOf(
  await post(send, "/oauth2/token", { grant_type: "client_credentials" }, machine),
);
const refused:
  readonly (readonly [what: string, authorization: string | undefined, number, string, path?: string])[] = [
    ["no token", undefined, 401, ""],
    ["a token in the query", undefined, 401, "", `/api/v1/me?access_token=${mine}`],
    ["another scheme", `Basic ${btoa("a:b")}`, 401, ""],
    ["a header without a token", "Bearer", 400, "invalid_request"],
    ["the admin token", `Bearer ${deployment.adminToken}`, 401, "invalid_token"],
    ["a revoked token", `Bearer ${revoked}`, 401, "invalid_token"],
    ["a changed token", `Bearer ${mine.slice(0, -4)}AAAA`, 401, "invalid_token"],
    ["a token without openid", `Bearer ${await tokenOf(client, "profile")}`, 403, "insufficient_scope"],
    ["a token of a client itself", `Bearer ${own}`, 403, "insufficient_scope"],
  ];
for (const [what, authorization, status, error, path] of refused) {
  Deno.test(`who asks for themself with ${what} is refused with ${status} ${error} (RFC 6750 section 3)`, async () => {
    const { headers, body, ...answer } = await ask(authorization, path);
    assertEquals([answer.status, body.error ?? "", headers.get("cache-control")], [
      status,
      error,
      "no-store",
    ]);
    assertMatch(headers.get("www-authenticate") ?? "", new RegExp(`^Bearer realm="${issuer}"`));
  });
}

Deno.test("an access token opens nothing else of the API", async () => {
  const { headers, status } = await ask(`Bearer ${mine}`, "/api/v1/users");
  assertEquals([status, headers.get("content-type")], [401, "application/problem+json"]);
});

Deno.test("what was erased since is told no more", async () => {
  const bob = await addPerson(provider, "bob");
  const { access_token } = await tokensFor(provider, client, bob, { asked: { scope: "openid" } });
  assertEquals((await provider.call("DELETE", `/users/${bob.sub}`)).status, 204);
  assertEquals((await ask(`Bearer ${access_token}`)).status, 401);
});

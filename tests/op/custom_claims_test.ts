import { assert, assertEquals } from "@std/assert";
import { decodeJwt } from "jose";
import type { ClaimMappings } from "../../src/domain/claim_mapping.ts";
import { moveClient } from "../../src/store/clients.ts";
import { openBrowser } from "../support/browser.ts";
import { authorizeAs, authorizeUrl, codeIn, redeem, refresh, signIn, tokensFor } from "../support/flow.ts";
import { addClient, addPerson, openProvider, storeOf, type TestClient } from "../support/provider.ts";
import { setPolicy } from "../support/registration.ts";

const provider = await openProvider();
const { issuer, send, db, time } = provider;
await setPolicy(provider, { scopes: ["work", "rank"] });

const claim_mappings: ClaimMappings = {
  department: { attribute: "department", scope: "work", to: ["id_token", "userinfo"] },
  groups: { attribute: "groups", scope: "work", to: ["id_token"] },
  "https://example.com/level": { attribute: "level", scope: "rank", to: ["userinfo"] },
  floor: { attribute: "floor", scope: "work", to: ["id_token", "userinfo"] },
};
const trusted = { first_party: true };
const client = await addClient(provider, {}, { ...trusted, claim_mappings });
const other = await addClient(provider, {}, trusted);
const alice = await addPerson(provider);

const note = (
  attributes: Readonly<Record<string, string | number | readonly string[]>>,
  groups: readonly string[],
) => db.updateTable("account").set({ attributes, groups }).where("id", "=", alice.sub).execute();
// Nothing can be noted under the name of the groups by now; were it, the groups would still be what is told.
await note({ department: "Engines", groups: ["admins"], level: 3, secret: "not mapped" }, ["staff", "crew"]);

const userinfo = async (access_token = ""): Promise<Record<string, unknown>> =>
  await (await send("/oauth2/userinfo", { headers: { authorization: `Bearer ${access_token}` } })).json();

/** What an ID token says beside what it says of every sign-in. */
function person(id_token = ""): Record<string, unknown> {
  const own = ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "at_hash"];
  return Object.fromEntries(Object.entries(decodeJwt(id_token)).filter(([name]) => !own.includes(name)));
}

/** What a client is told of Alice under these scopes. */
async function told(app: TestClient, scope: string, asked: Readonly<Record<string, string>> = {}) {
  const tokens = await tokensFor(provider, app, alice, { asked: { scope, ...asked } });
  return { tokens, id_token: person(tokens.id_token), userinfo: await userinfo(tokens.access_token) };
}

const work = { department: "Engines", groups: ["staff", "crew"] };

Deno.test("custom claims arrive under their scope, in the places of their mapping", async () => {
  const { id_token, userinfo } = await told(client, "openid work");
  assertEquals([id_token, userinfo], [work, { sub: alice.sub, department: "Engines" }]);
  const both = await told(client, "openid rank email");
  assertEquals(both.id_token, {});
  assertEquals(both.userinfo["https://example.com/level"], 3);
  assertEquals(both.userinfo.email, "alice@example.com");
});

Deno.test("neither another scope nor another client is told them", async () => {
  for (const [app, scope] of [[client, "openid"], [other, "openid work rank"]] as const) {
    const { id_token, userinfo } = await told(app, scope);
    assertEquals([id_token, userinfo], [{}, { sub: alice.sub }]);
  }
});

Deno.test("a custom claim may be asked for by name, in either place, where the client may ask for its scope (OpenID Connect Core section 5.5)", async () => {
  const claims = JSON.stringify({
    userinfo: { groups: null, department: { value: "Kitchen" } },
    id_token: { "https://example.com/level": { values: [2, 3] } },
  });
  const { id_token, userinfo } = await told(client, "openid", { claims });
  assertEquals(id_token, { "https://example.com/level": 3 });
  assertEquals(userinfo, { sub: alice.sub, groups: work.groups });
  const narrow = await addClient(provider, { scope: "openid rank" }, { ...trusted, claim_mappings });
  assertEquals((await told(narrow, "openid", { claims })).userinfo, { sub: alice.sub });
});

Deno.test("a person is asked for a custom claim that is asked for by name, and sees its name", async () => {
  const asking = await addClient(provider, {}, { claim_mappings });
  const browser = openBrowser(issuer, send), claims = JSON.stringify({ userinfo: { groups: null } });
  const login = await browser.open(authorizeUrl(issuer, asking, { claims }));
  const consent = await signIn(browser, login, alice);
  assert(consent.url.includes("/consent") && consent.html.includes("<bdi>groups</bdi>"));
});

Deno.test("a refreshed ID token has the custom claims of its scopes, as they are then (OpenID Connect Core section 12.2)", async () => {
  const { tokens } = await told(client, "openid work offline_access", { prompt: "consent" });
  await note({ department: "Kitchen" }, []);
  const narrow = await refresh(send, client, tokens.refresh_token!, { scope: "openid" });
  assertEquals(person(narrow.id_token), {});
  const wide = await refresh(send, client, narrow.refresh_token!);
  assertEquals(person(wide.id_token), { department: "Kitchen", groups: [] });
  await note({ department: "Engines", level: 3 }, work.groups);
});

Deno.test("a custom claim that the client lost is told no more", async () => {
  const app = await addClient(provider, {}, { ...trusted, claim_mappings });
  const { tokens } = await told(app, "openid work");
  await db.updateTable("client").set({ claim_mappings: {} }).where("client_id", "=", app.client_id).execute();
  assertEquals(await userinfo(tokens.access_token), { sub: alice.sub });
});

Deno.test("the custom claims of active clients are in the metadata (OpenID Connect Discovery section 3)", async () => {
  const listed = async () => {
    const { claims_supported, scopes_supported } = await (await send("/.well-known/openid-configuration"))
      .json();
    return { claims: claims_supported as string[], scopes: scopes_supported as string[] };
  };
  const app = await addClient(provider, {}, {
    claim_mappings: { badge: { attribute: "badge", scope: "work", to: ["userinfo"] } },
  });
  const { claims, scopes } = await listed();
  for (const name of ["badge", ...Object.keys(claim_mappings)]) assert(claims.includes(name), name);
  assert(scopes.includes("work") && scopes.includes("rank"));
  await moveClient(storeOf(provider), app.client_id, "disable", time.now);
  assertEquals((await listed()).claims.includes("badge"), false);
});

Deno.test("a mapped claim is told by signed userinfo as well (OpenID Connect Core section 5.3.2)", async () => {
  const app = await addClient(provider, { userinfo_signed_response_alg: "ES256" }, {
    ...trusted,
    claim_mappings,
  });
  const code = codeIn(await authorizeAs(provider, app, alice, { asked: { scope: "openid work" } }));
  const { access_token } = await redeem(send, app, code);
  const headers = { authorization: `Bearer ${access_token}` };
  const { department, sub } = decodeJwt(await (await send("/oauth2/userinfo", { headers })).text());
  assertEquals([department, sub], ["Engines", alice.sub]);
});

Deno.test("scope_claims_in_id_token says in each ID token what userinfo says of the scopes, for this client alone (OpenID Connect Core section 5.4)", async () => {
  const grants = { grant_types: ["authorization_code", "refresh_token"] };
  const settings = { ...trusted, claim_mappings, scope_claims_in_id_token: true };
  const app = await addClient(provider, grants, settings);
  const scope = "openid email rank offline_access";
  const { tokens, id_token, userinfo: said } = await told(app, scope);
  const { email, email_verified } = said;
  assert(typeof email === "string");
  // A custom claim stays where its mapping has it.
  assertEquals([id_token, said["https://example.com/level"]], [{ email, email_verified }, 3]);
  const again = await refresh(send, app, tokens.refresh_token!);
  assertEquals(person(again.id_token), { email, email_verified });
  const narrower = await refresh(send, app, again.refresh_token!, { scope: "openid" });
  assertEquals(person(narrower.id_token), {});
  assertEquals((await told(other, "openid email")).id_token, {});
});

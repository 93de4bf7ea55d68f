import { assertEquals } from "@std/assert";
import { decodeJwt } from "jose";
import type { ClaimMappings } from "../../src/domain/claim_mapping.ts";
import type { ClaimSources } from "../../src/domain/claim_source.ts";
import { tokensFor } from "../support/flow.ts";
import { addClient, addPerson, openProvider, type TestClient } from "../support/provider.ts";

const provider = await openProvider();
const { send, db } = provider;
const claim_mappings: ClaimMappings = {
  credit_score: { attribute: "credit_score", scope: "profile", to: ["userinfo", "id_token"] },
  income: { attribute: "income", scope: "email", to: ["userinfo"] },
};
const client = await addClient(provider, {}, { first_party: true, claim_mappings });
const other = await addClient(provider, {}, { first_party: true });
const alice = await addPerson(provider, "alice", {});

const bank = { claims: ["credit_score"], JWT: "header.payload.signature" };
const post = {
  claims: ["address", "phone_number"],
  endpoint: "https://post.example/claims",
  access_token: "t",
};
const payroll = { claims: ["income"], endpoint: "https://payroll.example/claims" };
const keep = (claim_sources: ClaimSources) =>
  db.updateTable("account").set({ claim_sources }).where("id", "=", alice.sub).execute();
await keep({ bank, post, payroll });

interface Told {
  readonly _claim_names?: Readonly<Record<string, string>>;
  readonly _claim_sources?: Readonly<Record<string, unknown>>;
}

async function told(app: TestClient, scope: string, claims?: unknown) {
  const asked = { scope, ...(claims === undefined ? {} : { claims: JSON.stringify(claims) }) };
  const { id_token = "", access_token } = await tokensFor(provider, app, alice, { asked });
  const headers = { authorization: `Bearer ${access_token}` };
  const userinfo: Told & { readonly sub: string } = await (await send("/oauth2/userinfo", { headers }))
    .json();
  return { id_token: decodeJwt(id_token) as Told, userinfo };
}

Deno.test("aggregated claims come as their JWT, in each place where the claim is told (OpenID Connect Core section 5.6.2.1)", async () => {
  const { id_token, userinfo } = await told(client, "openid profile");
  for (const { _claim_names, _claim_sources } of [id_token, userinfo]) {
    assertEquals([_claim_names, _claim_sources], [{ credit_score: "bank" }, { bank: { JWT: bank.JWT } }]);
  }
  assertEquals(userinfo.sub, alice.sub);
});

Deno.test("distributed claims come as their endpoint and its token, where there is one (OpenID Connect Core section 5.6.2.2)", async () => {
  const { userinfo, id_token } = await told(client, "openid address phone email");
  const { endpoint, access_token } = post;
  assertEquals(userinfo._claim_names, { address: "post", phone_number: "post", income: "payroll" });
  assertEquals(userinfo._claim_sources, {
    post: { endpoint, access_token },
    payroll: { endpoint: payroll.endpoint },
  });
  assertEquals([id_token._claim_names, id_token._claim_sources], [undefined, undefined]);
});

Deno.test("a source is told to nobody who may not know all of its claims", async () => {
  for (
    const [app, scope] of [[client, "openid address"], [client, "openid phone"], [
      other,
      "openid profile",
    ]] as const
  ) {
    const { id_token, userinfo } = await told(app, scope);
    assertEquals([id_token._claim_names, userinfo._claim_names, userinfo._claim_sources], [
      undefined,
      undefined,
      undefined,
    ]);
  }
});

Deno.test("a claim that others vouch for may be asked for by name, but not by its value, which nobody here knows (OpenID Connect Core section 5.5)", async () => {
  const { id_token, userinfo } = await told(client, "openid", {
    id_token: { address: null, phone_number: { essential: true } },
    userinfo: { credit_score: { value: 700 } },
  });
  assertEquals(id_token._claim_names, { address: "post", phone_number: "post" });
  assertEquals(userinfo, { sub: alice.sub });
});

Deno.test("what the account says itself is not had from others", async () => {
  await db.updateTable("account").set({ attributes: { credit_score: 800 }, claims: { phone_number: "+1" } })
    .execute();
  const { userinfo } = await told(client, "openid profile address phone");
  const { credit_score, phone_number } = userinfo as unknown as Readonly<Record<string, unknown>>;
  assertEquals([credit_score, phone_number], [800, "+1"]);
  assertEquals(userinfo._claim_names, { address: "post" });
  assertEquals(Object.keys(userinfo._claim_sources!), ["post"]);
  await db.updateTable("account").set({ attributes: {}, claims: {} }).execute();
});

Deno.test("the metadata has every type of claim, because each is told (OpenID Connect Discovery section 3)", async () => {
  const { claim_types_supported } = await (await send("/.well-known/openid-configuration")).json();
  assertEquals(claim_types_supported, ["normal", "aggregated", "distributed"]);
});

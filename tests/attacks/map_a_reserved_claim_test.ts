import { assertEquals } from "@std/assert";
import { decodeJwt } from "jose";
import type { ClaimMappings } from "../../src/domain/claim_mapping.ts";
import { openAdmin } from "../admin/admin_server.ts";
import { tokensFor } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";
import { setPolicy } from "../support/registration.ts";

/** What decides who somebody is, for whom a token is, and what it proves. */
const targets =
  `iss sub aud exp iat nbf jti azp nonce auth_time acr amr sid at_hash c_hash cnf act client_id scope
  email email_verified phone_number phone_number_verified preferred_username updated_at _claim_names _claim_sources`
    .split(/\s+/);
const spellings = (name: string) => [name, name.toUpperCase(), name[0]!.toUpperCase() + name.slice(1)];
const mapping = { attribute: "forged", scope: "openid", to: ["id_token", "userinfo"] } as const;

Deno.test("no administrator's mapping takes the place of a claim that apps trust, however it is spelled", async () => {
  const { call } = await openAdmin();
  const redirect_uris = ["https://app.example/callback"];
  const { body: { client_id } } = await call("POST", "/clients", { redirect_uris });
  for (const name of targets.flatMap(spellings)) {
    const claim_mappings = { [name]: mapping };
    const answers = [
      await call("POST", "/clients", { redirect_uris, claim_mappings }),
      await call("PATCH", `/clients/${client_id}`, { claim_mappings }),
    ];
    for (const { status, body } of answers) {
      assertEquals([status, body.errors[0].pointer], [400, `#/claim_mappings/${name}`]);
    }
  }
  assertEquals((await call("GET", `/clients/${client_id}`)).body.claim_mappings, undefined);
});

Deno.test("no client that registers itself gives itself a mapping", async () => {
  const provider = await openProvider();
  await setPolicy(provider, { registration: "open" });
  const claim_mappings = { department: mapping };
  const response = await provider.send("/oauth2/register", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ redirect_uris: ["https://app.example/callback"], claim_mappings }),
  });
  const { client_id, ...answer } = await response.json();
  assertEquals([response.status, "claim_mappings" in answer], [201, false]);
  const row = await provider.db.selectFrom("client").select("claim_mappings")
    .where("client_id", "=", client_id).executeTakeFirstOrThrow();
  assertEquals(row.claim_mappings, {});
});

Deno.test("a mapping that came past every rule still changes nothing that a token or userinfo says itself", async () => {
  const provider = await openProvider();
  const claim_mappings: ClaimMappings = Object.fromEntries(targets.map((name) => [name, mapping]));
  const metadata = { userinfo_signed_response_alg: "ES256" } as const;
  const app = await addClient(provider, metadata, { first_party: true, claim_mappings });
  const honest = await addClient(provider, metadata, { first_party: true });
  const alice = await addPerson(provider);
  await provider.db.updateTable("account").set({ attributes: { forged: "victim" } }).execute();
  const told = async (client: typeof app) => {
    const { id_token = "", access_token = "" } = await tokensFor(provider, client, alice, {
      asked: { scope: "openid email phone profile" },
    });
    const headers = { authorization: `Bearer ${access_token}` };
    const userinfo = await (await provider.send("/oauth2/userinfo", { headers })).text();
    return { id_token: decodeJwt(id_token), userinfo: decodeJwt(userinfo) };
  };
  const forged = await told(app), { id_token, userinfo } = await told(honest);
  for (const name of ["iss", "sub", "exp", "iat", "nonce", "auth_time", "acr", "amr"]) {
    assertEquals(forged.id_token[name], id_token[name], name);
  }
  assertEquals([forged.id_token.aud, forged.userinfo.aud], [app.client_id, app.client_id]);
  for (const name of ["iss", "sub", "email", "email_verified", "preferred_username", "updated_at"]) {
    assertEquals(forged.userinfo[name], userinfo[name], name);
  }
});

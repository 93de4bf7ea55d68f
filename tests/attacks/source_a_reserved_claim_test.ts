import { assertEquals } from "@std/assert";
import { decodeJwt } from "jose";
import { openAdmin } from "../admin/admin_server.ts";
import { tokensFor } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const targets =
  `iss sub aud exp iat nbf jti azp nonce auth_time acr amr sid at_hash c_hash cnf act client_id scope
  updated_at username _claim_names _claim_sources`.split(/\s+/);
const endpoint = "https://evil.example/claims";

Deno.test("nobody else is named as the source of a claim that tokens say themselves, however it is spelled", async () => {
  const { call } = await openAdmin();
  const { body: { id } } = await call("POST", "/users", { email: "ada@people.example" });
  for (const name of targets.flatMap((one) => [one, one.toUpperCase()])) {
    const claim_sources = { evil: { claims: ["address", name], endpoint } };
    const answers = [
      await call("POST", "/users", { email: "eve@people.example", claim_sources }),
      await call("PATCH", `/users/${id}`, { claim_sources }),
    ];
    for (const { status, body } of answers) {
      assertEquals([status, body.errors[0].pointer], [400, "#/claim_sources/evil/claims/1"], name);
    }
  }
});

Deno.test("a source of a reserved claim that came past every rule is told to nobody", async () => {
  const provider = await openProvider();
  const client = await addClient(provider, {}, { first_party: true }), alice = await addPerson(provider);
  await provider.db.updateTable("account").set({
    claim_sources: { evil: { claims: ["sub"], endpoint }, worse: { claims: ["sub", "address"], endpoint } },
  }).execute();
  const { id_token = "", access_token } = await tokensFor(provider, client, alice, {
    asked: { scope: "openid profile address" },
  });
  const headers = { authorization: `Bearer ${access_token}` };
  const userinfo = await (await provider.send("/oauth2/userinfo", { headers })).json();
  for (const claims of [decodeJwt(id_token), userinfo]) {
    assertEquals([claims.sub, claims._claim_names, claims._claim_sources], [alice.sub, undefined, undefined]);
  }
});

// What a start of the server does for every tenant, and not for its own alone.
import { assert, assertEquals } from "@std/assert";
import { deriveKeys } from "../../src/crypto/derived_key.ts";
import { keyPortsOf } from "../../src/http/deploy.ts";
import { mintSubject, systemRandom } from "../../src/crypto/random.ts";
import { clientSecretKeys } from "../../src/op/client_secret_seal.ts";
import { giveSecret } from "../../src/op/give_secret.ts";
import { openPairwise } from "../../src/op/pairwise_salt.ts";
import { findClientRow } from "../../src/store/clients.ts";
import { moveTenant } from "../../src/store/tenants.ts";
import { addClient, openProvider, storeOf, usualSecret } from "../support/provider.ts";
import { addTenant } from "../support/tenant.ts";

const somebody = mintSubject(systemRandom);
const secret = new Uint8Array(32).map((_, at) => at * 5 + 3), seal = deriveKeys(secret)("seal");

Deno.test("after one start with a new LATCHKEY_SECRET the former one is needed for no tenant's salt or client secrets, disabled tenants included", async () => {
  const server = await openProvider(), { db, time } = server;
  for (const slug of ["acme", "asleep"]) {
    const tenant = await addTenant(server, slug), store = storeOf(tenant);
    const client = await addClient(tenant, { token_endpoint_auth_method: "client_secret_jwt" });
    const row = await findClientRow(store, client.client_id), when = { at: time.now, overlapUntil: time.now };
    const { client_secret = "" } = await giveSecret(tenant.provider, store, row!, when);
    if (slug === "asleep") await moveTenant(db, tenant.tenant, "disable", time.now);
    await openProvider({ db, secret, previousSecret: usualSecret });
    const sealKeys = [seal] as const, ports = { ...keyPortsOf(server.deployment, tenant.tenant), sealKeys };
    assertEquals(
      (await openPairwise(ports)).subject("app.example", somebody),
      tenant.provider.pairwise.subject("app.example", somebody),
    );
    const [text] = await clientSecretKeys({ ...tenant.provider, sealKeys }, client.client_id);
    assertEquals(new TextDecoder().decode(text), client_secret);
  }
});

Deno.test("a start makes the keys that a tenant lacks, which is when an algorithm is new", async () => {
  const server = await openProvider(), { db } = server, acme = await addTenant(server, "acme");
  const algorithms = async () =>
    (await db.selectFrom("signing_key").select("alg").where("tenant", "=", acme.tenant).where(
      "state",
      "=",
      "active",
    )
      .orderBy("alg").execute()).map(({ alg }) => alg);
  const all = await algorithms();
  await db.deleteFrom("signing_key").where("tenant", "=", acme.tenant).where("alg", "=", "ES256").execute();
  assert((await algorithms()).length < all.length);
  await openProvider({ db });
  assertEquals(await algorithms(), all);
});

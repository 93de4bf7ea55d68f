// What a start of the server does for every tenant, and not for its own alone.
import { assert, assertEquals } from "@std/assert";
import { deriveKeys } from "../../src/crypto/derived_key.ts";
import { keyPortsOf } from "../../src/http/deploy.ts";
import { mintSubject, systemRandom } from "../../src/crypto/random.ts";
import { beginSession } from "../../src/accounts/begin_session.ts";
import { ensureKeys } from "../../src/op/change_keys.ts";
import { keyRing } from "../../src/op/key_ring.ts";
import { openIdToken, sealIdToken } from "../../src/rp/logout/id_token_seal.ts";
import { openTokens, sealTokens } from "../../src/rp/tokens/token_seal.ts";
import { noteSessionUpstream } from "../../src/store/session_upstreams.ts";
import { inUnit } from "../../src/store/tenant_store.ts";
import { linkIdentity } from "../../src/store/upstream_identities.ts";
import { findUpstreamTokens, keepUpstreamTokens } from "../../src/store/upstream_tokens.ts";
import { clientSecretKeys } from "../../src/op/client_secret_seal.ts";
import { giveSecret } from "../../src/op/give_secret.ts";
import { openPairwise } from "../../src/op/pairwise_salt.ts";
import { findClientRow } from "../../src/store/clients.ts";
import { moveTenant } from "../../src/store/tenants.ts";
import { addClient, addPerson, openProvider, storeOf, usualSecret } from "../support/provider.ts";
import { addTenant, type TestTenant } from "../support/tenant.ts";
import { addUpstream } from "../support/upstreams.ts";

const somebody = mintSubject(systemRandom);
const secret = new Uint8Array(32).map((_, at) => at * 5 + 3), seal = deriveKeys(secret)("seal");

/** Somebody who signed in with an upstream, whose tokens are kept. @returns who they are there. */
async function bringPerson(tenant: TestTenant) {
  const store = storeOf(tenant),
    { sealKeys, random } = tenant.deployment,
    sealing = { store, sealKeys, random };
  const upstream = { slug: "example", issuer: "https://upstream.example" }, at = tenant.time.now;
  const upstream_id = await addUpstream(tenant, upstream, { store_tokens: true });
  const subject = { upstream_id, iss: upstream.issuer, sub: "ada" };
  const { sub: account_id } = await addPerson(tenant);
  const tokens = sealTokens(sealing, subject, { access_token: "of ada", expires_at: at + 300 });
  const id_token = sealIdToken(sealing, subject, "an ID token");
  await inUnit(store, async (unit) => {
    await linkIdentity(unit, { id: "ada", ...subject, account_id, evidence: "created" }, at);
    await keepUpstreamTokens(unit, subject, tokens);
    const { session } = await beginSession(tenant.provider, unit, account_id, undefined);
    await noteSessionUpstream(unit, { session_id: session.id, ...subject, sid: "-", id_token });
  });
  return subject;
}

Deno.test("after one start with a new LATCHKEY_SECRET the former one is needed for nothing that a tenant keeps sealed, disabled tenants included", async () => {
  const server = await openProvider(), { db, time } = server;
  for (const slug of ["acme", "asleep"]) {
    const tenant = await addTenant(server, slug), store = storeOf(tenant);
    const client = await addClient(tenant, { token_endpoint_auth_method: "client_secret_jwt" });
    const row = await findClientRow(store, client.client_id), when = { at: time.now, overlapUntil: time.now };
    const { client_secret = "" } = await giveSecret(tenant.provider, store, row!, when);
    const subject = await bringPerson(tenant),
      rp = { ...keyPortsOf(server.deployment, tenant.tenant), role: "rp" } as const;
    await ensureKeys(rp, ["ES256", "ECDH-ES"]);
    if (slug === "asleep") await moveTenant(db, tenant.tenant, "disable", time.now);
    await openProvider({ db, secret, previousSecret: usualSecret });
    const sealKeys = [seal] as const, ports = { ...keyPortsOf(server.deployment, tenant.tenant), sealKeys };
    assertEquals(
      (await openPairwise(ports)).subject("app.example", somebody),
      tenant.provider.pairwise.subject("app.example", somebody),
    );
    const [text] = await clientSecretKeys({ ...tenant.provider, sealKeys }, client.client_id);
    assertEquals(new TextDecoder().decode(text), client_secret);
    for (const role of ["op", "rp"] as const) {
      const ring = keyRing({ ...ports, role });
      assert((await ring.decrypters()).length > 0, role);
      assert(await ring.signer("ES256"));
    }
    const tokens = await findUpstreamTokens(store, subject);
    assertEquals(openTokens(ports, tokens!)?.access_token, "of ada");
    const session = await db.selectFrom("session_upstream").select("id_token").where(
      "tenant",
      "=",
      tenant.tenant,
    )
      .executeTakeFirstOrThrow();
    assertEquals(openIdToken(ports, subject, session.id_token), "an ID token");
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

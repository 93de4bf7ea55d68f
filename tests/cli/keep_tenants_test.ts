import { assert, assertEquals, assertRejects } from "@std/assert";
import { decodeJwt } from "jose";
import { deliverToAll, keepTenants } from "../../src/cli/keep_tenants.ts";
import { ok } from "../../src/domain/result.ts";
import { keyPortsOf } from "../../src/http/deploy.ts";
import { rotateKey } from "../../src/op/change_keys.ts";
import { jwksMaxAge } from "../../src/op/key_ring.ts";
import { moveTenant } from "../../src/store/tenants.ts";
import { openBrowser } from "../support/browser.ts";
import { authorizeAs, codeIn, redeem } from "../support/flow.ts";
import { addClient, addPerson, openProvider, type TestProvider } from "../support/provider.ts";
import { addTenant } from "../support/tenant.ts";

const told: { url: string; iss: unknown }[] = [];
const broken = new Set<string>();
const server = await openProvider({
  post: (url, form) => {
    if (broken.has(url)) throw new Error(`${url} is broken`);
    told.push({ url, iss: decodeJwt(form.logout_token!).iss });
    return Promise.resolve(ok({ status: 200 }));
  },
});
const { deployment, db, time } = server;
const acme = await addTenant(server, "acme"), zeta = await addTenant(server, "zeta");
const everybody = [server, acme, zeta];

const states = async ({ tenant = "default" }: TestProvider) =>
  (await db.selectFrom("signing_key").select(["state"]).where("tenant", "=", tenant).where(
    "alg",
    "=",
    "ES256",
  )
    .orderBy("state").execute()).map(({ state }) => state);

const rotateAll = async () => {
  for (const { tenant } of everybody) {
    const rotated = await rotateKey(keyPortsOf(deployment, tenant), "ES256");
    assert(rotated.ok);
  }
  time.now += jwksMaxAge;
};

const urlOf = ({ issuer }: TestProvider) => `https://app.example/out?of=${encodeURIComponent(issuer)}`;

/** Signs somebody in at an app of each tenant that wants to be told. */
async function signInEverywhere(): Promise<void> {
  for (const place of everybody) {
    const client = await addClient(place, { backchannel_logout_uri: urlOf(place) });
    const person = await addPerson(place, `person-${time.now}`);
    const browser = openBrowser(place.issuer, place.send);
    const { status } = await redeem(
      place.send,
      client,
      codeIn(await authorizeAs(place, client, person, { browser })),
    );
    assertEquals(status, 200);
  }
}

Deno.test("new keys take over in every tenant that is active, and in a disabled one once it is enabled", async () => {
  await rotateAll();
  await moveTenant(db, zeta.tenant, "disable", time.now);
  await keepTenants(deployment);
  assertEquals(await Promise.all(everybody.map(states)), [
    ["active", "retiring"],
    ["active", "retiring"],
    ["active", "announced"],
  ]);
  await moveTenant(db, zeta.tenant, "enable", time.now);
  await keepTenants(deployment);
  assertEquals(await states(zeta), ["active", "retiring"]);
});

Deno.test("apps of every tenant are told of sessions that lapse, in that tenant's name, though telling those of another fails (OpenID Connect Back-Channel Logout section 2.4)", async () => {
  await signInEverywhere();
  time.now += 12 * 3600;
  await keepTenants(deployment);
  broken.add(urlOf(acme));
  await assertRejects(() => deliverToAll(deployment), Error, "is broken");
  assertEquals(
    told.toSorted((a, b) => a.url < b.url ? -1 : 1),
    [server, zeta].map((place) => ({ url: urlOf(place), iss: place.issuer })),
  );
});

Deno.test("apps of a disabled tenant are told nothing until it is enabled", async () => {
  told.length = 0;
  broken.clear();
  time.now += 60;
  await moveTenant(db, acme.tenant, "disable", time.now);
  await deliverToAll(deployment);
  assertEquals(told, []);
  await moveTenant(db, acme.tenant, "enable", time.now);
  await deliverToAll(deployment);
  assertEquals(told, [{ url: urlOf(acme), iss: acme.issuer }]);
});

/** Upstreams are looked at from time to time, and their operator is told before people notice. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { watchAll } from "../../src/cli/keep_tenants.ts";
import { nextLook } from "../../src/domain/upstream_canary.ts";
import { err, ok } from "../../src/domain/result.ts";
import { guardedFetch } from "../../src/outbound/guarded_fetch.ts";
import { type GuardedRequest, guardedRequest } from "../../src/outbound/guarded_request.ts";
import { findUpstream, moveUpstream } from "../../src/store/upstreams.ts";
import { openAdmin } from "../admin/admin_server.ts";
import { documents } from "../support/documents.ts";
import { fakeUpstream } from "../support/fake_upstream.ts";
import { storeOf } from "../support/provider.ts";
import { addTenant } from "../support/tenant.ts";
import { addUpstream } from "../support/upstreams.ts";

const web = documents();
/** The status that endpoints of each host answer; a host that is not there does not answer. */
const hosts = new Map([["plain.example", 405]]);
const request: GuardedRequest = (url) => {
  const status = hosts.get(new URL(url).host);
  return Promise.resolve(
    status === undefined
      ? err({ why: "timeout", detail: "" })
      : ok({ status, headers: {}, body: new Uint8Array() }),
  );
};
const server = await openAdmin({ fetch: web.fetch, request }), { call, time, deployment, lines } = server;
const acme = await addTenant(server, "acme");
const upstream = fakeUpstream(() => time.now, "https://upstream.example", web);
const wellKnown = `${upstream.issuer}/.well-known/openid-configuration`, document = web.at.get(wellKnown);
await addUpstream(server, upstream);
await addUpstream(acme, upstream);
await addUpstream(server, { slug: "plain", issuer: "https://plain.example" }, {}, {
  kind: "oauth2",
  endpoints: {
    authorization_endpoint: "https://plain.example/authorize",
    token_endpoint: "https://plain.example/token",
    userinfo_endpoint: "https://plain.example/me",
  },
  person: { sub: "id" },
});

/** The lines about upstreams, of which each is read once. */
function told() {
  const read = lines.splice(0).map((line) => JSON.parse(line));
  return read.filter(({ event }) => event.startsWith("upstream_"))
    .map(({ level, event, tenant, upstream, found }) => ({ level, event, tenant, upstream, found }));
}

/** Looks once everything is due. */
async function watchLater() {
  time.now += nextLook("well", 0, 255);
  web.asked.length = 0;
  await watchAll(deployment);
}

const canaryOf = async (slug: string) => (await call("GET", `/upstreams/${slug}`)).body.canary;
const finding = async () =>
  (await call("GET", "/doctor")).body.findings.find(({ check }: { check: string }) => check === "upstreams");

Deno.test("an upstream is looked at once it is there, by one server of several, and not again until it is due", async () => {
  assertEquals([await canaryOf("example"), (await finding()).found], [null, "none looked at"]);
  await Promise.all([watchAll(deployment), watchAll(deployment), watchAll(deployment)]);
  const documentsAsked = web.asked.filter(({ url }) => url === wellKnown);
  assertEquals(documentsAsked.length, 2, "once for each of two tenants");
  const at = new Date(time.now * 1000).toISOString().replace(".000", "");
  assertEquals(await canaryOf("example"), { state: "well", since: at, checked_at: at, found: "" });
  assertEquals([(await finding()).status, (await finding()).found], ["ok", "2 well"]);
  time.now += nextLook("well", 0, 0) - 1;
  await watchAll(deployment);
  assertEquals([web.asked.length, told()], [4, []]);
});

Deno.test("an upstream that breaks is told once, and once when it heals, in each tenant", async () => {
  web.at.set(wellKnown, "<!doctype html>");
  await watchLater();
  const found = "discovery: the document is no JSON object";
  const broken = { level: "warn", event: "upstream_broken", upstream: "example", found };
  const tenants = ["default", acme.tenant].toSorted();
  const byTenant = <T extends { tenant: string }>(all: readonly T[]) =>
    all.toSorted((a, b) => a.tenant < b.tenant ? -1 : 1);
  assertEquals(byTenant(told()), tenants.map((tenant) => ({ ...broken, tenant })));
  await watchLater();
  assertEquals(told(), []);
  const canary = await canaryOf("example");
  assertEquals([canary.state, canary.found, canary.since < canary.checked_at], ["broken", found, true]);
  const { upstreams } = (await call("GET", "/upstreams")).body;
  assertEquals(
    upstreams.map(({ id, canary }: { id: string; canary: { state: string } }) => [id, canary.state])
      .toSorted(),
    [["example", "broken"], ["plain", "well"]],
  );
  const { status, found: said, remedy } = await finding();
  assertEquals([status, said], ["warn", `example (${found})`]);
  assertStringIncludes(remedy, "latchkey upstream test");
  web.at.set(wellKnown, document);
  await watchLater();
  const healed = { level: "info", event: "upstream_healed", upstream: "example", found: undefined };
  assertEquals(byTenant(told()), tenants.map((tenant) => ({ ...healed, tenant })));
  assertEquals((await canaryOf("example")).state, "well");
});

Deno.test("a broken upstream is looked at sooner than one that is well", async () => {
  web.at.delete(wellKnown);
  await watchLater();
  assertEquals(told().length, 2);
  time.now += nextLook("broken", 0, 255);
  web.asked.length = 0;
  await watchAll(deployment);
  assert(web.asked.length > 0);
  web.at.set(wellKnown, document);
  await watchLater();
  told();
});

Deno.test("one look that fails says nothing where the next one does not", async () => {
  const jwks = `${upstream.issuer}/jwks`, keys = web.at.get(jwks);
  const { fetch } = deployment;
  let failures = 1;
  const once = {
    ...deployment,
    fetch: ((url, asked) => {
      if (url === jwks && failures-- > 0) {
        return Promise.resolve(err({ why: "timeout" as const, detail: "" }));
      }
      return fetch(url, asked);
    }) as typeof fetch,
  };
  assert(keys);
  time.now += nextLook("well", 0, 255);
  await watchAll(once);
  assertEquals([told(), failures < 0], [[], true]);
});

Deno.test("an upstream without a discovery document is well as long as it answers", async () => {
  for (const status of [undefined, 503]) {
    if (status === undefined) hosts.delete("plain.example");
    else hosts.set("plain.example", status);
    await watchLater();
    const [turn, ...more] = told();
    assertEquals([turn?.upstream, turn?.event, more], ["plain", "upstream_broken", []]);
    assertStringIncludes(turn!.found, "token_endpoint: it ");
    hosts.set("plain.example", 400);
    await watchLater();
    assertEquals(told().map(({ event }) => event), ["upstream_healed"]);
  }
});

Deno.test("what does not answer a look is told in one line, when the upstream turns, and nowhere else", async () => {
  const reported: string[] = [];
  const ports = {
    rules: { allowed: [], ports: [443], own: [] },
    resolve: () => Promise.resolve([]),
    authorities: undefined,
    report: (host: string) => void reported.push(host),
  };
  const away = { fetch: guardedFetch(ports), request: guardedRequest(ports) };
  time.now += nextLook("well", 0, 255);
  await watchAll({ ...deployment, ...away });
  const turns = told();
  assertEquals(turns.map(({ upstream }) => upstream).toSorted(), ["example", "example", "plain"]);
  for (const { found } of turns) assertStringIncludes(found, "leads to no place");
  assertEquals(reported, []);
  await away.fetch(wellKnown, { accept: ["application/json"], maxBytes: 100 });
  await away.request(`${upstream.issuer}/token`, {});
  assertEquals(reported, ["upstream.example", "upstream.example"], "any other failure is told at once");
  await watchLater();
  told();
});

Deno.test("an upstream with which nobody signs in is not looked at, and one that is deleted is forgotten", async () => {
  const store = storeOf(server), row = await findUpstream(store, "example");
  assertEquals((await moveUpstream(store, row!.id, "disable", time.now)).ok, true);
  web.at.delete(wellKnown);
  await watchLater();
  assertEquals([await canaryOf("example"), told().map(({ tenant }) => tenant)], [null, [acme.tenant]]);
  assertEquals((await finding()).found, "1 well");
  assertEquals((await call("DELETE", "/upstreams/example")).status, 204);
  const kept = await server.db.selectFrom("upstream_canary").select("upstream_id")
    .where("upstream_id", "=", row!.id).execute();
  assertEquals(kept, []);
});

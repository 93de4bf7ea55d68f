import { assert, assertEquals } from "@std/assert";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { sweep } from "../../src/store/sweep.ts";
import { addPerson, lastRefusal, openProvider, type ProviderOptions } from "../support/provider.ts";
import { authorizeAs } from "../support/flow.ts";
import { documents } from "../support/documents.ts";
import { configure, initialAccessToken, register, setPolicy, webApp } from "../support/registration.ts";

const stranger = "198.51.100.7";

async function openTo(remoteAddress: string, more: ProviderOptions = {}) {
  const provider = await openProvider({ remoteAddress, ...more });
  await setPolicy(provider, { registration: "open" });
  const flood = (times: number) =>
    Promise.all(Array.from({ length: times }, () => register(provider.send, webApp)));
  return { ...provider, flood };
}

const count = (answers: readonly { readonly status: number }[], status: number) =>
  answers.filter((answer) => answer.status === status).length;

Deno.test("whoever registers clients by the hundred is stopped at twenty, and told for how long (RFC 7591 section 5)", async () => {
  const provider = await openTo(stranger), { send, flood, time, db } = provider;
  const answers = await flood(100);
  assertEquals([count(answers, 201), count(answers, 429)], [20, 80]);
  const refused = answers.find(({ status }) => status === 429)!;
  assertEquals([refused.body.error, refused.headers.get("cache-control")], ["too_many_requests", "no-store"]);
  assertEquals(lastRefusal(provider), "registration.quota.address");
  const rows = await db.selectFrom("client").select("client_id").execute();
  assertEquals(rows.length, 20);
  time.now += Number(refused.headers.get("retry-after"));
  assertEquals([(await register(send, webApp)).status, (await register(send, webApp)).status], [201, 429]);
});

Deno.test("many addresses together are stopped at five hundred, and hold up nobody with an initial access token", async () => {
  const provider = await openTo("10.0.0.1", { trustedProxies: ["10.0.0.1"] }), { send, db } = provider;
  const from = (at: number) =>
    send("/oauth2/register", {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-for": `198.51.${at >> 8}.${at & 255}` },
      body: JSON.stringify(webApp),
    });
  const statuses: number[] = [];
  for (let at = 0; at < 520; at++) {
    const response = await from(at);
    await response.body?.cancel();
    statuses.push(response.status);
  }
  assertEquals(statuses.filter((status) => status === 201).length, 500);
  assertEquals([statuses.at(-1), lastRefusal(provider)], [429, "registration.quota.tenant"]);
  assertEquals((await db.selectFrom("client").select("client_id").execute()).length, 500);
  const { token } = await initialAccessToken(provider);
  assertEquals((await register(send, webApp, token)).status, 201);
});

Deno.test("what was registered and never used is swept, deleted or not, and what people use is kept (RFC 7591 section 5)", async () => {
  const provider = await openTo(stranger), { db, time, flood } = provider;
  const person = await addPerson(provider);
  const [used, deleted] = (await flood(20)).map(({ body }) => body);
  await authorizeAs(provider, { ...used, redirect_uri: used.redirect_uris[0] }, person);
  await configure(provider.send, deleted, "DELETE");
  time.now += lifetimes.unused_client.default + 1;
  await sweep(db, time.now);
  const rows = await db.selectFrom("client").select("client_id").execute();
  assertEquals(rows, [{ client_id: used.client_id }]);
  assertEquals(await db.selectFrom("client_secret").select("client_id").execute(), rows);
});

Deno.test("refused requests register nothing and are not counted", async () => {
  const { send, flood, db } = await openTo(stranger);
  for (let at = 0; at < 50; at++) {
    assertEquals((await register(send, { redirect_uris: ["javascript:alert(1)"] })).status, 400);
  }
  assertEquals((await db.selectFrom("client").select("client_id").execute()).length, 0);
  assert((await flood(1))[0]!.status === 201);
});

const sector = "https://victim.example/uris.json";

Deno.test("whoever registers clients makes us fetch no more often than they may register (RFC 7591 section 5)", async () => {
  const served = documents({ [sector]: [] }), { send } = await openTo(stranger, { fetch: served.fetch });
  const body = { ...webApp, sector_identifier_uri: sector };
  const statuses: number[] = [];
  for (let at = 0; at < 40; at++) statuses.push((await register(send, body)).status);
  assertEquals([served.asked.length, statuses.slice(0, 20), statuses.slice(20)], [
    20,
    Array(20).fill(400),
    Array(20).fill(429),
  ]);
});

Deno.test("a client that nobody vouches for changes itself, and makes us fetch, now and then alone (RFC 7592 section 2.2)", async () => {
  const served = documents({ [sector]: [] }), provider = await openTo(stranger, { fetch: served.fetch });
  const { send, time, db } = provider, { body: client } = await register(send, webApp);
  const change = (body: object) => configure(send, client, "PUT", { ...webApp, ...body });
  for (let at = 0; at < 10; at++) {
    assertEquals((await change({ sector_identifier_uri: sector })).status, 400);
    assertEquals((await change({ client_name: `Name ${at}` })).status, 200);
  }
  const { status, headers, body } = await change({ client_name: "One more" });
  assertEquals([status, body.error, lastRefusal(provider)], [
    429,
    "too_many_requests",
    "registration.quota.client",
  ]);
  assertEquals(served.asked.length, 10);
  time.now += Number(headers.get("retry-after"));
  assertEquals((await change({ client_name: "One more" })).status, 200);
  await setPolicy(provider, { registration: "token" });
  const { token } = await initialAccessToken(provider),
    { body: vouched } = await register(send, webApp, token);
  for (let at = 0; at < 30; at++) {
    const answer = await configure(send, vouched, "PUT", { ...webApp, client_name: `Name ${at}` });
    assertEquals(answer.status, 200);
  }
  assert((await db.selectFrom("client").select("client_id").execute()).length === 2);
});

Deno.test("an address that registers too many takes nothing of what others may register", async () => {
  const provider = await openTo(stranger), { flood, db } = provider;
  await flood(100);
  const row = await db.selectFrom("throttle").select("level").where("key", "=", "register")
    .executeTakeFirstOrThrow();
  assertEquals(row.level, 20);
});

import { assertEquals } from "@std/assert";
import { day } from "../../src/domain/time.ts";
import { machines } from "../../src/domain/machines.ts";
import { sweep, swept } from "../../src/store/sweep.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";
import { authorizeAs, codeIn, redeem, refresh } from "../support/flow.ts";

Deno.test("sweep deletes what expired long ago and nothing that can still be told apart (RFC 9700 section 4.14.2)", async () => {
  const provider = await openProvider(), { db, send, time } = provider;
  const client = await addClient(provider), person = await addPerson(provider);
  const back = await authorizeAs(provider, client, person, { asked: { scope: "openid offline_access" } });
  const tokens = await redeem(send, client, codeIn(back));
  const count = async (table: "authorization_code" | "interaction" | "refresh_token" | "session") =>
    Number((await db.selectFrom(table).select((e) => e.fn.countAll().as("n")).executeTakeFirstOrThrow()).n);

  assertEquals(await sweep(db, time.now), 0);
  // A day later the code is expired, but its replay still has to be known as one.
  time.now += 2 * day;
  await sweep(db, time.now);
  assertEquals([await count("authorization_code"), await count("interaction")], [1, 0]);
  assertEquals((await refresh(send, client, tokens.refresh_token!)).status, 200);
  time.now += 20 * day;
  await sweep(db, time.now);
  assertEquals([await count("authorization_code"), await count("refresh_token")], [0, 2]);
  time.now += 900 * day;
  await sweep(db, time.now);
  assertEquals([await count("refresh_token"), await count("session")], [0, 0]);
});

Deno.test("sweep reaches every machine's table that has an expiry", async () => {
  const { db } = await openProvider();
  const tables = await db.introspection.getTables();
  const expiring = machines.map(({ name }) => name).filter((name) =>
    tables.find((table) => table.name === name)?.columns.some((column) => column.name === "expires_at")
  );
  // A client's secret that has expired stays listed with its client.
  assertEquals(
    expiring.filter((name) => !swept.includes(name)),
    ["client_secret"],
  );
});

Deno.test("sweep deletes the audit events that anybody can cause after a week, and those of people and clients after 400 days", async () => {
  const provider = await openProvider(), { db, time } = provider;
  const client = await addClient(provider), person = await addPerson(provider);
  await authorizeAs(provider, client, person);
  const machinesOf = async () =>
    new Set((await db.selectFrom("audit_event").select("machine").execute()).map((row) => row.machine));
  assertEquals((await machinesOf()).has("interaction"), true);
  time.now += 9 * day;
  await sweep(db, time.now);
  const left = await machinesOf();
  assertEquals([left.has("interaction"), left.has("account"), left.has("grant")], [false, true, true]);
  time.now += 391 * day;
  await sweep(db, time.now);
  assertEquals(await machinesOf(), left);
  time.now += 2 * day;
  await sweep(db, time.now);
  assertEquals(await machinesOf(), new Set());
});

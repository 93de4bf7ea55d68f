import { assertEquals } from "@std/assert";
import { sql } from "kysely";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { sweep } from "../../src/store/sweep.ts";
import { post } from "../support/flow.ts";
import { lastRefusal, openProvider } from "../support/provider.ts";

Deno.test("outrun the sweep: what strangers parked goes however much it is", async () => {
  const { db, send, time } = await openProvider();
  assertEquals((await post(send, "/oauth2/authorize", { client_id: "anybody" })).status, 303);
  await sql`insert into parked_request
    select tenant, bucket, digest || n, state, state_at, parameters, expires_at, created_at
    from parked_request, generate_series(1, 2500) n`.execute(db);
  // A stranger's form may have 64 KiB, so none is kept for longer than it is of use.
  time.now += lifetimes.parked_request.default + 1;
  await sweep(db, time.now);
  assertEquals(await db.selectFrom("parked_request").select("digest").execute(), []);
});

Deno.test("outrun the sweep: of what one address posts no more than so much is parked, wherever it posts it (RFC 6585 section 4)", async () => {
  const provider = await openProvider({ remoteAddress: "203.0.113.9" }), { db, send, time } = provider;
  const paths = ["/oauth2/authorize", "/oauth2/end_session", "/rp/callback/any"];
  const postTo = async (path: string) => {
    const { status, headers } = await post(send, path, { state: "x" });
    return [status, headers.get("retry-after")];
  };
  for (const path of paths) assertEquals(await postTo(path), [303, null], path);
  await db.updateTable("throttle").set({ level: 300 }).where("key", "=", "parked_request/203.0.113.9")
    .execute();
  for (const path of paths) {
    assertEquals([await postTo(path), lastRefusal(provider)], [[429, "1"], "parked_request.throttled"], path);
  }
  const kept = await db.selectFrom("parked_request").select("digest").execute();
  assertEquals(kept.length, paths.length);
  time.now += 1;
  assertEquals(await postTo("/oauth2/authorize"), [303, null]);
});

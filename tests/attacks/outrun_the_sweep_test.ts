import { assertEquals } from "@std/assert";
import { sql } from "kysely";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { sweep } from "../../src/store/sweep.ts";
import { post } from "../support/flow.ts";
import { openProvider } from "../support/provider.ts";

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

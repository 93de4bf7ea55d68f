// Several servers on one database that are asked for the same tenant at the same moment.
import { assertEquals } from "@std/assert";
import { openServer } from "../support/database.ts";
import { onEachServer } from "../store/on_each_server.ts";
import { openAdmin } from "./admin_server.ts";

onEachServer("races for tenants", async (t, server) => {
  const url = await server.createDatabase(), dbs = [await openServer(url), await openServer(url)];
  const servers = [await openAdmin({ db: dbs[0]! }), await openAdmin({ db: dbs[1]! })], { db } = servers[0]!;

  await t.step(
    "one of two servers makes the tenant, with one set of keys, and the other says that it is taken",
    async () => {
      const made = await Promise.all(servers.map(({ call }) => call("POST", "/tenants", { slug: "acme" })));
      assertEquals(made.map(({ status }) => status).toSorted(), [201, 409]);
      const { id } = await db.selectFrom("tenant").select("id").where("slug", "=", "acme")
        .executeTakeFirstOrThrow();
      const keys = await db.selectFrom("signing_key").select(["tenant", "alg"]).where(
        "tenant",
        "<>",
        "default",
      ).execute();
      assertEquals(new Set(keys.map(({ tenant }) => tenant)), new Set([id]));
      assertEquals(new Set(keys.map(({ alg }) => alg)).size, keys.length);
      for (const { call } of servers) assertEquals((await call("GET", "/tenants/acme")).status, 200);
    },
  );

  await t.step(
    "a tenant that is switched off and on by both at once is what one of them said last",
    async () => {
      const answers = await Promise.all(
        Array.from(
          { length: 12 },
          (_, at) => servers[at % 2]!.call("PATCH", "/tenants/acme", { enabled: at % 3 === 0 }),
        ),
      );
      assertEquals(
        new Set(answers.map(({ status }) => status)),
        new Set([200]),
      );
      const { state } = await db.selectFrom("tenant").select("state").where("slug", "=", "acme")
        .executeTakeFirstOrThrow();
      const moves = await db.selectFrom("audit_event").select("state").where("machine", "=", "tenant")
        .where("tenant", "<>", "default").orderBy("id", "desc").execute();
      assertEquals(moves[0]!.state, state);
    },
  );

  for (const handle of dbs) await handle.destroy();
});

// Many requests about registrations at the same moment, at several servers on one database.
import { assert, assertEquals } from "@std/assert";
import { openServer } from "../support/database.ts";
import { openProvider, type Send } from "../support/provider.ts";
import { configure, initialAccessToken, register, setPolicy, webApp } from "../support/registration.ts";
import { onEachServer } from "../store/on_each_server.ts";

const racers = 12;

onEachServer("races for registrations", async (t, server) => {
  const url = await server.createDatabase(), dbs = [await openServer(url), await openServer(url)];
  const providers = await Promise.all(dbs.map((db) => openProvider({ db })));
  const provider = providers[0]!, { send, db } = provider;
  const race = <T>(work: (send: Send, at: number) => Promise<T>) =>
    Promise.all(Array.from({ length: racers }, (_, at) => work(providers[at % 2]!.send, at)));
  await setPolicy(provider, { registration: "open" });
  providers[1]!.time.now = provider.time.now;

  await t.step("an initial access token for three registers three of many (RFC 7591 section 3)", async () => {
    const { token } = await initialAccessToken(provider, { uses: 3 });
    const answers = await race((ask) => register(ask, webApp, token));
    const made = answers.filter(({ status }) => status === 201);
    assertEquals([made.length, answers.filter(({ status }) => status === 401).length], [3, racers - 3]);
    assertEquals((await db.selectFrom("client").select("client_id").execute()).length, 3);
  });

  await t.step(
    "of many updates at once each replaces all, and one is what stays (RFC 7592 section 2.2)",
    async () => {
      const { body: client } = await register(send, { ...webApp, token_endpoint_auth_method: "none" });
      const bodies = Array.from({ length: racers }, (_, at) => ({
        client_name: `Name ${at}`,
        redirect_uris: [`https://app.example/${at}`],
        software_version: `${at}`,
      }));
      const answers = await race((ask, at) => configure(ask, client, "PUT", bodies[at]));
      assertEquals(answers.map(({ status }) => status), Array(racers).fill(200));
      const { body } = await configure(send, client, "GET");
      const at = Number(body.software_version);
      assertEquals([body.client_name, body.redirect_uris], [
        bodies[at]!.client_name,
        bodies[at]!.redirect_uris,
      ]);
      // All of them asked for a client that authenticates: one was given the secret, and it is the one that works.
      assertEquals(answers.filter(({ body }) => "client_secret" in body).length, 1);
      const live = await db.selectFrom("client_secret").select("state").where(
        "client_id",
        "=",
        client.client_id,
      )
        .execute();
      assertEquals(live, [{ state: "current" }]);
    },
  );

  await t.step("a deleted client is changed by nobody who came later (RFC 7592 section 2.3)", async () => {
    const { body: client } = await register(send, webApp);
    const answers = await race((ask, at) =>
      configure(ask, client, at % 3 ? "PUT" : "DELETE", at % 3 ? webApp : undefined)
    );
    assertEquals(answers.filter(({ status }) => status === 204).length, 1);
    for (const { status } of answers) assert([200, 204, 401].includes(status), String(status));
    assertEquals((await configure(send, client, "GET")).status, 401);
  });
  for (const db of dbs) await db.destroy();
});

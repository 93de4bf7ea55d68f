// Many requests show the same code or refresh token at the same moment, at several servers on one database.
import { assertEquals } from "@std/assert";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { mostRepeats } from "../../src/domain/token_policy.ts";
import { openServer } from "../support/database.ts";
import {
  type Answer,
  authorizeAs,
  codeIn,
  redeem,
  refresh,
  tokensFor,
  userinfoStatus,
} from "../support/flow.ts";
import { availablePostgres, startPostgres } from "../support/postgres.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const racers = 32, asked = { scope: "openid offline_access" };

/** Three servers on one database, a client, a person, and a way to race: each racer at the next server. */
async function scene(url: string) {
  const dbs = [await openServer(url), await openServer(url), await openServer(url)];
  const [first, ...others] = await Promise.all(dbs.map((db) => openProvider({ db })));
  const provider = first!, servers = [provider, ...others];
  const client = await addClient(provider, {}, { first_party: true }), alice = await addPerson(provider);
  const race = (shows: (send: typeof provider.send) => Promise<Answer>) =>
    Promise.all(Array.from({ length: racers }, (_, racer) => shows(servers[racer % servers.length]!.send)));
  const wait = (seconds: number) => servers.forEach(({ time }) => time.now += seconds);
  return {
    provider,
    client,
    race,
    wait,
    start: () => tokensFor(provider, client, alice, { asked }),
    code: async () => codeIn(await authorizeAs(provider, client, alice, { asked })),
    [Symbol.asyncDispose]: async () => {
      for (const db of dbs) await db.destroy();
    },
  };
}

const won = (answers: readonly Answer[]) => answers.filter(({ status }) => status === 200);
const lost = (answers: readonly Answer[]) =>
  new Set(answers.filter(({ status }) => status !== 200).map(({ status, error }) => `${status} ${error}`));

Deno.test("races for tokens over three servers on one PostgreSQL", async (t) => {
  await using postgres = await startPostgres(availablePostgres()[0]!);
  await using here = await scene(await postgres.createDatabase());
  const { provider: { send }, client, race } = here;

  await t.step(
    `of ${racers} who show one code one gets tokens, the others make them worthless, and the person's other device stays signed in (RFC 6749 section 4.1.2)`,
    async () => {
      const phone = await here.start(), code = await here.code();
      const answers = await race((at) => redeem(at, client, code)), [tokens] = won(answers);
      assertEquals([won(answers).length, [...lost(answers)]], [1, ["400 invalid_grant"]]);
      assertEquals(await userinfoStatus(send, tokens!.access_token!), 401);
      assertEquals((await refresh(send, client, tokens!.refresh_token!)).error, "invalid_grant");
      assertEquals((await refresh(send, client, phone.refresh_token!)).status, 200);
    },
  );

  await t.step(
    `of ${racers} who show one refresh token some get one and the same answer, the others none, and the answer works (RFC 9700 section 4.14.2)`,
    async () => {
      const { refresh_token = "" } = await here.start();
      const answers = await race((at) => refresh(at, client, refresh_token));
      assertEquals(won(answers).length, 1 + mostRepeats);
      assertEquals([...lost(answers)], ["400 invalid_grant"]);
      assertEquals(new Set(won(answers).map((answer) => JSON.stringify(answer))).size, 1);
      const next = await refresh(send, client, won(answers)[0]!.refresh_token!);
      assertEquals([next.status, await userinfoStatus(send, next.access_token!)], [200, 200]);
    },
  );

  await t.step(
    "repeats of a token that race the use of its successor give the same answer or none, and never a third token (RFC 9700 section 4.14.2)",
    async () => {
      const { refresh_token: oldest = "" } = await here.start();
      const { status: _, ...first } = await refresh(send, client, oldest), successor = first.refresh_token!;
      let racer = 0;
      const answers = await race(async (at) =>
        racer++ % 2 === 0 ? await refresh(at, client, oldest) : await refresh(at, client, successor)
      );
      const given = new Set(won(answers).map(({ refresh_token }) => refresh_token));
      given.delete(successor);
      assertEquals([given.size <= 1, [...lost(answers)]], [true, ["400 invalid_grant"]]);
    },
  );

  await t.step(
    "after its window a raced refresh token ends its family once and for all, and the person's other device stays signed in (RFC 9700 section 4.14.2)",
    async () => {
      const phone = await here.start(), { refresh_token = "" } = await here.start();
      const latest = await refresh(send, client, refresh_token);
      here.wait(lifetimes.refresh_repeat_window.default);
      const answers = await race((at) => refresh(at, client, refresh_token));
      assertEquals([won(answers).length, [...lost(answers)]], [0, ["400 invalid_grant"]]);
      assertEquals(await userinfoStatus(send, latest.access_token!), 401);
      assertEquals((await refresh(send, client, latest.refresh_token!)).error, "invalid_grant");
      assertEquals((await refresh(send, client, phone.refresh_token!)).status, 200);
    },
  );
});

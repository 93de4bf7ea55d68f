// The right to use a client is taken away while its codes are redeemed, at several servers on one database.
import { assert, assertEquals } from "@std/assert";
import { amendAccount, findAccount } from "../../src/store/accounts.ts";
import { openServer } from "../support/database.ts";
import { authorizeAs, codeIn, introspect, redeem, refresh, userinfoStatus } from "../support/flow.ts";
import { availablePostgres, startPostgres } from "../support/postgres.ts";
import { addClient, addPerson, openProvider, storeOf } from "../support/provider.ts";

const rounds = 12;

Deno.test("a right to use a client that is taken away while a code is redeemed leaves no token that counts (RFC 9700 section 4.14.2)", async () => {
  await using postgres = await startPostgres(availablePostgres()[0]!);
  const url = await postgres.createDatabase(), db = await openServer(url), beside = await openServer(url);
  try {
    const provider = await openProvider({ db }), { send, time } = provider, store = storeOf({ db: beside });
    const asked = { scope: "openid offline_access", prompt: "consent" };
    for (let round = 0; round < rounds; round++) {
      const access_token_format = round % 2 === 0 ? "jwt" : "opaque";
      const client = await addClient(provider, {}, { allowed_groups: ["staff"], access_token_format });
      const person = await addPerson(provider, `person-${round}`);
      const join = async (groups: readonly string[]) => {
        const row = (await findAccount(store, person.sub))!;
        assert((await amendAccount(store, row.id, row.version, { ...row, groups }, time.now)).ok);
      };
      await join(["staff", "crew"]);
      const code = codeIn(await authorizeAs(provider, client, person, { asked }));
      const [tokens] = await Promise.all([redeem(send, client, code), join(["crew"])]);
      assert(tokens.status === 200 || tokens.error === "invalid_grant", JSON.stringify(tokens));
      if (tokens.status !== 200) continue;
      assertEquals(await userinfoStatus(send, tokens.access_token!), 401);
      assertEquals((await introspect(send, client, tokens.access_token!)).active as unknown, false);
      assertEquals((await refresh(send, client, tokens.refresh_token!)).error, "invalid_grant");
    }
  } finally {
    await db.destroy();
    await beside.destroy();
  }
});

import { assertEquals } from "@std/assert";
import { openServer } from "../support/database.ts";
import { availablePostgres, startPostgres } from "../support/postgres.ts";
import { type Answer, openAdmin } from "./admin_server.ts";

const racers = 8;

/** The same request many times at once, each with a body of its own. */
const race = (ask: (at: number) => Promise<Answer>) =>
  Promise.all(Array.from({ length: racers }, (_, at) => ask(at)));

const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status).toSorted();

for (const which of availablePostgres()) {
  Deno.test(`PostgreSQL (${which}) decides races in the admin API as it should`, async (t) => {
    await using server = await startPostgres(which);
    await using db = await openServer(await server.createDatabase());
    const { call, send } = await openAdmin({ db });
    const users = (): Promise<Answer[]> =>
      Promise.all(
        Array.from({ length: racers }, (_, at) => call("POST", "/users", { email: `p${at}@people.example` })),
      );

    await t.step("of many who are created with one address one is", async () => {
      const answers = await race(() => call("POST", "/users", { email: "one@people.example" }));
      assertEquals(statuses(answers), [201, ...Array(racers - 1).fill(409)]);
    });

    await t.step(
      "of many who change to one name one does, and the others are told which member",
      async () => {
        const made = await users();
        const answers = await race((at) =>
          call("PATCH", `/users/${made[at]!.body.id}`, { username: "same" })
        );
        assertEquals(statuses(answers), [200, ...Array(racers - 1).fill(409)]);
        for (const { status, body } of answers) {
          if (status === 409) assertEquals(body.errors[0].pointer, "#/username");
        }
      },
    );

    await t.step("many changes of one client at once all count", async () => {
      const made = (await call("POST", "/clients", { redirect_uris: ["https://app.example/"] })).body;
      const members = [
        { client_name: "a" },
        { description: "b" },
        { first_party: true },
        { scope: "openid" },
        { require_pkce: true },
        { default_max_age: 1 },
        { contacts: ["c"] },
        { access_token_format: "opaque" },
      ];
      const answers = await race((at) => call("PATCH", `/clients/${made.client_id}`, members[at]));
      assertEquals(statuses(answers), Array(racers).fill(200));
      const { body } = await call("GET", `/clients/${made.client_id}`);
      for (const member of members) {
        for (const [name, value] of Object.entries(member)) assertEquals(body[name], value);
      }
    });

    await t.step("of many rotations of a secret at once the last two secrets work", async () => {
      const made = await call("POST", "/clients", { grant_types: ["client_credentials"], scope: "a" });
      const { client_id } = made.body;
      const answers = await race(() => call("POST", `/clients/${client_id}/rotate-secret`));
      assertEquals(statuses(answers), Array(racers).fill(200));
      const works = await Promise.all(answers.map(async ({ body }) => {
        const response = await send("/oauth2/token", {
          method: "POST",
          headers: { authorization: `Basic ${btoa(`${client_id}:${body.client_secret}`)}` },
          body: new URLSearchParams({ grant_type: "client_credentials" }),
        });
        await response.body?.cancel();
        return response.status;
      }));
      assertEquals(works.filter((status) => status === 200).length, 2);
    });

    await t.step("of many upstreams that are to be the way in for one domain one is", async () => {
      const bodies = Array.from({ length: racers }, (_, at) => ({
        id: `u${at}`,
        issuer: "https://upstream.example",
        client_id: "latchkey",
        client_secret: "a secret of ours",
      }));
      const domains = ["one.example", "two.example"];
      const made = await race((at) => call("POST", "/upstreams", { ...bodies[at], domains }));
      assertEquals(statuses(made), [201, ...Array(racers - 1).fill(409)]);
      const first = made.findIndex(({ status }) => status === 201);
      for (const [at, body] of bodies.entries()) if (at !== first) await call("POST", "/upstreams", body);
      await call("PATCH", `/upstreams/u${first}`, { domains: [] });
      const order = (at: number) => at % 2 === 0 ? domains : domains.toReversed();
      const changed = await race((at) => call("PATCH", `/upstreams/u${at}`, { domains: order(at) }));
      assertEquals(statuses(changed), [200, ...Array(racers - 1).fill(409)]);
    });

    await t.step("many changes of the policy at once all count", async () => {
      const names = ["interaction", "session", "id_token", "session_idle"];
      await race((at) => call("PATCH", "/tenant", { lifetimes: { [names[at % 4]!]: 4_000 } }));
      const { body } = await call("GET", "/tenant");
      assertEquals(names.map((name) => body.lifetimes[name]), [4_000, 4_000, 4_000, 4_000]);
    });
  });
}

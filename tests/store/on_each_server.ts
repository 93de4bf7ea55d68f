import { availablePostgres, type PostgresServer, startPostgres } from "../support/postgres.ts";

/** A test on each PostgreSQL that this machine can start, with a server of its own. */
export function onEachServer(
  title: string,
  body: (t: Deno.TestContext, server: PostgresServer) => Promise<void>,
): void {
  for (const which of availablePostgres()) {
    Deno.test(`${title} (${which} PostgreSQL)`, async (t) => {
      await using server = await startPostgres(which);
      await body(t, server);
    });
  }
}

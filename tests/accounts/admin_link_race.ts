/** Many who post the form of one admin link at once, at several servers. */
import { assertEquals } from "@std/assert";
import { offerAdminLink } from "../../src/accounts/create_admin.ts";
import type { Db } from "../../src/store/transition.ts";
import { formOf } from "../support/browser.ts";
import { openProvider, portsOf, type TestProvider } from "../support/provider.ts";

const racers = 32;

/** Posts the form of a link as one of many. @returns the status of the answer. */
async function post({ send }: TestProvider, link: string, fields: Readonly<Record<string, string>>) {
  const { action, fields: hidden } = formOf(await (await send(link)).text());
  return async () => {
    const response = await send(action, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ ...hidden, ...fields }).toString(),
    });
    await response.body?.cancel();
    return response.status;
  };
}

/**
 * Races for one link: first everybody with a name of their own, then everybody with the same one. Each time one makes
 * an account, which is an administrator, and the others are told that the link is spent.
 *
 * @param dbs A database handle for each server.
 */
export async function raceForAdminLink(dbs: readonly Db[]): Promise<void> {
  const providers = await Promise.all(dbs.map((db) => openProvider({ db })));
  for (const named of [(racer: number) => `admin${racer}`, () => "root"]) {
    const [first] = providers, { db } = first!;
    const count = async (table: "account" | "admin_role" | "session") =>
      (await db.selectFrom(table).selectAll().execute()).length;
    const before = [await count("account"), await count("admin_role"), await count("session")];
    const { url } = await offerAdminLink(portsOf(first!));
    const attempts = await Promise.all(Array.from({ length: racers }, (_, racer) => {
      const username = named(racer), password = "a good password";
      const fields = { username, email: `${username}@example.com`, password };
      return post(providers[racer % providers.length]!, url, fields);
    }));
    const statuses = await Promise.all(attempts.map((attempt) => attempt()));
    assertEquals(statuses.toSorted(), [303, ...Array(racers - 1).fill(400)]);
    const after = [await count("account"), await count("admin_role"), await count("session")];
    assertEquals(after, before.map((many) => many + 1));
  }
}

/** When a token family counts: the view that every reader of tokens asks. */
import { assertEquals } from "@std/assert";
import { account } from "../../src/domain/account.ts";
import { mayUse } from "../../src/domain/client_access.ts";
import { client } from "../../src/domain/client.ts";
import { consent } from "../../src/domain/consent.ts";
import { grant } from "../../src/domain/grant.ts";
import type { Machine } from "../../src/domain/machine.ts";
import { session } from "../../src/domain/session.ts";
import { tokenFamily } from "../../src/domain/token_family.ts";
import { moveTenant } from "../../src/store/tenants.ts";
import type { Db } from "../../src/store/transition.ts";
import { fireAny, plant } from "../support/database.ts";
import { factsFor, keyOf, type Row, rowFor } from "../support/machine_row.ts";

/** What a family hangs on, itself included: the machine, the key that names the row, and the one state that counts. */
const links: readonly { readonly m: Machine; readonly key: Row; readonly counts: string }[] = [
  { m: tokenFamily, key: { id: "family" }, counts: "active" },
  { m: grant, key: { id: "grant" }, counts: "active" },
  { m: consent, key: { id: "consent" }, counts: "given" },
  { m: client, key: { client_id: "client" }, counts: "active" },
  { m: account, key: { id: "account" }, counts: "active" },
  { m: session, key: { id: "session" }, counts: "open" },
];

let serial = 0;

/** Plants a family and all that it hangs on, in a tenant of its own; `changes` are by machine, undefined leaves a row out. */
async function family(db: Db, changes: Readonly<Record<string, Row | undefined>> = {}) {
  const tenant = `usable-${serial++}`;
  for (const { m, key, counts } of links) {
    const change = m.name in changes ? changes[m.name] : {};
    // The key has the tenant's name in it, since the bucket and the id of a family are unique over all tenants.
    const named = m === tokenFamily ? { id: tenant } : key;
    if (change) await plant(db, m, [rowFor(m, serial, { tenant, ...named, state: counts, ...change })]);
  }
  return {
    tenant,
    usable: () => db.selectFrom("usable_family").selectAll().where("tenant", "=", tenant).execute(),
  };
}

async function counted(db: Db, changes: Readonly<Record<string, Row | undefined>>): Promise<boolean> {
  const { usable } = await family(db, changes);
  return (await usable()).length === 1;
}

const unbound = { session_id: "-" };
const farFuture = 253_402_300_799;

/** What the view promises: a title, and what holds it. */
export const promises: Readonly<Record<string, (db: Db) => Promise<void>>> = {
  "a family counts while all that it hangs on does, and tells when its session ends": async (db) => {
    for (const [idle, absolute, ends] of [[900, 1_000, 900], [1_000, 800, 800]]) {
      const { tenant, usable } = await family(db, {
        session: { idle_expires_at: idle, expires_at: absolute },
      });
      const [found] = await usable();
      const planted = await db.selectFrom("token_family").selectAll().where("tenant", "=", tenant)
        .executeTakeFirst();
      assertEquals<unknown>(found, { ...planted, session_expires_at: ends });
    }
  },

  "a family tells when its session ends for its client, which may be sooner than for others": async (db) => {
    const times = { auth_time: 100, state_at: 500, idle_expires_at: 900, expires_at: 1_000 };
    for (
      const [lifetimes, ends] of [
        [{}, 900],
        [{ id_token: 60 }, 900],
        [{ session: 700 }, 800],
        [{ session_idle: 250 }, 750],
        [{ session: 700, session_idle: 250 }, 750],
        [{ session: 600, session_idle: 250 }, 700],
        [{ session: 5_000, session_idle: 5_000 }, 900],
      ] as const
    ) {
      const { usable } = await family(db, { session: times, client: { lifetimes } });
      assertEquals(
        (await usable()).map((found) => found.session_expires_at),
        [ends],
        JSON.stringify(lifetimes),
      );
    }
    const { usable } = await family(db, { token_family: unbound, client: { lifetimes: { session: 60 } } });
    assertEquals((await usable()).map((found) => found.session_expires_at), [farFuture]);
  },

  "a family counts in one state of each thing that it hangs on, and in no other": async (db) => {
    for (const { m, counts } of links) {
      for (const state of Object.keys(m.cells)) {
        assertEquals(await counted(db, { [m.name]: { state } }), state === counts, `${m.name} is ${state}`);
      }
    }
  },

  "a family does not count where something that it hangs on is missing or another tenant's": async (db) => {
    for (const { m } of links) {
      assertEquals(await counted(db, { [m.name]: undefined }), false, `no ${m.name}`);
      assertEquals(
        await counted(db, { [m.name]: { tenant: `stranger-${serial}` } }),
        false,
        `another's ${m.name}`,
      );
    }
  },

  "a family stops counting with the tenant, and counts again with it": async (db) => {
    const { tenant, usable } = await family(db);
    for (const [event, count] of [["disable", 0], ["enable", 1]] as const) {
      await moveTenant(db, tenant, event, 1);
      assertEquals((await usable()).length, count, event);
    }
  },

  "a family stops counting the moment its client is disabled, and counts again once it is enabled": async (
    db,
  ) => {
    const { tenant, usable } = await family(db);
    const key = keyOf(client, { tenant, client_id: "client" });
    for (const [event, count] of [["disable", 0], ["enable", 1], ["delete", 0]] as const) {
      await fireAny(db, [client, event], key, 0, factsFor(client, event));
      assertEquals((await usable()).length, count, event);
    }
  },

  "a family counts only while its person may use its client": async (db) => {
    for (const allowed_groups of [null, [], ["crew"], ["staff"], ["staff", "crew"]]) {
      for (const allowed_accounts of [null, [], ["account"], ["other", "account"], ["other"]]) {
        for (const groups of [[], ["crew"], ["night", "crew"], ["night"]]) {
          const lists = { allowed_groups, allowed_accounts };
          assertEquals(
            await counted(db, { client: lists, account: { groups } }),
            mayUse(lists, { id: "account", groups }),
            JSON.stringify({ ...lists, groups }),
          );
        }
      }
    }
  },

  "a family that is bound to no session counts whatever becomes of sessions, and outlives none": async (
    db,
  ) => {
    for (const change of [{ state: "open" }, { state: "ended" }, { id: "-", state: "ended" }, undefined]) {
      const { usable } = await family(db, { token_family: unbound, session: change });
      assertEquals(
        (await usable()).map((found) => found.session_expires_at),
        [farFuture],
        Deno.inspect(change),
      );
    }
  },

  "a grant without a consent counts, whatever consents there are": async (db) => {
    for (const change of [{ state: "withdrawn" }, { id: "-", state: "withdrawn" }, undefined]) {
      const withoutConsent = { grant: { consent_id: "-" }, consent: change };
      assertEquals(await counted(db, withoutConsent), true, Deno.inspect(change));
    }
  },
};

import { assertEquals, assertRejects } from "@std/assert";
import { type FullCounts, isKnownFull, takeKnownAttempt } from "../../src/store/full_counts.ts";
import type { Db } from "../../src/store/transition.ts";
import { openMemory } from "../support/database.ts";

const rate = { burst: 2, interval: 30 }, tenant = "default";
const db = await openMemory();

/** A database that nobody may ask. */
const away = new Proxy({}, {
  get: () => {
    throw new Error("the database was asked");
  },
}) as Db;

Deno.test("a count that was found full is refused without the database until there is room again, and told how long", async () => {
  const fullCounts: FullCounts = new Map();
  const here = { store: { db, tenant }, fullCounts }, blind = { store: { db: away, tenant }, fullCounts };
  assertEquals(await takeKnownAttempt(here, "a", rate, 1000), 0);
  assertEquals(await takeKnownAttempt(here, "a", rate, 1000), 0);
  await assertRejects(() => takeKnownAttempt(blind, "a", rate, 1000), Error, "was asked");
  assertEquals(await takeKnownAttempt(here, "a", rate, 1000), 30);
  for (const [now, wait] of [[1000, 30], [1029, 1]] as const) {
    assertEquals([await takeKnownAttempt(blind, "a", rate, now), isKnownFull(blind, "a", now)], [wait, true]);
  }
  assertEquals(isKnownFull(here, "a", 1030), false);
  assertEquals(await takeKnownAttempt(here, "a", rate, 1030), 0);
});

Deno.test("what is known of a count is another tenant's as little as another count's", async () => {
  const fullCounts: FullCounts = new Map(), here = { store: { db, tenant }, fullCounts };
  for (let time = 0; time < 3; time++) await takeKnownAttempt(here, "b", rate, 1000);
  assertEquals(isKnownFull(here, "b", 1000), true);
  assertEquals(isKnownFull({ store: { db, tenant: "other" }, fullCounts }, "b", 1000), false);
  assertEquals(isKnownFull(here, "bb", 1000), false);
});

Deno.test("a thousand full counts are remembered, and the oldest gives way", async () => {
  const fullCounts: FullCounts = new Map(), here = { store: { db, tenant }, fullCounts };
  for (let at = 0; at < 1000; at++) fullCounts.set(`made up ${at}`, 2000);
  for (let time = 0; time < 3; time++) await takeKnownAttempt(here, "c", rate, 1000);
  assertEquals([fullCounts.size, fullCounts.has("made up 0"), isKnownFull(here, "c", 1000)], [
    1000,
    false,
    true,
  ]);
});

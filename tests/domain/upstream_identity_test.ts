import { assertEquals } from "@std/assert";
import { mayTakeAway, takeBackPeriod } from "../../src/domain/upstream_identity.ts";

Deno.test("who came by links alone that are newer than one, and not yet seven days old, does not take that one away", () => {
  const now = 10 * takeBackPeriod, link = { linked_at: now - 1000 }, old = { linked_at: 1 };
  const may = (of: typeof link, ...cameBy: readonly number[]) => mayTakeAway(of, cameBy, now);
  assertEquals(may(old), true);
  assertEquals(may(old, now - takeBackPeriod + 1), false);
  assertEquals(may(old, now - takeBackPeriod), true);
  assertEquals(may(link, now - 999), false);
  assertEquals(may(link, now - 1000), true);
  assertEquals(may(link, now - 999, now - 1001), true);
});

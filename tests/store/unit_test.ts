import { assertEquals } from "@std/assert";
import { unit } from "../../src/store/unit.ts";
import { openMemory } from "../support/database.ts";
import { promises } from "./unit_of_work.ts";

const db = await openMemory();

for (const [title, check] of Object.entries(promises)) {
  Deno.test(`unit: ${title} (embedded)`, () => check(db));
}

Deno.test("unit: the outer handle is not answered inside a unit of the embedded database, which a deadline shows", async () => {
  let outer: Promise<unknown> | undefined;
  const seen = await unit(db, async () => {
    outer = db.selectFrom("tenant").select("id").execute();
    return await within(300, outer);
  });
  assertEquals(seen, "deadline");
  assertEquals(await within(10_000, outer!), "answered");
});

Deno.test("unit: two units of the embedded database run one after the other", async () => {
  const told: string[] = [];
  await Promise.all(["first", "second"].map((name) =>
    unit(db, async (inside) => {
      told.push(`${name} begins`);
      await inside.selectFrom("tenant").select("id").execute();
      told.push(`${name} ends`);
    })
  ));
  assertEquals(told, ["first begins", "first ends", "second begins", "second ends"]);
});

/** Whether a promise is kept within so many milliseconds. */
async function within(milliseconds: number, kept: Promise<unknown>): Promise<"answered" | "deadline"> {
  const { promise, resolve } = Promise.withResolvers<"deadline">();
  const timer = setTimeout(() => resolve("deadline"), milliseconds);
  try {
    return await Promise.race([kept.then(() => "answered" as const), promise]);
  } finally {
    clearTimeout(timer);
  }
}

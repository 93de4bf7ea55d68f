/** Who gets the next place when modules run side by side. */
import { assertEquals } from "@std/assert";
import { openPlaces } from "../../src/conformance/places.ts";

Deno.test("places go to whoever comes back from a wait, then to whoever came first", async () => {
  const places = openPlaces(1), order: string[] = [];
  await places.take();
  const waiting = [
    places.take().then(() => order.push("first")),
    places.take().then(() => order.push("second")),
    places.takeAgain().then(() => order.push("back")),
  ];
  for (const _ of waiting) {
    places.give();
    await Promise.resolve();
  }
  await Promise.all(waiting);
  assertEquals(order, ["back", "first", "second"]);
});

Deno.test("places are no more than were opened", async () => {
  const places = openPlaces(2), taken: number[] = [];
  const all = [1, 2, 3].map((which) => places.take().then(() => taken.push(which)));
  await Promise.all(all.slice(0, 2));
  assertEquals(taken, [1, 2]);
  places.give();
  await all[2];
  assertEquals(taken, [1, 2, 3]);
});

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { bucketOf, day } from "../../src/domain/time.ts";

Deno.test("a bucket is one day, from its first second to its last", () => {
  assertEquals([0, day - 1, day, 2 * day - 1, 2 * day].map(bucketOf), [0, 0, 1, 1, 2]);
});

Deno.test("buckets keep the order of moments, and four hex digits hold them until the year 2149", () => {
  const moment = fc.nat(0xffff * day);
  fc.assert(fc.property(moment, moment, (one, other) => {
    assert(one > other || bucketOf(one) <= bucketOf(other));
    assert(bucketOf(one).toString(16).length <= 4);
  }));
});

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { acceptedSkew, bucketOf, day, isTimely } from "../../src/domain/time.ts";

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

Deno.test("a JWT is timely until its exp and from its nbf on, give or take what clocks may differ (RFC 7519 section 4.1.4 and 4.1.5)", () => {
  const now = 1000;
  const timely = [{}, { exp: now }, { nbf: now }, { exp: now + 1, nbf: now - 1 }];
  assertEquals(timely.map((jwt) => isTimely(jwt, now)), timely.map(() => true));
  const edges = [now - acceptedSkew + 1, now - acceptedSkew].map((exp) => isTimely({ exp }, now));
  assertEquals(edges, [true, false]);
  const starts = [now + acceptedSkew, now + acceptedSkew + 1].map((nbf) => isTimely({ nbf }, now));
  assertEquals(starts, [true, false]);
  const strange = [{ exp: "2000" }, { exp: null }, { nbf: "0" }, { nbf: null }, {
    exp: now + 60,
    nbf: now + 60,
  }];
  assertEquals(strange.map((jwt) => isTimely(jwt, now)), strange.map(() => false));
});

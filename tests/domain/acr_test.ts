import { assertEquals } from "@std/assert";
import {
  acrValues,
  broughtAcr,
  offeredAcr,
  requiredAcr,
  satisfiesAcr,
  statedAcr,
} from "../../src/domain/acr.ts";

/** Classes as they would be with a second factor and a hardware key. */
const order = ["1", "2", "3"];

Deno.test("a stronger class does for every weaker one, and nothing for a class that nobody vouches for (OpenID Connect Core section 2)", () => {
  for (const [place, acr] of order.entries()) {
    assertEquals(order.map((wanted) => satisfiesAcr(acr, wanted, order)), order.map((_, at) => at <= place));
    assertEquals(satisfiesAcr(acr, "urn:unheard-of", order), false);
    assertEquals(satisfiesAcr("urn:unheard-of", acr, order), false);
  }
  for (const acr of acrValues) assertEquals(satisfiesAcr(acr, acr), true);
});

Deno.test("tokens state the first class asked for that the sign-in does for, else its own (OpenID Connect Core section 5.5.1.1)", () => {
  assertEquals(statedAcr("2", ["1"], order), "1");
  assertEquals(statedAcr("2", ["3", "2", "1"], order), "2");
  assertEquals(statedAcr("2", ["3"], order), "2");
  assertEquals(statedAcr("2", [], order), "2");
  assertEquals(statedAcr("2", ["urn:unheard-of", "1"], order), "1");
});

Deno.test("classes that are not offered are ignored where they are voluntary (OpenID Connect Core section 3.1.2.1)", () => {
  assertEquals(offeredAcr(["urn:unheard-of", "1", "9"]), ["1"]);
});

Deno.test("a session brings what an essential acr requires, or its own class, which differs (OpenID Connect Core section 5.5.1.1)", () => {
  const required = requiredAcr(["9", "1"], true);
  assertEquals([broughtAcr("1", required), broughtAcr("0", required)], [required, "0"]);
  assertEquals(requiredAcr(["9", "1"], false), "-");
  assertEquals(broughtAcr("0", "-"), "-");
});

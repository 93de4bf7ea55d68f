import { assertEquals } from "@std/assert";
import {
  acrBeyondPassword,
  broughtAcr,
  offeredAcr,
  ownAcr,
  passwordAcr,
  requiredAcr,
  reservedAcr,
  satisfiesAcr,
  statedAcr,
  upstreamAcr,
  vouchedAcr,
} from "../../src/domain/acr.ts";

const upstreams = [{ trusted_acr: [] }, { trusted_acr: ["gold", "silver"] }, { trusted_acr: ["gold"] }];
const vouched = vouchedAcr(upstreams);

Deno.test("those classes are vouched for that every sign-in reaches or an upstream is believed in, each once", () => {
  assertEquals(vouched, ["1", "gold", "silver"]);
  assertEquals(vouchedAcr([]), ["1"]);
});

Deno.test("a class does for itself and for the one that every sign-in reaches, and two of upstreams not for one another (OpenID Connect Core section 2)", () => {
  const table: Readonly<Record<string, readonly string[]>> = {
    "1": ["1"],
    gold: ["1", "gold"],
    silver: ["1", "silver"],
    // What an upstream was believed in before: nobody can ask for it any more, and it is a sign-in still.
    bronze: ["1", "bronze"],
  };
  for (const [acr, reached] of Object.entries(table)) {
    assertEquals(Object.keys(table).filter((wanted) => satisfiesAcr(acr, wanted)), reached);
  }
});

Deno.test("a sign-in with an upstream has the class that it states where it is believed in that, and else is one factor", () => {
  const [nobody, both, one] = upstreams;
  assertEquals(
    [undefined, "", "gold", "silver", "Gold", "gold silver"].map((acr) => upstreamAcr(both!, acr)),
    [
      ...[ownAcr, ownAcr],
      ...["gold", "silver"],
      ...[ownAcr, ownAcr],
    ],
  );
  assertEquals([upstreamAcr(nobody!, "gold"), upstreamAcr(one!, "silver")], [ownAcr, ownAcr]);
});

Deno.test("tokens state the first class asked for that the sign-in does for, else its own (OpenID Connect Core section 5.5.1.1)", () => {
  const table: readonly (readonly [acr: string, asked: readonly string[], stated: string])[] = [
    ["gold", ["1"], "1"],
    ["gold", ["silver", "gold", "1"], "gold"],
    ["gold", ["silver", "1", "gold"], "1"],
    ["gold", ["silver"], "gold"],
    ["gold", [], "gold"],
    ["1", ["gold"], "1"],
    ["1", ["urn:unheard-of", "1"], "1"],
  ];
  for (const [acr, asked, stated] of table) assertEquals(statedAcr(acr, asked), stated, `${acr}: ${asked}`);
});

Deno.test("classes that nobody vouches for are ignored where they are voluntary (OpenID Connect Core section 3.1.2.1)", () => {
  assertEquals(offeredAcr(["urn:unheard-of", "silver", "1", "9"], vouched), ["silver", "1"]);
  assertEquals(offeredAcr(["gold"], vouchedAcr([])), []);
});

Deno.test("a session brings what an essential acr requires, or its own class, which differs (OpenID Connect Core section 5.5.1.1)", () => {
  const brings = (acr: string, ...offered: readonly string[]) => {
    const required = requiredAcr(offered, true);
    return broughtAcr(acr, required) === required;
  };
  assertEquals([brings("1", "1"), brings("gold", "1"), brings("gold", "silver", "gold")], [true, true, true]);
  assertEquals([brings("1", "gold"), brings("silver", "gold"), brings("1", "gold", "silver")], [
    false,
    false,
    false,
  ]);
  assertEquals([requiredAcr(["gold"], false), broughtAcr("1", "-")], ["-", "-"]);
});

Deno.test("no class of an upstream is one that stands for something else in a row", () => {
  assertEquals(reservedAcr, [requiredAcr([], false), "0", ownAcr]);
});

Deno.test("somebody else's word is needed where a class is essential that no password reaches", () => {
  assertEquals(acrBeyondPassword(["gold", "silver"], true), ["gold", "silver"]);
  assertEquals(acrBeyondPassword(["gold", passwordAcr], true), []);
  assertEquals(acrBeyondPassword(["gold"], false), []);
});

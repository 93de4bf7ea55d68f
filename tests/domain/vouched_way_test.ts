import { assertEquals } from "@std/assert";
import { isVouchedWay, mayAddWay, mayTakeWay, type UpstreamWay } from "../../src/domain/vouched_way.ts";
import { takeBackPeriod } from "../../src/domain/upstream_identity.ts";

const now = 10_000_000;
/** A way that is vouched for. */
const good: UpstreamWay = {
  upstream_id: "corp",
  upstream_state: "active",
  trusted_acr: ["gold"],
  evidence: "signed_in",
  linked_at: now - takeBackPeriod,
};
const young = { ...good, linked_at: good.linked_at + 1 },
  plain = { ...good, upstream_id: "plain", trusted_acr: [] };

Deno.test("a way is vouched for whose upstream is believed in classes and enabled, and that its owner made or could have undone", () => {
  const table: readonly (readonly [UpstreamWay, boolean])[] = [
    [good, true],
    [plain, false],
    [{ ...good, upstream_state: "disabled" }, false],
    [young, false],
    [{ ...young, evidence: "created" }, true],
    [{ ...young, evidence: "invited" }, true],
    [{ ...young, evidence: "verified_email" }, false],
    [{ ...young, evidence: "proof" }, false],
  ];
  for (const [way, vouched] of table) assertEquals(isVouchedWay(way, now), vouched, JSON.stringify(way));
});

Deno.test("ways are added and such a one is taken away by who came by one that is vouched for, where there is one (NIST SP 800-63B section 6.1.2.1)", () => {
  const came = ["-", "plain", "corp", "elsewhere"].flatMap((signed_in_by) =>
    ["1", "gold"].map((acr) => ({ signed_in_by, acr }))
  );
  for (const by of came) {
    const strong = by.signed_in_by === "corp" && by.acr === "gold";
    assertEquals([mayAddWay([], by, now), mayAddWay([plain, young], by, now)], [true, true]);
    assertEquals(mayAddWay([plain, good], by, now), strong);
    const facts = { came: by, now };
    assertEquals(mayTakeWay(good, [plain, good], facts), strong);
    assertEquals([plain, young].map((way) => mayTakeWay(way, [plain, good, young], facts)), [true, true]);
  }
});

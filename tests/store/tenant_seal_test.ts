import { assert, assertEquals, assertThrows } from "@std/assert";
import { systemRandom } from "../../src/crypto/random.ts";
import {
  opened,
  openJson,
  openText,
  renewedSeal,
  sealJson,
  sealText,
  type TenantSealing,
} from "../../src/store/tenant_seal.ts";
import type { Db } from "../../src/store/transition.ts";

const present = systemRandom(32), former = systemRandom(32);
/** Nothing is asked of the database. */
const sealing = (tenant: string, ...[key = present, ...others]: readonly Uint8Array[]): TenantSealing => ({
  store: { db: {} as Db, tenant },
  sealKeys: [key, ...others],
  random: systemRandom,
});
const place = ["client_secret", "sealed", "row"], acme = sealing("acme");

Deno.test("a text and an object open as they were sealed, for their tenant alone (NIST SP 800-38D section 7.2)", () => {
  const text = sealText(acme, place, "grüße"), value = { of: ["ada"] }, object = sealJson(acme, place, value);
  assertEquals([openText(acme, place, text), openJson(acme, place, object)], ["grüße", value]);
  const other = sealing("other");
  assertEquals([openText(other, place, text), openJson(other, place, object)], [undefined, undefined]);
});

Deno.test("what a former key sealed is sealed anew, and what the present key sealed is left (NIST SP 800-57 part 1 section 5.3.4)", () => {
  const sealed = sealText(sealing("acme", former), place, "kept"), what = "A secret";
  const renewed = renewedSeal(sealing("acme", present, former), place, { what, sealed });
  assert(renewed);
  assertEquals(openText(acme, place, renewed), "kept");
  assertEquals(renewedSeal(acme, place, { what, sealed: renewed }), undefined);
  assertThrows(() => renewedSeal(acme, place, { what, sealed }), Error, "LATCHKEY_SECRET");
});

Deno.test("an empty text that opened is told from one that did not", () => {
  assertEquals(opened(openText(acme, place, sealText(acme, place, "")), "A secret"), "");
  assertThrows(() => opened(undefined, "A secret"), Error, "A secret does not open: LATCHKEY_SECRET");
});

import { assertEquals } from "@std/assert";
import { type ClientAccess, isRestricted, mayUse } from "../../src/domain/client_access.ts";

/** Who may use a client, by the two lists: [allowed_groups, allowed_accounts, whether Alice of the crew may]. */
const table:
  readonly (readonly [ClientAccess["allowed_groups"], ClientAccess["allowed_accounts"], boolean])[] = [
    [null, null, true],
    [[], null, false],
    [null, [], false],
    [[], [], false],
    [["crew"], null, true],
    [["staff", "crew"], null, true],
    [["staff"], null, false],
    [["Crew"], null, false],
    [["alice"], null, false],
    [null, ["alice"], true],
    [null, ["bob", "alice"], true],
    [null, ["bob"], false],
    [["staff"], ["alice"], true],
    [["crew"], ["bob"], true],
    [["staff"], ["bob"], false],
  ];

for (const [allowed_groups, allowed_accounts, may] of table) {
  const lists = { allowed_groups, allowed_accounts };
  Deno.test(`Alice of the crew ${may ? "may" : "may not"} use a client with ${JSON.stringify(lists)}`, () => {
    assertEquals(mayUse(lists, { id: "alice", groups: ["crew", "night"] }), may);
  });
}

Deno.test("a client without lists is for everybody, and one with an empty list is not", () => {
  assertEquals(isRestricted({ allowed_groups: null, allowed_accounts: null }), false);
  assertEquals(isRestricted({ allowed_groups: [], allowed_accounts: null }), true);
  assertEquals(mayUse({ allowed_groups: null, allowed_accounts: null }, { id: "bob", groups: [] }), true);
  assertEquals(
    mayUse({ allowed_groups: ["crew"], allowed_accounts: null }, { id: "bob", groups: [] }),
    false,
  );
});

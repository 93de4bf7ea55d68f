import { assert, assertEquals } from "@std/assert";
import { accountChecks, type AccountFacts } from "../../../src/protocol/authorize/account_checks.ts";
import { explain, runChecks } from "../../../src/protocol/check.ts";
import { sampleClient } from "../../domain/sample_client.ts";

const factsOf = (
  access: Partial<AccountFacts["client"]>,
  groups: readonly string[] = ["crew"],
): AccountFacts => ({ client: sampleClient({}, access), user: { id: "alice", groups } });

const many = Array.from({ length: 12 }, (_, at) => `g${at}`);

/** For each check facts in which it fails, with what is expected and received. */
const wrong: readonly (readonly [string, AccountFacts, string, string])[] = [
  ["account.allowed", factsOf({ allowed_groups: ["staff"] }), "Somebody in: staff", "In: crew"],
  ["account.allowed", factsOf({ allowed_groups: [] }), "Nobody", "In: crew"],
  [
    "account.allowed",
    factsOf({ allowed_accounts: ["bob"] }, []),
    "One of the client's 1 accounts",
    "Somebody in no group",
  ],
  [
    "account.allowed",
    factsOf({ allowed_groups: many, allowed_accounts: ["bob", "eve"] }, many.map((name) => `${name}x`)),
    `Somebody in: ${many.slice(0, 10).join(", ")}, and 2 more; One of the client's 2 accounts`,
    `In: ${many.slice(0, 10).map((name) => `${name}x`).join(", ")}, and 2 more`,
  ],
];

for (const [id, facts, expected, received] of wrong) {
  Deno.test(`${id} refuses where ${expected} is expected and tells the change with which it holds (OpenID Connect Core section 3.1.2.6)`, () => {
    const judged = runChecks(accountChecks, facts);
    assert(!judged.ok);
    assertEquals([judged.error.why, judged.error.code], [id, "access_denied"]);
    const [row] = explain(accountChecks, facts);
    assertEquals([row?.held, row?.expected, row?.received], [false, expected, received]);
    assertEquals(row?.change?.name, "allowed_accounts");
    const { facts: mended, change } = accountChecks[0]!.mend(facts);
    assertEquals(runChecks(accountChecks, mended).ok, true);
    assertEquals(change.value, mended.client.allowed_accounts?.join(" "));
  });
}

Deno.test("every check of an account has facts that fail it, and holds for a client that is for everybody", () => {
  assertEquals(accountChecks.map(({ id }) => id), [...new Set(wrong.map(([id]) => id))]);
  assertEquals(runChecks(accountChecks, factsOf({})).ok, true);
});

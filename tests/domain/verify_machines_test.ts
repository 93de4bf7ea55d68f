import { assert, assertEquals, assertGreater } from "@std/assert";
import { type Machine } from "../../src/domain/machine.ts";
import { type Parts, realParts } from "../../src/domain/model/parts.ts";
import { verifyMachines } from "../../src/domain/verify_machines.ts";

Deno.test("every invariant holds in every state that the machines reach together", () => {
  const verdicts = [...verifyMachines()];
  assertEquals(verdicts.flatMap(({ broken }) => broken), []);
  for (const { name, states, invariants } of verdicts) {
    assertGreater(states, 1, name);
    assertGreater(invariants.length, 0, name);
  }
});

const without = (m: Machine, event: string, refusal: string): Machine => ({
  ...m,
  guards: { ...m.guards, [event]: m.guards[event]!.filter(([, , , name]) => name !== refusal) },
});

const withCell = (m: Machine, state: string, event: string, cell: string): Machine => ({
  ...m,
  cells: { ...m.cells, [state]: { ...m.cells[state], [event]: cell } },
});

const { machines, rules } = realParts;
const swap = (name: keyof Parts["machines"], m: Machine): Parts => ({
  ...realParts,
  machines: { ...machines, [name]: m },
});
const ruled = (changed: Partial<Parts["rules"]>): Parts => ({
  ...realParts,
  rules: { ...rules, ...changed },
});

/** Things that somebody could break by mistake. Each has to be noticed. */
const mistakes: readonly (readonly [title: string, parts: Parts])[] = [
  [
    "a code that anybody's client redeems",
    swap("authorizationCode", without(machines.authorizationCode, "redeem", "other_client")),
  ],
  [
    "a code without its verifier",
    swap("authorizationCode", without(machines.authorizationCode, "redeem", "wrong_verifier")),
  ],
  [
    "a code that is redeemed twice",
    swap("authorizationCode", withCell(machines.authorizationCode, "redeemed", "redeem", "redeemed")),
  ],
  [
    "a refresh token that another client rotates",
    swap("refreshToken", without(machines.refreshToken, "rotate", "other_client")),
  ],
  [
    "an interaction that is granted twice",
    swap("interaction", withCell(machines.interaction, "granted", "grant", "granted")),
  ],
  ["a replay without a consequence", ruled({ carryOut: ["try_repeat"] })],
  ["a predecessor that is never settled", ruled({ rotate: ["issue_successor"] })],
  [
    "tokens that outlive their session",
    ruled({ standsOn: rules.standsOn.filter((support) => support !== "session") }),
  ],
  [
    "tokens that outlive their consent",
    ruled({ standsOn: rules.standsOn.filter((support) => support !== "consent") }),
  ],
  [
    "a compromise without a successor",
    ruled({ keys: rules.keys.filter((rule) => rule !== "successor_after_compromise") }),
  ],
  ["a revoked key that verifies", ruled({ tokensVerify: [...rules.tokensVerify, "revoked"] })],
];

for (const [title, parts] of mistakes) {
  Deno.test(`the walk notices ${title} and names the shortest way there`, () => {
    const found = verifyMachines(parts).find(({ broken }) => broken.length > 0);
    assert(found, "Nothing was noticed");
    assertGreater(found.broken[0]!.path.length, 0);
  });
}

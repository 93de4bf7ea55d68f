import { assert, assertEquals } from "@std/assert";
import { accessToken } from "../../src/domain/access_token.ts";
import { authorizationCode } from "../../src/domain/authorization_code.ts";
import { consequence } from "../../src/domain/consequence.ts";
import { judge, type Machine } from "../../src/domain/machine.ts";
import { refreshToken } from "../../src/domain/refresh_token.ts";
import { factsFor, type Row, rowFor, wrongColumns } from "../support/machine_row.ts";

/** The events that somebody who presents a code or a token fires. */
const presented: readonly (readonly [Machine, string])[] = [
  [authorizationCode, "redeem"],
  [refreshToken, "rotate"],
  [refreshToken, "use"],
  [refreshToken, "repeat"],
  [accessToken, "revoke"],
];

const obliges = (refusal: string) => (consequence as Readonly<Record<string, string>>)[refusal];

Deno.test("consequence: every refusal of a presented code or token has one, and nothing else does", () => {
  const refusals = presented.flatMap(([m, event]) => [
    ...Object.values(m.cells).map((row) => row[event]!).filter((cell) => cell.startsWith("!")).map((cell) =>
      cell.slice(1)
    ),
    ...m.guards[event]!.map(([, , , refusal]) => refusal),
    "unknown",
  ]);
  assertEquals([...new Set(refusals)].sort(), Object.keys(consequence).sort());
});

Deno.test("consequence: a replay by its own client revokes the family (RFC 6749 section 4.1.2, RFC 9700 section 4.14.2)", () => {
  const spent = [[authorizationCode, "redeem", "redeemed"], [refreshToken, "rotate", "settled"], [
    refreshToken,
    "repeat",
    "settled",
  ]] as const;
  for (const [m, event, state] of spent) {
    const refusal = judge(m, event, rowFor(m, 0, { state }), factsFor(m, event));
    assertEquals(refusal, "replayed");
    assertEquals(obliges(refusal!), "revoke_family");
  }
});

Deno.test("consequence: a superseded token is tried as a repeat before anything is revoked", () => {
  const refusal = judge(
    refreshToken,
    "rotate",
    rowFor(refreshToken, 0, { state: "rotated" }),
    factsFor(refreshToken, "rotate"),
  );
  assertEquals(refusal, "superseded");
  assertEquals(obliges(refusal!), "try_repeat");
});

for (const [m, event] of presented) {
  Deno.test(`${m.name}.${event}: whoever does not match changes nothing, spent or not (RFC 9700 section 4.14.2)`, () => {
    for (const state of Object.keys(m.cells)) {
      for (const guard of m.guards[event]!) {
        const row = rowFor(m, 0, { state, ...wrongColumns(m, guard)[0] });
        const refusal = judge(m, event, row, factsFor(m, event));
        assert(refusal !== undefined);
        // The one exception is our own client that repeats too late: a second use of a rotated token.
        assertEquals(
          obliges(refusal),
          refusal === "grace_over" ? "revoke_family" : "none",
          `${state}: ${refusal}`,
        );
      }
    }
  });
}

const repeated = (overrides: Row) =>
  judge(
    refreshToken,
    "repeat",
    rowFor(refreshToken, 0, { state: "rotated", ...overrides }),
    factsFor(refreshToken, "repeat"),
  );

Deno.test("consequence: a repeat that is too late revokes where client and key match, whatever it asks for (RFC 9700 section 4.14.2)", () => {
  for (const asked of [{}, { request_digest: "other" }]) {
    const refusal = repeated({ grace_until: 0, ...asked });
    assertEquals([refusal, obliges(refusal!)], ["grace_over", "revoke_family"]);
  }
  for (const stranger of [{ client_id: "other" }, { proof_key: "other" }]) {
    assertEquals(obliges(repeated({ grace_until: 0, ...stranger })!), "none", Object.keys(stranger)[0]);
  }
});

Deno.test("consequence: a repeat in time that asks for something else is refused and revokes nothing", () => {
  const refusal = repeated({ request_digest: "other" });
  assertEquals([refusal, obliges(refusal!)], ["other_request", "none"]);
});

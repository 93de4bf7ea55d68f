// What must not compile. Each expectation fails the type check once the line under it compiles.
import { assertEquals } from "@std/assert";
import { authorizationCode } from "../../src/domain/authorization_code.ts";
import type { PresentedRefusal } from "../../src/domain/consequence.ts";
import { consent } from "../../src/domain/consent.ts";
import { interaction } from "../../src/domain/interaction.ts";
import { machine, type Refusal, step } from "../../src/domain/machine.ts";
import { refreshToken } from "../../src/domain/refresh_token.ts";
import type { Db, fire } from "../../src/store/transition.ts";

// Never run: there is no database here. Only whether it compiles matters.
type Fire = typeof fire;
const compiled = (_attempt: (fire: Fire, db: Db) => unknown) => undefined;

const lamp = {
  name: "lamp",
  key: ["id"],
  initial: "off",
  cells: { off: { press: "on" }, on: { press: "!burning" } },
  guards: { press: [] },
  trail: [],
} as const;

const code = { tenant: "tenant", bucket: 0, digest: "digest" };

const redeemed = {
  client: "client",
  redirect_uri: "https://client.example/callback",
  challenge: "challenge",
  proof_key: "-",
  session: "session",
  now: 0,
};

Deno.test("step takes a legal event, and knows the state that it leads to", () => {
  const after: "redeemed" = step(authorizationCode, "issued", "redeem");
  const stayed: "rotated" = step(refreshToken, "rotated", "repeat");
  assertEquals<string[]>([after, stayed], ["redeemed", "rotated"]);
});

Deno.test("step does not compile from a state that refuses the event", () => {
  compiled(() => [
    // @ts-expect-error: a redeemed code is not redeemed again
    step(authorizationCode, "redeemed", "redeem"),
    // @ts-expect-error: a granted interaction is not granted again
    step(interaction, "granted", "grant"),
    // @ts-expect-error: a withdrawn consent is not extended
    step(consent, "withdrawn", "extend"),
  ]);
});

Deno.test("step does not compile from an unknown state or with an unknown event", () => {
  compiled(() => [
    // @ts-expect-error: codes are never rotated
    step(authorizationCode, "issued", "rotate"),
    // @ts-expect-error: there is no such state
    step(authorizationCode, "lost", "redeem"),
  ]);
});

Deno.test("step's answer is not taken for another state", () => {
  compiled(() => {
    // @ts-expect-error: redeeming leads to redeemed
    const after: "revoked" = step(authorizationCode, "issued", "redeem");
    return after;
  });
});

Deno.test("machine does not compile where a state leaves an event unanswered", () => {
  compiled(() => [
    machine(lamp),
    // @ts-expect-error: what does pressing do when the lamp is on
    machine({ ...lamp, cells: { off: { press: "on" }, on: {} } }),
    // @ts-expect-error: nobody says what breaking does
    machine({ ...lamp, guards: { press: [], break: [] } }),
  ]);
});

Deno.test("machine does not compile with an unknown state in a cell or as the initial one", () => {
  compiled(() => [
    // @ts-expect-error: there is no such state to go to
    machine({ ...lamp, cells: { off: { press: "glowing" }, on: { press: "!burning" } } }),
    // @ts-expect-error: there is no such state to begin in
    machine({ ...lamp, initial: "glowing" }),
    // @ts-expect-error: a guard compares by one of five comparisons
    machine({ ...lamp, guards: { press: [["power", "!=", "power", "no_power"]] } }),
  ]);
});

Deno.test("fire compiles with every fact that the guards need, and not with one missing", () => {
  compiled((fire, db) => {
    const { session: _session, ...missing } = redeemed;
    return [
      fire(db, [authorizationCode, "redeem"], code, 0, redeemed),
      // @ts-expect-error: nothing says which session the code must belong to
      fire(db, [authorizationCode, "redeem"], code, 0, missing),
    ];
  });
});

Deno.test("fire does not compile with an unknown event, an unnamed row or a column that is not there", () => {
  compiled((fire, db) => [
    // @ts-expect-error: codes are never rotated
    fire(db, [authorizationCode, "rotate"], code, 0, redeemed),
    // @ts-expect-error: a row belongs to a tenant
    fire(db, [authorizationCode, "redeem"], { bucket: 0, digest: "digest" }, 0, redeemed),
    // @ts-expect-error: the bucket is part of the key
    fire(db, [authorizationCode, "redeem"], { tenant: "tenant", digest: "digest" }, 0, redeemed),
    // @ts-expect-error: codes have no such column
    fire(db, [authorizationCode, "redeem"], code, 0, redeemed, { colour: "red" }),
    // @ts-expect-error: the machine alone says which state comes next
    fire(db, [authorizationCode, "redeem"], code, 0, redeemed, { state: "issued" }),
  ]);
});

Deno.test("a refusal is known by name, and no other name compiles", () => {
  const known: Refusal<typeof refreshToken, "repeat">[] = [
    "replayed",
    "grace_over",
    "not_rotated",
    "unknown",
  ];
  compiled(() => {
    // @ts-expect-error: a repeat is never refused for being superseded
    const unknown: Refusal<typeof refreshToken, "repeat"> = "superseded";
    return unknown;
  });
  assertEquals(known.length, 4);
});

Deno.test("consequences do not compile where a refusal has none", () => {
  type Consequences = Record<PresentedRefusal, "revoke_family" | "try_repeat" | "none">;
  compiled(() => {
    const all = {} as Consequences;
    const { replayed: _replayed, ...missing } = all;
    return [
      all satisfies Consequences,
      // @ts-expect-error: a replay without a consequence
      missing satisfies Consequences,
    ];
  });
});

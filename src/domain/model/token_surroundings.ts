import type { Actor, Move } from "./exploration.ts";
import type { Parts } from "./parts.ts";
import { after, before, fire, newRow, type Row } from "./row.ts";
import { codeFamily, isSignedIn, type TokenWorld } from "./token_world.ts";

type Moves = Move<TokenWorld>[];

/** A person signs in at the client anew: what they agreed to grows, or a new consent replaces what stood on the old one. */
function signInAnew({ machines }: Parts, world: TokenWorld): TokenWorld {
  const given = world.consents.findIndex(({ state }) => state === "given");
  const consents = given < 0 ? [...world.consents, newRow(machines.consent)] : world.consents;
  const consent_id = given < 0 ? world.consents.length : given;
  const active = world.grants.findIndex(({ state }) => state === "active");
  const made = [newRow(machines.grant, { consent_id, account_id: "ada" })];
  if (active < 0) return { ...world, consents, grants: [...world.grants, ...made] };
  const extended = fire(machines.grant, "extend", world.grants[active]!, { consent: consent_id });
  if (extended.refusal === undefined) return { ...world, consents };
  const grants = world.grants.with(active, fire(machines.grant, "replace", world.grants[active]!).row);
  return { ...world, consents, grants: [...grants, ...made] };
}

type Slot = "client" | "account" | "session";

/** What the person and administrators do to what tokens stand on. */
export function ownerMoves(parts: Parts, world: TokenWorld): Moves {
  const { machines } = parts, moves: Moves = [], acts = world.acts + 1;
  const add = (by: Actor, event: string, after: TokenWorld, outcome = "done") =>
    moves.push({ by, event, outcome, after });
  const single = (slot: Slot, event: string) => {
    const fired = fire(machines[slot], event, world[slot], { account: "ada" });
    const by = slot === "session" ? "person" : "administrator";
    const after = fired.refusal === undefined ? { ...world, acts, [slot]: fired.row } : world;
    add(by, `${event} ${slot}`, after, fired.refusal);
  };
  const every = (slot: "grants" | "consents", machine: "grant" | "consent", event: string) => {
    const rows = world[slot].map((row) => fire(machines[machine], event, row, { account: "ada" }).row);
    add("person", `${event} ${machine}`, { ...world, acts, [slot]: rows });
  };
  single("session", "end");
  add("time", "session runs out", { ...world, acts, session: { ...world.session, expires_at: before } });
  every("grants", "grant", "revoke");
  every("consents", "consent", "withdraw");
  for (const event of ["disable", "enable", "delete"]) single("client", event);
  for (const event of ["disable", "enable", "erase"]) single("account", event);
  if (isSignedIn(world) && world.account.state === "active" && world.client.state === "active") {
    const after = { ...signInAnew(parts, world), acts };
    if (after.consents.length <= 2 && after.grants.length <= 2) add("person", "sign in anew", after);
  }
  return moves;
}

/** Time, in which what was issued first runs out first. */
export function timeMoves(world: TokenWorld): Moves {
  const moves: Moves = [];
  const add = (event: string, after: TokenWorld) => moves.push({ by: "time", event, outcome: "done", after });
  const over = (row: Row, column = "expires_at"): Row => ({ ...row, [column]: before });
  add("code runs out", { ...world, code: over(world.code) });
  const ours = [...world.refresh.keys()].filter((token) => world.refresh[token]!.family === codeFamily);
  const first = (column: string) => ours.find((token) => world.refresh[token]![column] === after);
  const open = first("grace_until"), alive = first("expires_at");
  const ended = (token: number, column: string) => ({
    ...world,
    refresh: world.refresh.with(token, over(world.refresh[token]!, column)),
  });
  if (open !== undefined) add(`window of refresh token ${open} closes`, ended(open, "grace_until"));
  if (alive !== undefined) {
    add(`refresh token ${alive} runs out`, ended(alive, "expires_at"));
  }
  return moves;
}

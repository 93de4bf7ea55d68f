import { none } from "../machine.ts";
import type { Model, Move } from "./exploration.ts";
import type { Parts } from "./parts.ts";
import { after, before, type Facts, fire, newRow, type Row } from "./row.ts";
import { tokenInvariants } from "./token_invariants.ts";
import {
  type Answer,
  codeFamily,
  isSignedIn,
  looksGood,
  otherFamily,
  redeem,
  refresh,
  revokeFamily,
  rightFacts,
  type TokenWorld,
  unused,
} from "./token_world.ts";

/** How much of everything there is. */
export interface TokenBounds {
  readonly name: string;
  readonly bounds: string;
  readonly refreshTokens: number;
  /** Whether everything that tokens stand on may end, or the family, the grant and the session alone. */
  readonly everySupport: boolean;
  /** Whether things may run out, requests may differ, and one may act on what it saw some time ago. */
  readonly timed: boolean;
}

type Moves = Move<TokenWorld>[];

/** What a client does, for the invariants. */
export interface TokenNote {
  readonly does: "redeem" | "refresh" | "revoke" | "look" | "redeem_late" | "refresh_late";
  /** Of which family. */
  readonly family: number;
  /** The refresh token that is shown, and for what. */
  readonly token?: number;
  readonly request?: string;
}

/** What somebody has wrong who found a code or a token, each by itself. */
const wrong: readonly { readonly who: string; readonly facts: Facts; readonly code?: true }[] = [
  { who: "another client", facts: { client: "other" } },
  { who: "another key", facts: { proof_key: "other" } },
  { who: "another verifier", facts: { challenge: "other" }, code: true },
  { who: "no verifier", facts: { challenge: none }, code: true },
  { who: "another redirect URI", facts: { redirect_uri: "other" }, code: true },
];

const begin = ({ machines }: Parts, binding: string, rotation: string): TokenWorld => ({
  client: newRow(machines.client, { rotation }),
  account: { ...newRow(machines.account), state: "active" },
  session: newRow(machines.session, { account_id: "ada", expires_at: after }),
  consents: [newRow(machines.consent)],
  grants: [newRow(machines.grant, { consent_id: 0, account_id: "ada" })],
  code: newRow(machines.authorizationCode, {
    client_id: rightFacts.client,
    redirect_uri: rightFacts.redirect_uri,
    code_challenge: rightFacts.challenge,
    proof_key: rightFacts.proof_key,
    session_id: "session",
    expires_at: after,
    grant: 0,
    binding,
    yields: 0,
  }),
  families: [newRow(machines.tokenFamily, { session_id: none, grant: 0 })],
  refresh: [
    newRow(machines.refreshToken, { ...unused, family: otherFamily, client_id: "app", expires_at: after }),
  ],
  access: [newRow(machines.accessToken, { family: otherFamily, client_id: "app", expires_at: after })],
  flight: none,
});

const codeFacts = (world: TokenWorld): Facts => ({
  ...rightFacts,
  session: isSignedIn(world) ? "session" : none,
});

function clientMoves(parts: Parts, world: TokenWorld, timed: boolean): Moves {
  const moves: Moves = [];
  const add = (event: string, answer: Answer, note: TokenNote) =>
    moves.push({ by: "client", event, outcome: answer.outcome, after: answer.world, note: { ...note } });
  const ofCode = { does: "redeem", family: codeFamily } as const;
  add("redeems the code", redeem(parts, world, codeFacts(world)), ofCode);
  for (const [token, row] of world.refresh.entries()) {
    const family = row.family as number;
    for (const request of timed ? ["request", "another request"] : ["request"]) {
      const facts = { ...rightFacts, request };
      const event = `shows refresh token ${token}${request === "request" ? "" : " with another request"}`;
      const note = { does: "refresh", family, token, request } as const;
      add(event, refresh(parts, world, { token, facts, looked: false }), note);
    }
    const revoked = { world: revokeFamily(parts, world, family), outcome: "done" };
    add(`revokes refresh token ${token}`, revoked, { does: "revoke", family });
  }
  for (const [token, row] of world.access.entries()) {
    const fired = fire(parts.machines.accessToken, "revoke", row, rightFacts);
    const access = fired.row === row ? world.access : world.access.with(token, fired.row);
    const revoked = { world: { ...world, access }, outcome: fired.refusal ?? "done" };
    add(`revokes access token ${token}`, revoked, { does: "revoke", family: row.family as number });
  }
  return moves;
}

/** A request of the client that looks now and acts when other things have happened. */
function flightMoves(parts: Parts, world: TokenWorld): Moves {
  const { flight } = world, facts = { ...rightFacts, session: "session", request: "request" };
  const take = (event: string, after: TokenWorld, outcome: string): Move<TokenWorld> => {
    const family = flight.startsWith("refresh")
      ? world.refresh[Number(flight.split(" ")[1])]!.family as number
      : codeFamily;
    const does = flight === none ? "look" : flight === "redeem" ? "redeem_late" : "refresh_late";
    return { by: "client", event, outcome, after, note: { does, family } };
  };
  if (flight === none) {
    const looking = world.refresh.keys().filter((token) => looksGood(parts, world, token, facts))
      .map((token) => `refresh ${token}`).toArray();
    if (world.code.state === "issued" && isSignedIn(world)) looking.push("redeem");
    return looking.map((flight) => take(`looks (${flight})`, { ...world, flight }, "done"));
  }
  const landed = { ...world, flight: none };
  const { world: after, outcome } = flight === "redeem"
    ? redeem(parts, landed, facts)
    : refresh(parts, landed, { token: Number(flight.split(" ")[1]), facts, looked: true });
  return [take(`acts at last (${flight})`, after, outcome)];
}

function strangerMoves(parts: Parts, world: TokenWorld): Moves {
  const moves: Moves = [];
  const add = (event: string, { outcome, world: after }: Answer) =>
    moves.push({ by: "stranger", event, outcome, after });
  for (const { who, facts, code } of wrong) {
    add(`redeems the code with ${who}`, redeem(parts, world, { ...codeFacts(world), ...facts }));
    if (code) continue;
    for (const token of world.refresh.keys()) {
      const shown = { token, facts: { ...rightFacts, request: "request", ...facts }, looked: false };
      add(`shows refresh token ${token} with ${who}`, refresh(parts, world, shown));
    }
  }
  const { machines } = parts;
  for (const [token, row] of world.access.entries()) {
    const fired = fire(machines.accessToken, "revoke", row, { client: "other" });
    const after = { ...world, access: world.access.with(token, fired.row) };
    add(`revokes access token ${token}`, { world: after, outcome: fired.refusal ?? "done" });
  }
  const grant = fire(machines.grant, "revoke", world.grants[0]!, { account: "eve" });
  const grants = world.grants.with(0, grant.row);
  add("disconnects the app", { world: { ...world, grants }, outcome: grant.refusal ?? "done" });
  const session = fire(machines.session, "end", world.session, { account: "eve" });
  const after = { ...world, session: session.row };
  add("ends the session", { world: after, outcome: session.refusal ?? "done" });
  return moves;
}

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

function ownerMoves(parts: Parts, world: TokenWorld, everySupport: boolean): Moves {
  const { machines } = parts, moves: Moves = [];
  const add = (by: "person" | "administrator", event: string, after: TokenWorld, outcome = "done") =>
    moves.push({ by, event, outcome, after });
  const single = (slot: Slot, event: string) => {
    const fired = fire(machines[slot], event, world[slot], { account: "ada" });
    const by = slot === "session" ? "person" : "administrator";
    const after = fired.refusal === undefined ? { ...world, [slot]: fired.row } : world;
    add(by, `${event} ${slot}`, after, fired.refusal);
  };
  const every = (slot: "grants" | "consents", machine: "grant" | "consent", event: string) => {
    const rows = world[slot].map((row) => fire(machines[machine], event, row, { account: "ada" }).row);
    add("person", `${event} ${machine}`, { ...world, [slot]: rows });
  };
  single("session", "end");
  every("grants", "grant", "revoke");
  if (!everySupport) return moves;
  every("consents", "consent", "withdraw");
  for (const event of ["disable", "enable", "delete"]) single("client", event);
  for (const event of ["disable", "enable", "erase"]) single("account", event);
  if (isSignedIn(world) && world.account.state === "active" && world.client.state === "active") {
    const after = signInAnew(parts, world);
    if (after.consents.length <= 2 && after.grants.length <= 2) add("person", "sign in anew", after);
  }
  return moves;
}

function timeMoves(world: TokenWorld, timed: boolean): Moves {
  const moves: Moves = [];
  const add = (event: string, after: TokenWorld) => moves.push({ by: "time", event, outcome: "done", after });
  const over = (row: Row, column = "expires_at"): Row => ({ ...row, [column]: before });
  add("session runs out", { ...world, session: over(world.session) });
  if (!timed) return moves;
  add("code runs out", { ...world, code: over(world.code) });
  for (const [token, row] of world.refresh.entries()) {
    if (row.family !== codeFamily) continue;
    const ended = (column?: string) => ({ ...world, refresh: world.refresh.with(token, over(row, column)) });
    add(`refresh token ${token} runs out`, ended());
    if (row.spent) add(`window of refresh token ${token} closes`, ended("grace_until"));
  }
  return moves;
}

/** A code, its family and another one, with all that happens to them within some bounds. */
export function tokenModel(parts: Parts, limits: TokenBounds): Model<TokenWorld> {
  const { name, bounds, refreshTokens, everySupport, timed } = limits;
  return {
    name,
    bounds,
    initial: ["offline", "session"].flatMap((binding) =>
      ["always", "never"].map((rotation) => begin(parts, binding, rotation))
    ),
    moves: (world) =>
      [
        ...(world.client.state === "active" ? clientMoves(parts, world, timed) : []),
        ...(timed && world.client.state === "active" ? flightMoves(parts, world) : []),
        ...strangerMoves(parts, world),
        ...ownerMoves(parts, world, everySupport),
        ...timeMoves(world, timed),
      ].filter(({ after }) => after.refresh.length <= refreshTokens),
    invariants: tokenInvariants(parts),
  };
}

import { none } from "../machine.ts";
import type { Actor, Model, Move } from "./exploration.ts";
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

/** How much of everything there is, and how much happens. */
export interface TokenBounds {
  readonly name: string;
  readonly bounds: string;
  readonly refreshTokens: number;
  /** How often the person and administrators do something to what tokens stand on. */
  readonly acts: number;
  /** Whether codes, refresh tokens and windows run out, and requests differ. */
  readonly timed: boolean;
  /** Whether a request may act on what it saw some time ago. */
  readonly overlapping: boolean;
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

interface Beginning {
  readonly rotation: string;
  /** Whether the other device has a refresh token. */
  readonly other: boolean;
}

const begin = ({ machines }: Parts, binding: string, { rotation, other }: Beginning): TokenWorld => ({
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
  refresh: other
    ? [newRow(machines.refreshToken, { ...unused, family: otherFamily, client_id: "app", expires_at: after })]
    : [],
  access: [newRow(machines.accessToken, { family: otherFamily, client_id: "app", expires_at: after })],
  flight: none,
  acts: 0,
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

function ownerMoves(parts: Parts, world: TokenWorld): Moves {
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
function timeMoves(world: TokenWorld): Moves {
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
  if (alive !== undefined && alive !== open) {
    add(`refresh token ${alive} runs out`, ended(alive, "expires_at"));
  }
  return moves;
}

/** A code, its family and another one, with all that happens to them within some bounds. */
export function tokenModel(parts: Parts, limits: TokenBounds): Model<TokenWorld> {
  const { name, bounds, refreshTokens, acts, timed, overlapping } = limits;
  const bindings = timed ? ["offline"] : ["offline", "session"];
  const rotations = timed || overlapping ? ["always"] : ["always", "never"];
  return {
    name,
    bounds,
    initial: bindings.flatMap((binding) =>
      rotations.map((rotation) => begin(parts, binding, { rotation, other: !timed && !overlapping }))
    ),
    moves: (world) =>
      [
        ...(world.client.state === "active" ? clientMoves(parts, world, timed) : []),
        ...(overlapping && world.client.state === "active" ? flightMoves(parts, world) : []),
        ...strangerMoves(parts, world),
        ...ownerMoves(parts, world),
        ...(timed ? timeMoves(world) : []),
      ].filter(({ after }) => after.refresh.length <= refreshTokens && after.acts <= acts),
    invariants: tokenInvariants(parts),
  };
}

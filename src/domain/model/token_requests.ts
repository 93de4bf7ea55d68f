import { none } from "../machine.ts";
import type { Move } from "./exploration.ts";
import type { Parts } from "./parts.ts";
import { type Facts, fire } from "./row.ts";
import {
  type Answer,
  codeFamily,
  isSignedIn,
  looksGood,
  redeem,
  refresh,
  revokeFamily,
  rightFacts,
  type TokenWorld,
} from "./token_world.ts";

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

const codeFacts = (world: TokenWorld): Facts => ({
  ...rightFacts,
  session: isSignedIn(world) ? "session" : none,
});

/** What the client asks for, with everything right. @param timed Whether it may ask for something else as well. */
export function clientMoves(parts: Parts, world: TokenWorld, timed: boolean): Moves {
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
export function flightMoves(parts: Parts, world: TokenWorld): Moves {
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

/** What those ask for who found a code or a token, or are somebody else. */
export function strangerMoves(parts: Parts, world: TokenWorld): Moves {
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
    const after = fired.row === row ? world : { ...world, access: world.access.with(token, fired.row) };
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

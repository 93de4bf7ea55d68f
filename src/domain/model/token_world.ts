import { judge, none } from "../machine.ts";
import type { Parts, Support } from "./parts.ts";
import { after, type Facts, fire, newRow, now, type Row } from "./row.ts";

/**
 * One person's tokens at one client: a code and what it leads to, beside the family of an earlier sign-in on another
 * device. Columns are as in the tables; `yields`, `spent` and `successor_used` are kept for the invariants alone.
 */
export interface TokenWorld {
  readonly client: Row;
  readonly account: Row;
  readonly session: Row;
  readonly consents: readonly Row[];
  readonly grants: readonly Row[];
  readonly code: Row;
  /** First the other device's, then the code's, once it is redeemed. */
  readonly families: readonly Row[];
  readonly refresh: readonly Row[];
  readonly access: readonly Row[];
  /** A request that has looked and not yet acted: `redeem`, `refresh` and a number, or `-`. */
  readonly flight: string;
  /** How often something was done to what tokens stand on. */
  readonly acts: number;
}

export const otherFamily = 0, codeFamily = 1;

/** What the client answers to when everything is right. */
export const rightFacts = {
  client: "app",
  redirect_uri: "uri",
  challenge: "challenge",
  proof_key: "key",
  account: "ada",
};

/** What was answered, and the world after it. */
export interface Answer {
  readonly world: TokenWorld;
  readonly outcome: string;
}

const replaced = (rows: readonly Row[], at: number, row: Row): readonly Row[] =>
  rows[at] === row ? rows : rows.with(at, row);

/** Whether one of the things that a family's tokens stand on is alive. */
export function isAlive(world: TokenWorld, family: number, support: Support): boolean {
  const row = world.families[family]!, grant = world.grants[row.grant as number]!;
  switch (support) {
    case "family":
      return row.state === "active";
    case "grant":
      return grant.state === "active";
    case "consent":
      return world.consents[grant.consent_id as number]!.state === "given";
    case "client":
      return world.client.state === "active";
    case "account":
      return world.account.state === "active";
    case "session":
      return row.session_id === none || isSignedIn(world);
  }
}

export const isSignedIn = ({ session }: TokenWorld): boolean =>
  session.state === "open" && (session.expires_at as number) > now;

/** Whether tokens of a family count. */
export const isUsable = ({ rules }: Parts, world: TokenWorld, family: number): boolean =>
  family < world.families.length && rules.standsOn.every((support) => isAlive(world, family, support));

/** Revokes a family and its refresh tokens. */
export function revokeFamily({ machines, rules }: Parts, world: TokenWorld, family: number): TokenWorld {
  const refresh = world.refresh.map((row) =>
    row.family === family ? fire(machines.refreshToken, "revoke", row).row : row
  );
  const row = world.families[family];
  if (!row || !rules.revokeFamily.includes("family")) return { ...world, refresh };
  const families = replaced(world.families, family, fire(machines.tokenFamily, "revoke", row).row);
  return { ...world, refresh, families };
}

/** Carries out what a refusal obliges. */
function refuse(parts: Parts, world: TokenWorld, refused: { outcome: string; family: number }): Answer {
  const { outcome, family } = refused, { consequence, rules } = parts;
  const due = consequence[outcome] === "revoke_family" && rules.carryOut.includes("revoke_family");
  return { world: due ? revokeFamily(parts, world, family) : world, outcome };
}

/** Redeems the code. */
export function redeem(parts: Parts, world: TokenWorld, facts: Facts): Answer {
  const { machines: { authorizationCode, tokenFamily, refreshToken, accessToken }, rules } = parts;
  const { code } = world;
  const yields = Math.min(2, (code.yields as number) + 1);
  const fired = fire(authorizationCode, "redeem", code, facts, { yields });
  if (fired.refusal !== undefined) {
    return refuse(parts, world, { outcome: fired.refusal, family: codeFamily });
  }
  let next: TokenWorld = { ...world, code: fired.row };
  // The family's id was chosen with the code, so a second one cannot be made.
  if (rules.redeem.includes("start_family") && next.families.length === codeFamily) {
    const session_id = code.binding === "offline" ? none : code.session_id!;
    const family = newRow(tokenFamily, { session_id, grant: code.grant! });
    next = { ...next, families: [...next.families, family] };
  }
  const token = { family: codeFamily, client_id: code.client_id!, expires_at: after };
  if (rules.redeem.includes("issue_refresh_token")) {
    next = { ...next, refresh: [...next.refresh, newRow(refreshToken, { ...token, ...unused })] };
  }
  next = { ...next, access: [...next.access, newRow(accessToken, token)] };
  const counts = !rules.redeem.includes("look_again") || isUsable(parts, next, codeFamily);
  return { world: next, outcome: counts ? "answered" : "unusable" };
}

/** Columns of a refresh token that was never shown. */
export const unused = {
  proof_key: rightFacts.proof_key,
  request_digest: none,
  grace_until: 0,
  repeats: 0,
  predecessor: -1,
  spent: 0,
  successor_used: 0,
};

/** How often a rotated token may be answered again: here once, which reaches the bound as well. */
export const mostRepeats = 1;

const eventOf = (world: TokenWorld) => world.client.rotation === "always" ? "rotate" : "use";

/** Whether a refresh would go on to act after it has looked. */
export const looksGood = (parts: Parts, world: TokenWorld, token: number, facts: Facts): boolean => {
  const row = world.refresh[token]!, { machines, rules } = parts;
  const refusal = judge(machines.refreshToken, eventOf(world), row, { now, ...facts });
  return refusal === undefined &&
    (!rules.lookBefore.includes("refresh") || isUsable(parts, world, row.family as number));
};

/** Gives the answer of a rotation again. */
function repeat(parts: Parts, world: TokenWorld, token: number, facts: Facts): Answer {
  const { machines, rules } = parts, row = world.refresh[token]!, family = row.family as number;
  if (rules.lookBefore.includes("repeat") && !isUsable(parts, world, family)) {
    return { world, outcome: "unusable" };
  }
  const repeats = (row.repeats as number) + 1;
  const asked = { most_repeats: mostRepeats, ...facts };
  const fired = fire(machines.refreshToken, "repeat", row, asked, { repeats });
  if (fired.refusal !== undefined) return refuse(parts, world, { outcome: fired.refusal, family });
  return {
    world: { ...world, refresh: replaced(world.refresh, token, fired.row) },
    outcome: "answered again",
  };
}

/** Shows a refresh token. @param looked Whether the request looked before, when things may have been otherwise. */
export function refresh(
  parts: Parts,
  world: TokenWorld,
  { token, facts, looked }: { readonly token: number; readonly facts: Facts; readonly looked: boolean },
): Answer {
  const { machines: { refreshToken }, rules, consequence } = parts;
  const row = world.refresh[token]!, family = row.family as number, event = eventOf(world);
  const left = event === "use" ? {} : { request_digest: facts.request!, grace_until: after, spent: 1 };
  const fired = fire(refreshToken, event, row, facts, left);
  if (fired.refusal !== undefined) {
    const again = consequence[fired.refusal] === "try_repeat" && rules.carryOut.includes("try_repeat");
    return again
      ? repeat(parts, world, token, facts)
      : refuse(parts, world, { outcome: fired.refusal, family });
  }
  if (!looked && rules.lookBefore.includes("refresh") && !isUsable(parts, world, family)) {
    return { world, outcome: "unusable" };
  }
  let tokens = replaced(world.refresh, token, fired.row);
  const predecessor = row.predecessor as number;
  if (event === "rotate" && predecessor >= 0) {
    const known = { ...tokens[predecessor]!, successor_used: 1 };
    const settles = rules.rotate.includes("settle_predecessor");
    tokens = tokens.with(predecessor, settles ? fire(refreshToken, "settle", known).row : known);
  }
  if (event === "rotate" && rules.rotate.includes("issue_successor")) {
    const bound = { client_id: row.client_id!, proof_key: row.proof_key! };
    const columns = { ...unused, ...bound, family, expires_at: after, predecessor: token };
    tokens = [...tokens, newRow(refreshToken, columns)];
  }
  return { world: { ...world, refresh: tokens }, outcome: "answered" };
}

/** Whether a refresh token, shown with everything right, would be answered now. */
export const refreshWorks = (parts: Parts, world: TokenWorld, token: number): boolean => {
  if (world.client.state !== "active") return false;
  const request = world.refresh[token]!.spent ? world.refresh[token]!.request_digest! : "request";
  const facts = { ...rightFacts, request };
  return refresh(parts, world, { token, facts, looked: false }).outcome.startsWith("answered");
};

/** Whether an access token counts now. */
export const accessWorks = (parts: Parts, world: TokenWorld, token: number): boolean => {
  const row = world.access[token]!;
  return row.state === "active" && (row.expires_at as number) > now &&
    isUsable(parts, world, row.family as number);
};

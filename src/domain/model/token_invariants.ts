import { none } from "../machine.ts";
import type { Invariant, Move } from "./exploration.ts";
import type { Parts, Support } from "./parts.ts";
import { now, type Row } from "./row.ts";
import type { TokenNote } from "./token_requests.ts";
import {
  accessWorks,
  codeFamily,
  isAlive,
  isSignedIn,
  isUsable,
  mostRepeats,
  otherFamily,
  refreshWorks,
  type TokenWorld,
} from "./token_world.ts";

type TokenInvariant = Invariant<TokenWorld>;

const refreshOf = (world: TokenWorld, family: number): number[] =>
  [...world.refresh.keys()].filter((token) => world.refresh[token]!.family === family);

/** Names the tokens of a family that count in a world; looked up once for each world. */
function workingTokens(parts: Parts): (world: TokenWorld, family: number) => string {
  const known = new WeakMap<TokenWorld, readonly string[]>();
  const find = (world: TokenWorld, family: number) => {
    const refresh = refreshOf(world, family).filter((token) => refreshWorks(parts, world, token));
    const access = [...world.access.keys()].filter((token) =>
      world.access[token]!.family === family && accessWorks(parts, world, token)
    );
    return `${refresh.map((token) => `r${token}`)} ${access.map((token) => `a${token}`)}`.trim();
  };
  return (world, family) => {
    const found = known.get(world) ?? [otherFamily, codeFamily].map((family) => find(world, family));
    known.set(world, found);
    return found[family]!;
  };
}

const lives = ({ expires_at }: Row): boolean => (expires_at as number) > now;

const answered = ({ outcome }: Move<TokenWorld>): boolean => outcome.startsWith("answered");

const noteOf = ({ by, note }: Move<TokenWorld>): TokenNote | undefined =>
  by === "client" ? note as unknown as TokenNote : undefined;

/** The states that nothing leads out of, whatever the tables say. */
const last: Readonly<Record<string, readonly string[]>> = {
  client: ["deleted"],
  account: ["erased"],
  session: ["ended"],
  consents: ["withdrawn"],
  grants: ["revoked"],
  code: ["revoked"],
  families: ["revoked"],
  refresh: ["revoked"],
  access: ["revoked"],
};

const rowsIn = (world: TokenWorld, slot: string): readonly Row[] => {
  const found = world[slot as keyof TokenWorld] as Row | readonly Row[];
  return Array.isArray(found) ? found : [found as Row];
};

/** The code was shown with everything right by its client, although it had been redeemed. */
const replaysCode = (before: TokenWorld, move: Move<TokenWorld>): boolean =>
  noteOf(move)?.does === "redeem" && before.code.yields !== 0 && isSignedIn(before) && lives(before.code);

/** A refresh token was shown by its client although its successor was used, or the window for a lost answer is over. */
function replaysRefresh(before: TokenWorld, move: Move<TokenWorld>): boolean {
  const row = shownRefresh(before, move);
  return row !== undefined && row.spent === 1 && lives(row) &&
    (row.successor_used === 1 || (row.grace_until as number) <= now);
}

const shownRefresh = (before: TokenWorld, move: Move<TokenWorld>): Row | undefined => {
  const note = noteOf(move);
  return note?.does === "refresh" ? before.refresh[note.token!] : undefined;
};

/** Beside a replay: what is asked for, and requests that are too late to say what they saw. */
const mayRevoke = ["revoke", "redeem_late", "refresh_late"];

/** A rotated refresh token was shown again as the window for a lost answer is for. */
function asksAgain(parts: Parts, before: TokenWorld, move: Move<TokenWorld>): boolean {
  const row = shownRefresh(before, move);
  return row !== undefined && row.spent === 1 && row.successor_used === 0 && lives(row) &&
    (row.grace_until as number) > now && (row.repeats as number) < mostRepeats &&
    row.request_digest === noteOf(move)!.request && isUsable(parts, before, row.family as number);
}

const words: Readonly<Record<Support, readonly [words: string, source: string]>> = {
  family: ["its family", "RFC 7009 section 2.1"],
  grant: ["its grant", "Grant Management for OAuth 2.0 section 3"],
  consent: ["the consent behind it", "OpenID Connect Core section 3.1.2.4"],
  client: ["its client", "RFC 7592 section 2.3"],
  account: ["its account", "RFC 9700 section 4.14"],
  session: ["the session that it is bound to", "OpenID Connect RP-Initiated Logout section 2"],
};

const supports = (working: ReturnType<typeof workingTokens>): TokenInvariant[] =>
  (Object.keys(words) as Support[]).map((support) => ({
    name: `no token is usable past ${words[support][0]}`,
    source: words[support][1],
    always: (world) =>
      [...world.families.keys()].every((family) =>
        isAlive(world, family, support) || working(world, family) === ""
      ),
  }));

/** What has to hold of codes and tokens. */
export const tokenInvariants = (
  parts: Parts,
  working = workingTokens(parts),
): readonly TokenInvariant[] => [
  {
    name: "a code yields at most one family",
    source: "RFC 6749 section 4.1.2",
    always: ({ code }) => (code.yields as number) <= 1,
  },
  {
    name: "at most one refresh token of a family is current",
    source: "RFC 9700 section 4.14.2",
    always: (world) =>
      [otherFamily, codeFamily].every((family) =>
        refreshOf(world, family).filter((token) => world.refresh[token]!.state === "current").length <= 1
      ),
  },
  {
    name: "a family that counts has a current refresh token",
    source: "RFC 6749 section 6",
    always: (world) =>
      world.families.every((_, family) =>
        !isUsable(parts, world, family) || refreshOf(world, family).length === 0 && family === otherFamily ||
        refreshOf(world, family).some((token) => world.refresh[token]!.state === "current")
      ),
  },
  ...supports(working),
  {
    name: "no refresh token is usable past its expiry",
    source: "RFC 6749 section 6",
    always: (world) => world.refresh.every((row, token) => lives(row) || !refreshWorks(parts, world, token)),
  },
  {
    name: "a code is redeemed only before its expiry and within its session",
    source: "RFC 6749 section 4.1.2",
    whenever: (before, move) =>
      noteOf(move)?.does !== "redeem" || !answered(move) || isSignedIn(before) && lives(before.code),
  },
  {
    name: "what is handed out counts",
    source: "RFC 6749 section 5.1",
    // A late refresh hands out what stopped to count since it looked; nobody can use that.
    whenever: (_, move) =>
      !answered(move) || !noteOf(move) || noteOf(move)!.does === "refresh_late" ||
      isUsable(parts, move.after, noteOf(move)!.family),
  },
  {
    name: "a stranger is answered nothing and changes nothing",
    source: "RFC 6749 section 10.5, RFC 7636 section 1, RFC 9449 section 5",
    whenever: (before, move) => move.by !== "stranger" || !answered(move) && same(before, move.after),
  },
  {
    name: "a replay with everything right leaves no usable token of its family",
    source: "RFC 6749 section 4.1.2, RFC 9700 section 4.14.2",
    whenever: (before, move) =>
      !(replaysCode(before, move) || replaysRefresh(before, move)) ||
      !answered(move) && working(move.after, noteOf(move)!.family) === "",
  },
  {
    name: "a family is revoked only by a replay, or because its client asks for it",
    source: "RFC 9700 section 4.14.2, RFC 7009 section 2.1",
    whenever: (before, move) =>
      before.families.every(({ state }, family) =>
        state === "revoked" || move.after.families[family]!.state !== "revoked" ||
        mayRevoke.includes(noteOf(move)?.does ?? "") || replaysCode(before, move) ||
        replaysRefresh(before, move)
      ),
  },
  {
    name: "what a client does to one family leaves the person's other family alone",
    source: "RFC 9700 section 4.14.2",
    whenever: (before, move) =>
      !noteOf(move) || [otherFamily, codeFamily].every((family) =>
        family === noteOf(move)!.family ||
        working(before, family) === working(move.after, family)
      ),
  },
  {
    name: "every refusal's consequence is carried out",
    source: "RFC 9700 section 4.14.2",
    whenever: (_, move) =>
      !noteOf(move) || parts.consequence[move.outcome] !== "revoke_family" ||
      move.after.families[noteOf(move)!.family]?.state === "revoked",
  },
  {
    name: "a refusal without a consequence changes nothing",
    source: "RFC 6749 section 5.2",
    whenever: (before, move) => parts.consequence[move.outcome] !== "none" || same(before, move.after),
  },
  {
    name: "a lost answer is given again, within its window and to the same request alone",
    source: "RFC 6749 section 6",
    whenever: (before, move) =>
      noteOf(move)?.does !== "refresh" ||
      asksAgain(parts, before, move) === (move.outcome === "answered again"),
  },
  {
    name: "whoever signs in anew stands on what they agreed to",
    source: "Grant Management for OAuth 2.0 section 3",
    whenever: (_, { event, after: { grants, consents } }) =>
      event !== "sign in anew" ||
      grants.some(({ state, consent_id }) =>
        state === "active" && consents[consent_id as number]!.state === "given"
      ),
  },
  {
    name: "signing out ends what is bound to the session and nothing else",
    source: "OpenID Connect Core section 11",
    whenever: (before, move) =>
      before.session.state === move.after.session.state ||
      before.families.every(({ session_id }, family) =>
        session_id === none
          ? working(before, family) === working(move.after, family)
          : working(move.after, family) === ""
      ),
  },
  {
    name: "what has ended stays ended",
    source: "RFC 7009 section 2.2",
    whenever: (before, { after }) =>
      Object.entries(last).every(([slot, states]) =>
        rowsIn(before, slot).every(({ state }, at) =>
          !states.includes(state) || rowsIn(after, slot)[at]?.state === state
        )
      ),
  },
];

/** Whether nothing happened, apart from a request having come to its end. */
function same(left: TokenWorld, right: TokenWorld): boolean {
  return left === right || Object.entries(left).every(([slot, part]) => {
    const other = right[slot as keyof TokenWorld];
    return ["flight", "acts"].includes(slot) || part === other ||
      JSON.stringify(part) === JSON.stringify(other);
  });
}

import { none } from "../machine.ts";
import type { Invariant, Model, Move } from "./exploration.ts";
import type { Parts } from "./parts.ts";
import { after, before, fire, newRow, now, type Row } from "./row.ts";

/**
 * The keys of one algorithm. `published_at` is before now where relying parties can know the key; `alive` says whether
 * something that it signed has not run out yet.
 */
export interface KeyWorld {
  readonly keys: readonly Row[];
  /** A unit that has read and not yet written: what it is about, and what it saw; `-` where there is none. */
  readonly flight: string;
}

type Moves = Move<KeyWorld>[];

const replace = (world: KeyWorld, at: number, row: Row): KeyWorld => ({
  ...world,
  keys: world.keys.with(at, row),
});

/** Lets a key sign. @param published_before It must have been published by then. */
function activate({ machines }: Parts, world: KeyWorld, at: number, published_before: number): KeyWorld {
  return replace(
    world,
    at,
    fire(machines.signingKey, "activate", world.keys[at]!, { published_before }, { alive: 1 }).row,
  );
}

const announced = ({ machines }: Parts, published_at: number): Row =>
  newRow(machines.signingKey, { published_at, last_expires_at: 0, alive: 0 });

const stateAt = (world: KeyWorld, state: string): number =>
  world.keys.findIndex((row) => row.state === state);

/** An announced key takes over from the one that signs. @param active The number of that one, -1 for none. */
function takeOver(parts: Parts, world: KeyWorld, at: number, active: number): KeyWorld {
  const { machines: { signingKey }, rules } = parts;
  let next = world;
  if (active >= 0 && rules.keys.includes("retire_before_takeover")) {
    const retired = fire(signingKey, "retire", world.keys[active]!, {}, { last_expires_at: after });
    if (retired.refusal !== undefined) return world;
    next = replace(world, active, retired.row);
  }
  return activate(parts, next, at, before);
}

/** A key is found to be compromised. @param signs Whether it was seen to be the one that signs. */
function compromise(parts: Parts, world: KeyWorld, at: number, signs: boolean): KeyWorld {
  const fired = fire(parts.machines.signingKey, "compromise", world.keys[at]!);
  const revoked = replace(world, at, fired.row);
  if (fired.refusal !== undefined) return world;
  if (!signs || !parts.rules.keys.includes("successor_after_compromise")) return revoked;
  const waiting = stateAt(revoked, "announced");
  const ready = waiting < 0 ? { ...revoked, keys: [...revoked.keys, announced(parts, before)] } : revoked;
  const next = waiting < 0 ? revoked.keys.length : waiting;
  // The guard is given the key's own date: waiting would leave nothing to sign with.
  return activate(parts, ready, next, ready.keys[next]!.published_at as number);
}

function keyMoves(parts: Parts, world: KeyWorld): Moves {
  const moves: Moves = [], { keys, flight } = world, { rules, machines } = parts;
  const alone = rules.keys.includes("one_unit_at_a_time");
  const add = (by: "server" | "administrator" | "time", event: string, after: KeyWorld) =>
    moves.push({ by, event, outcome: "done", after, note: { takesOver: event.endsWith("takes over") } });
  if (flight !== none) {
    const [what, at, saw] = flight.split(" "), landed = { ...world, flight: none };
    if (what === "takeover") {
      add("server", "takeover is written", takeOver(parts, landed, Number(at), Number(saw)));
    } else {
      const signed = saw === "signs";
      add("administrator", "compromise is written", compromise(parts, landed, Number(at), signed));
    }
  }
  if (stateAt(world, "announced") < 0) {
    add("administrator", "announce a key", { ...world, keys: [...keys, announced(parts, now)] });
  }
  for (const [at, row] of keys.entries()) {
    const active = stateAt(world, "active"), signs = row.state === "active";
    if (row.state === "announced" && (row.published_at === before || !rules.keys.includes("look_at_age"))) {
      add("server", `key ${at} takes over`, takeOver(parts, world, at, active));
      if (!alone && flight === none) {
        add("server", `takeover of key ${at} reads`, { ...world, flight: `takeover ${at} ${active}` });
      }
    }
    if (row.state === "retiring") {
      const finished = fire(machines.signingKey, "finish", row).row;
      add("server", `finish key ${at}`, replace(world, at, finished));
    }
    add("administrator", `compromise key ${at}`, compromise(parts, world, at, signs));
    if (!alone && flight === none) {
      const saw = signs ? "signs" : "waits";
      add("administrator", `compromise of key ${at} reads`, { ...world, flight: `compromise ${at} ${saw}` });
    }
    if (row.published_at === now) {
      add("time", `everybody can know key ${at}`, replace(world, at, { ...row, published_at: before }));
    }
    if (row.alive === 1 && !signs) {
      const over = { ...row, alive: 0, last_expires_at: before };
      add("time", `all that key ${at} signed runs out`, replace(world, at, over));
    }
  }
  return moves;
}

/** What has to hold of signing keys. */
const keyInvariants = ({ rules }: Parts): readonly Invariant<KeyWorld>[] => [
  {
    name: "at most one key of an algorithm signs",
    source: "OpenID Connect Core section 10.1.1",
    always: ({ keys }) => keys.filter(({ state }) => state === "active").length <= 1,
  },
  {
    name: "there is always a key that signs, after a compromise too",
    source: "OpenID Connect Core section 10.1",
    always: (world) => stateAt(world, "active") >= 0,
  },
  {
    name: "a revoked key verifies nothing, hints included, and is not published",
    source: "OpenID Connect Core section 10.1, RP-Initiated Logout section 2",
    always: ({ keys }) =>
      keys.every(({ state }) =>
        state !== "revoked" ||
        ![...rules.tokensVerify, ...rules.hintsVerify, ...rules.published].includes(state)
      ),
  },
  {
    name: "a compromised key is revoked, and stays so",
    source: "OpenID Connect Core section 10.1",
    whenever: (world, { event, after }) =>
      world.keys.every(({ state }, at) =>
        (state !== "revoked" && event !== `compromise key ${at}`) || after.keys[at]!.state === "revoked"
      ),
  },
  {
    name: "what a key signed verifies until it runs out, and the key is published so long",
    source: "OpenID Connect Core section 10.1.1",
    always: ({ keys }) =>
      keys.every(({ state, alive }) =>
        alive !== 1 || state === "revoked" ||
        rules.tokensVerify.includes(state) && rules.published.includes(state)
      ),
  },
  {
    name: "hints verify by every key that signed and was not compromised, tokens not by retired ones",
    source: "OpenID Connect RP-Initiated Logout section 4",
    always: ({ keys }) =>
      keys.every(({ state }) =>
        (!["active", "retiring", "retired"].includes(state) || rules.hintsVerify.includes(state)) &&
        (state !== "retired" || !rules.tokensVerify.includes(state))
      ),
  },
  {
    name: "a key takes over only after everybody could know it",
    source: "OpenID Connect Core section 10.1.1",
    whenever: (world, { note, after }) =>
      note!.takesOver !== true || rules.published.includes("announced") &&
        after.keys.every(({ state }, at) =>
          state !== "active" || world.keys[at]!.state === "active" || world.keys[at]!.published_at === before
        ),
  },
];

/** The signing keys of one algorithm. */
export const keyModel = (parts: Parts, keys: number): Model<KeyWorld> => ({
  name: "signing keys",
  bounds: `${keys} keys of 1 algorithm`,
  initial: [{
    keys: [activate(parts, { keys: [announced(parts, before)], flight: none }, 0, before).keys[0]!],
    flight: none,
  }],
  moves: (world) => keyMoves(parts, world).filter(({ after }) => after.keys.length <= keys),
  invariants: keyInvariants(parts),
});

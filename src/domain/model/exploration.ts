/** Who makes something happen. */
export type Actor = "client" | "stranger" | "person" | "administrator" | "server" | "time";

/** One thing that can happen in a state of a model. */
export interface Move<S> {
  readonly by: Actor;
  /** What happens, in words that follow the actor. */
  readonly event: string;
  /** What was answered: `done`, or the name of the refusal. */
  readonly outcome: string;
  readonly after: S;
  /** What invariants are told beside the states. */
  readonly note?: Readonly<Record<string, string | number | boolean>>;
}

/** Something that has to hold. At least one of its two conditions is there. */
export interface Invariant<S> {
  readonly name: string;
  /** Where it is asked for. */
  readonly source: string;
  /** Has to be true of every state. */
  readonly always?: (state: S) => boolean;
  /** Has to be true of everything that happens. */
  readonly whenever?: (before: S, move: Move<S>) => boolean;
}

/** Several machines together: how they begin, what can happen, and what has to hold. */
export interface Model<S extends object> {
  readonly name: string;
  /** How many of each thing there are, in words. */
  readonly bounds: string;
  readonly initial: readonly S[];
  readonly moves: (state: S) => readonly Move<S>[];
  readonly invariants: readonly Invariant<S>[];
}

/** An invariant that does not hold, and a shortest way to where it does not. */
export interface Counterexample {
  readonly name: string;
  readonly source: string;
  /** What happens, one after another; the last one breaks it. */
  readonly path: readonly string[];
}

/** What was found out about a model. */
export interface Verdict {
  readonly name: string;
  readonly bounds: string;
  readonly states: number;
  readonly transitions: number;
  readonly invariants: readonly { readonly name: string; readonly source: string }[];
  /** The invariants that the first broken state or event breaks; none where all hold in every state that can be reached. */
  readonly broken: readonly Counterexample[];
}

/** Numbers things by what they are made of, remembering each object: models share the parts that did not change. */
function numbering(): (thing: unknown) => number {
  const byText = new Map<string, number>(), byObject = new WeakMap<object, number>();
  const byContent = (thing: unknown) => {
    const content = JSON.stringify(thing);
    const number = byText.get(content) ?? byText.size;
    byText.set(content, number);
    return number;
  };
  return (thing) => {
    if (typeof thing !== "object" || thing === null) return byContent(thing);
    const number = byObject.get(thing) ?? byContent(thing);
    byObject.set(thing, number);
    return number;
  };
}

const inWords = <S>({ by, event, outcome }: Move<S>): string =>
  `${by}: ${event}${outcome === "done" ? "" : ` -> ${outcome}`}`;

/**
 * Walks every state of a model that can be reached, nearest first, and stops at the first one that breaks an invariant,
 * which makes the way to it a shortest one.
 */
export function explore<S extends object>(model: Model<S>): Verdict {
  const { name, bounds, invariants } = model;
  const numberOf = numbering(), seen = new Map<string, S>();
  const reached: { readonly state: S; readonly from: number; readonly by: string }[] = [];
  const pathTo = (at: number): string[] => at < 0 ? [] : [...pathTo(reached[at]!.from), reached[at]!.by];
  let transitions = 0;
  const verdict = (failing: readonly Invariant<S>[], path: readonly string[]): Verdict => ({
    name,
    bounds,
    states: reached.length,
    transitions,
    invariants: invariants.map(({ name, source }) => ({ name, source })),
    broken: failing.map(({ name, source }) => ({ name, source, path })),
  });
  /** Finds a state again, or counts it as reached and tells what it breaks. */
  const stayed = (known: S): { known: S; failing: readonly Invariant<S>[] } => ({ known, failing: [] });
  const reach = (move: Move<S>, from: number) => {
    const { after } = move, key = Object.values(after).map(numberOf).join(), known = seen.get(key);
    if (known) return stayed(known);
    seen.set(key, after);
    reached.push({ state: after, from, by: inWords(move) });
    return { known: after, failing: invariants.filter(({ always }) => always && !always(after)) };
  };
  for (const after of model.initial) {
    const beginning: Move<S> = { by: "server", event: "begins", outcome: "done", after };
    const { failing } = reach(beginning, -1);
    if (failing.length > 0) return verdict(failing, [inWords(beginning)]);
  }
  for (let at = 0; at < reached.length; at++) {
    const before = reached[at]!.state;
    for (const move of model.moves(before)) {
      transitions++;
      const { known, failing } = move.after === before ? stayed(before) : reach(move, at);
      // The very object, so that invariants may remember what they found out about it.
      const told = { ...move, after: known };
      const broken = [
        ...failing,
        ...invariants.filter(({ whenever }) => whenever && !whenever(before, told)),
      ];
      if (broken.length > 0) return verdict(broken, [...pathTo(at), inWords(move)]);
    }
  }
  return verdict([], []);
}

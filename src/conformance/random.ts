/** Values for requests, drawn so that a run can be repeated. What has to be unique is never drawn from it. */
export interface Random {
  /** Letters and digits. */
  readonly text: (length: number) => string;
  /** The same elements in another order. */
  readonly shuffled: <T>(list: readonly T[]) => readonly T[];
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Numbers from 0 to below 1 that follow from a seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Thirty-two bits of a text (FNV-1a). */
const digest = (text: string) =>
  [...text].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0, 0x811c9dc5);

/** Draws from a seed; each name has a sequence of its own. */
export function openRandom(seed: number, name: string): Random {
  const draw = numbersFrom(seed ^ digest(name));
  return {
    text: (length) => Array.from({ length }, () => letters[Math.floor(draw() * letters.length)]).join(""),
    shuffled: (list) =>
      list.map((item) => ({ item, at: draw() })).sort((one, other) => one.at - other.at)
        .map(({ item }) => item),
  };
}

import type { Mend } from "./check.ts";
import type { Parameters } from "./parameters.ts";

/** Facts about a request that has parameters. */
export interface WithParameters {
  readonly parameters: Parameters;
}

/** The request with one parameter sent once with this value, or left out where it is null. */
export function sending<F extends WithParameters>(facts: F, name: string, value: string | null): Mend<F> {
  const parameters = new Map(facts.parameters);
  if (value === null) parameters.delete(name);
  else parameters.set(name, [value]);
  const says = value === null ? `Leave out ${name}` : `Send ${name}=${value}`;
  return { facts: { ...facts, parameters }, change: { where: "request", name, value, says } };
}

/** The request with each of these parameters sent once, as it was sent first. */
export function sendingOnce<F extends WithParameters>(facts: F, names: readonly string[]): Mend<F> {
  const parameters = new Map(facts.parameters);
  for (const name of names) parameters.set(name, parameters.get(name)!.slice(0, 1));
  const says = `Send each of these once: ${names.join(", ")}`;
  return { facts: { ...facts, parameters }, change: { where: "request", name: names.join(" "), says } };
}

/** How many characters have to be put in, taken out or replaced to make one text of another. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, i) => i);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const replaced = row[j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[right.length]!;
}

/** Of several texts the one that differs least from what was sent. Only the first ten are looked at, and long ones by their start: anybody can ask for this. */
export function nearest(sent: string, candidates: readonly string[]): string | undefined {
  const cut = (text: string) => text.slice(0, 300);
  return candidates.slice(0, 10).map((text) => [distance(cut(sent), cut(text)), text] as const)
    .sort(([left], [right]) => left - right)[0]?.[1];
}

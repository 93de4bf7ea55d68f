import { assert, assertEquals } from "@std/assert";
import css from "../../src/http/assets/colours.css" with { type: "text" };

type Colours = Readonly<Record<string, string>>;

const blocks = [...css.matchAll(/:root \{([^}]*)\}/g)].map((block): Colours =>
  Object.fromEntries([...block[1]!.matchAll(/--([a-z-]+): ([^;]+);/g)].map((pair) => [pair[1], pair[2]]))
);
const [light, darkOnly, more] = blocks;
const dark = { ...light, ...darkOnly };
const schemes: Readonly<Record<string, Colours>> = {
  light: light!,
  dark,
  "light, more contrast": { ...light, ...more },
  "dark, more contrast": { ...dark, ...more },
};

const text = [
  ["ink", "card"],
  ["ink", "well"],
  ["muted", "card"],
  ["muted", "paper"],
  ["muted", "well"],
  ["accent", "card"],
  ["accent-strong", "card"],
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
  ["alert", "alert-paper"],
] as const;
const controls = [
  ["control", "card"],
  ["control", "well"],
  ["accent", "card"],
  ["accent-strong", "card"],
  ["alert", "card"],
] as const;

function colour(colours: Colours, name: string): string {
  const value = colours[name]!;
  const reference = /^var\(--([a-z-]+)\)$/.exec(value);
  return reference === null ? value : colour(colours, reference[1]!);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((place) => {
    const share = parseInt(hex.slice(place, place + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(colours: Colours, pair: readonly [string, string]): number {
  const [darker, lighter] = pair.map((name) => luminance(colour(colours, name))).toSorted((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

Deno.test("text stands out at 4.5:1 and controls at 3:1 in light, dark and high contrast (WCAG 2.2 sections 1.4.3, 1.4.11)", () => {
  assertEquals(blocks.length, 3);
  for (const [scheme, colours] of Object.entries(schemes)) {
    const check = (pair: readonly [string, string], least: number) => {
      const ratio = contrast(colours, pair);
      assert(ratio >= least, `${scheme}: ${pair.join(" on ")} is ${ratio.toFixed(2)}`);
    };
    for (const pair of text) check(pair, scheme.endsWith("contrast") ? 7 : 4.5);
    for (const pair of controls) check(pair, 3);
  }
});

import { assert } from "@std/assert";
import css from "../../src/http/assets/colours.css" with { type: "text" };
import { brandSheet } from "../../src/http/brand.ts";

type Colours = Readonly<Record<string, string>>;

/** The blocks of a style sheet: light, dark, and more contrast. */
const blocksOf = (sheet: string): readonly Colours[] =>
  [...sheet.matchAll(/:root \{([^}]*)\}/g)].map((block) =>
    Object.fromEntries([...block[1]!.matchAll(/--([a-z-]+): ([^;]+);/g)].map((pair) => [pair[1], pair[2]]))
  );

/** What each name means in each scheme, where these sheets are loaded in this order. */
function schemesOf(...sheets: readonly string[]): Readonly<Record<string, Colours>> {
  const blocks = sheets.map(blocksOf);
  for (const [light, dark, more, ...others] of blocks) assert(light && dark && more && others.length === 0);
  // A later sheet wins over an earlier one in whichever scheme both speak.
  const merged = (...which: readonly number[]): Colours =>
    Object.assign({}, ...blocks.flatMap((sheet) => which.map((at) => sheet[at]!)));
  return {
    light: merged(0),
    dark: merged(0, 1),
    "light, more contrast": merged(0, 2),
    "dark, more contrast": merged(0, 1, 2),
  };
}

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

/** Asserts that all that meets on a page can be told apart. */
function assertReadable(schemes: Readonly<Record<string, Colours>>, of = ""): void {
  for (const [scheme, colours] of Object.entries(schemes)) {
    const check = (pair: readonly [string, string], least: number) => {
      const ratio = contrast(colours, pair);
      assert(ratio >= least, `${of} ${scheme}: ${pair.join(" on ")} is ${ratio.toFixed(2)}`);
    };
    for (const pair of text) check(pair, scheme.endsWith("contrast") ? 7 : 4.5);
    for (const pair of controls) check(pair, 3);
  }
}

Deno.test("text stands out at 4.5:1 and controls at 3:1 in light, dark and high contrast (WCAG 2.2 sections 1.4.3, 1.4.11)", () => {
  assertReadable(schemesOf(css));
});

/** Where a tenant's colour is text, it is so on every ground that there is. */
const tenantText = [["accent", "well"], ["accent", "paper"], ["accent-strong", "well"], [
  "accent-strong",
  "paper",
]];

Deno.test("whatever a tenant's colour is, its pages can be read as well as the product's (WCAG 2.2 sections 1.4.3, 1.4.11)", () => {
  const colours = ["#000000", "#ffffff", "#808080", "#ffff00", "#0000ff", "#ff0000", "#00ff00", "#0d5c54"];
  for (let at = 0; at < 200; at++) {
    colours.push(`#${(at * 83_777 % 0x1000000).toString(16).padStart(6, "0")}`);
  }
  for (const colour of colours) {
    const schemes = schemesOf(css, brandSheet(colour));
    assertReadable(schemes, colour);
    for (const [name = "", ground = ""] of tenantText) {
      for (const [scheme, known] of Object.entries(schemes)) {
        const ratio = contrast(known, [name, ground]);
        assert(ratio >= 4.5, `${colour}, ${scheme}: ${name} on ${ground} is ${ratio.toFixed(2)}`);
      }
    }
  }
});

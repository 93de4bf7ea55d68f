import { assert, assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { accentColours, colourForm } from "../../src/domain/accent_colour.ts";

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) =>
  `#${value.toString(16).padStart(6, "0")}`
);

Deno.test("a colour that can be read already is used as it is, and the strong one differs only where it has to", () => {
  assertEquals(accentColours("#0d5c54").light.accent, "#0d5c54");
  assertEquals(accentColours("#000000").light, { accent: "#000000", strong: "#000000" });
  assertEquals(accentColours("#ffffff").dark, { accent: "#ffffff", strong: "#ffffff" });
  assertEquals(accentColours("#7CCFBC").dark.accent, "#7ccfbc");
});

Deno.test("a colour is made darker where the page is light and lighter where it is dark, and no other way", () => {
  const channels = (text: string) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
  fc.assert(fc.property(colour, (given) => {
    const from = channels(given), { light, dark } = accentColours(given);
    for (const made of [light.accent, light.strong]) {
      assert(channels(made).every((channel, at) => channel <= from[at]!), `${given} becomes ${made}`);
    }
    for (const made of [dark.accent, dark.strong]) {
      assert(channels(made).every((channel, at) => channel >= from[at]!), `${given} becomes ${made}`);
    }
    for (const made of [light.accent, light.strong, dark.accent, dark.strong]) {
      assertMatch(made, new RegExp(colourForm));
    }
  }));
});

/** Text of any Unicode characters, for properties. */
import fc from "fast-check";

const isSurrogate = (point: number) => point >= 0xd800 && point <= 0xdfff;

// The unit `binary` of fast-check takes a second to prepare.
const character = fc.oneof(fc.nat(0x7f), fc.nat(0x10ffff).filter((point) => !isSurrogate(point)))
  .map((point) => String.fromCodePoint(point));

/** Any text, half of it ASCII, control characters included. */
export const anyText = (length: { readonly maxLength?: number } = {}): fc.Arbitrary<string> =>
  fc.string({ unit: character, ...length });

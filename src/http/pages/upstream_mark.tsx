import type { JSX } from "hono/jsx/jsx-runtime";
import { letterStrokes } from "./letter_strokes.ts";

/** A key, for an upstream of which nothing is known. */
const keyStrokes = "M10.5 10.5a3.5 3.5 0 1 0-1 1L17 19M14 16l2-2";

/** Where one letter stands, and where two do. */
const places = [["translate(7 5)"], ["translate(4 7)scale(.7)", "translate(13 7)scale(.7)"]] as const;

/**
 * Draws the mark of an upstream, for the eye alone: its name stands beside it. It is ours, of the text's colour, and
 * nothing is fetched for it.
 *
 * @param props.letters One or two; none: a key.
 */
export function UpstreamMark({ letters }: { readonly letters: string }): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
      <rect x="1" y="1" width="22" height="22" rx="6" />
      {letters === ""
        ? <path d={keyStrokes} />
        : [...letters].map((letter, at) => (
          <path transform={places[letters.length - 1]![at]} d={letterStrokes[letter]} />
        ))}
    </svg>
  );
}

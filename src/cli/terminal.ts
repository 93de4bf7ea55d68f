const enter = [0x0a, 0x0d], erase = [0x08, 0x7f], leave = [0x03, 0x04];

/**
 * Asks at the terminal for something secret; what is typed is not shown.
 *
 * @returns undefined where there is no terminal, or where it was left with Ctrl-C or Ctrl-D.
 */
export function askSecret(question: string): string | undefined {
  if (!Deno.stdin.isTerminal()) return undefined;
  const say = (text: string) => Deno.stderr.writeSync(new TextEncoder().encode(text));
  const typed: number[] = [], byte = new Uint8Array(1);
  // Before the question, so that nothing that answers it is shown.
  Deno.stdin.setRaw(true);
  try {
    say(`${question}: `);
    while (Deno.stdin.readSync(byte)) {
      const key = byte[0]!;
      if (enter.includes(key)) return new TextDecoder().decode(Uint8Array.from(typed));
      if (leave.includes(key)) return undefined;
      if (!erase.includes(key)) typed.push(key);
      // A character of UTF-8 goes as a whole: its later bytes are 10xxxxxx.
      else while (((typed.pop() ?? 0) & 0xc0) === 0x80);
    }
    return undefined;
  } finally {
    Deno.stdin.setRaw(false);
    say("\n");
  }
}

/** A text as a terminal may show it: what would move the cursor or turn the writing round is replaced. */
export const shown = (text: string): string =>
  text.replaceAll(/[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu, "?");

/** Lines of two columns or more, each as wide as its widest cell. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at]!)).join("  ").trimEnd());
}

const cell = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(cell).join(" ") || "-";
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).map(([name, inner]) => `${name}=${cell(inner)}`).join(" ");
  }
  return value === null || value === undefined || value === "" ? "-" : shown(String(value));
};

/** An object as lines of names and values, for people. */
export const asLines = (value: object): readonly string[] =>
  columns(Object.entries(value).map(([name, inner]) => [name, cell(inner)]));

/** Objects as a table with these members as columns, for people. */
export const asTable = (names: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]) =>
  columns([
    names.map((name) => name.toUpperCase()),
    ...rows.map((row) => names.map((name) => cell(row[name]))),
  ]);

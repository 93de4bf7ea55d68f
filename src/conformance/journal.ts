import type { Finding } from "./check.ts";
import type { Exchange } from "./exchange.ts";

/** A line of a module's log. */
export type Entry =
  | { readonly kind: "exchange"; readonly exchange: Exchange; readonly purpose: string }
  | { readonly kind: "finding"; readonly finding: Finding }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "review"; readonly what: string }
  | { readonly kind: "page"; readonly title: string; readonly url: string; readonly html: string };

/** A page that a module kept for whoever reads the report. */
export type ShownPage = Extract<Entry, { kind: "page" }>;

/** The log of one module while it runs. */
export interface Journal {
  readonly entries: readonly Entry[];
  readonly write: (entry: Entry) => void;
  /** Values that reports mask wherever they occur. */
  readonly secrets: ReadonlySet<string>;
  readonly addSecret: (value: string) => void;
}

/** An empty log. */
export function openJournal(): Journal {
  const entries: Entry[] = [], secrets = new Set<string>();
  return {
    entries,
    write: (entry) => entries.push(entry),
    secrets,
    // What is short would be masked where it means something else.
    addSecret: (value) => value.length >= 8 && secrets.add(value),
  };
}

/** The findings of a log. */
export const findingsIn = (entries: readonly Entry[]): readonly Finding[] =>
  entries.flatMap((entry) => entry.kind === "finding" ? [entry.finding] : []);

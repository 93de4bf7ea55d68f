/** What follows where a check does not hold: certification is refused, or granted with a remark. */
export type Level = "failure" | "warning";

/**
 * One thing that is looked at: a row of a table, pure over the evidence that a module brings, so that its verdict can
 * be read off what came over the wire.
 */
export interface Check<Evidence> {
  /** Stable name: subject and rule. */
  readonly id: string;
  /** The sentence that asks for it: document and section. */
  readonly section: string;
  readonly level: Level;
  /** What has to be seen, in words. */
  readonly expects: string;
  /** @returns undefined where it holds; otherwise what was received, in words and without secrets. */
  readonly judge: (evidence: Evidence) => string | undefined;
}

/** How a check came out. */
export interface Finding {
  readonly id: string;
  readonly section: string;
  readonly level: Level;
  readonly expects: string;
  /** undefined: it holds. */
  readonly received: string | undefined;
}

/** Runs a check on evidence. */
export function find<Evidence>(check: Check<Evidence>, evidence: Evidence): Finding {
  const { id, section, level, expects } = check;
  return { id, section, level, expects, received: check.judge(evidence) };
}

/** A value as findings show it: short, and told apart from its absence. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

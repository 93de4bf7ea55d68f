import type { Measure } from "./acceptance.ts";
import type { ModuleResult } from "./run.ts";
import type { ShownPage } from "./journal.ts";

/** How pages looked, as PNG. */
export type Pictures = ReadonlyMap<ShownPage, Uint8Array>;

/** A run as reports tell of it. */
export interface Report {
  readonly plan: string;
  readonly issuer: string;
  readonly seed: number;
  /** Milliseconds since 1970-01-01T00:00:00Z when it began. */
  readonly at: number;
  readonly milliseconds: number;
  readonly results: readonly ModuleResult[];
  readonly measure: Measure;
  /** How pages looked, as far as pictures were taken. */
  readonly pictures?: Pictures;
}

import { type Entry, findingsIn, openJournal } from "./journal.ts";
import { leftEarly, openStage, type Scene } from "./open_stage.ts";
import { openPlaces, type Places } from "./places.ts";
import type { Planned } from "./plan.ts";
import { type Ending, judgeModule, type Verdict } from "./verdict.ts";

/** How a module came out, with its log. */
export interface ModuleResult {
  readonly planned: Planned;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly entries: readonly Entry[];
  readonly secrets: ReadonlySet<string>;
  readonly milliseconds: number;
}

/** How modules are run. */
export interface RunOptions {
  /** Modules that are at work at a time; those that wait are not counted. */
  readonly side: number;
  /** Told of each module as it ends. */
  readonly tell: (result: ModuleResult) => void;
  /** Lets seconds pass. */
  readonly sleep: (seconds: number) => Promise<void>;
}

/** Lets seconds pass by the clock. */
export const sleep = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000));

async function runModule(
  scene: Scene,
  planned: Planned,
  places: Places,
  options: RunOptions,
): Promise<ModuleResult> {
  const journal = openJournal(), begin = Date.now();
  const wait = async (seconds: number) => {
    places.give();
    await options.sleep(seconds);
    await places.take();
  };
  let ending: Ending = { kind: "ended" };
  try {
    await planned.module.run(openStage(scene, { planned, journal, wait }));
  } catch (thrown) {
    const reason = (thrown as Error).message, how = leftEarly(thrown);
    if (how === "skipped") ending = { kind: "skipped", reason };
    else if (how === undefined) {
      journal.write({ kind: "note", text: reason });
      ending = { kind: "broken", reason };
    }
  }
  const reviews = journal.entries.flatMap((entry) => entry.kind === "review" ? [entry.what] : []);
  const { entries, secrets } = journal, milliseconds = Date.now() - begin;
  return { planned, ...judgeModule(findingsIn(entries), ending, reviews), entries, secrets, milliseconds };
}

/**
 * Runs modules side by side, those that wait first.
 *
 * @returns the results in the order of the modules.
 */
export async function runModules(
  scene: Scene,
  planned: readonly Planned[],
  options: RunOptions,
): Promise<readonly ModuleResult[]> {
  const places = openPlaces(options.side), results = new Map<Planned, ModuleResult>();
  const order = [...planned].sort((one, other) => (other.module.waits ?? 0) - (one.module.waits ?? 0));
  await Promise.all(order.map(async (next) => {
    await places.take();
    try {
      const result = await runModule(scene, next, places, options);
      results.set(next, result);
      options.tell(result);
    } finally {
      places.give();
    }
  }));
  return planned.map((each) => results.get(each)!);
}

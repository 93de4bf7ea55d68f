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

/** How work ended that may leave early. */
async function endingOf(work: () => Promise<void>): Promise<Ending> {
  try {
    await work();
    return { kind: "ended" };
  } catch (thrown) {
    const reason = (thrown as Error).message, how = leftEarly(thrown);
    if (how === "stopped") return { kind: "ended" };
    return { kind: how ?? "broken", reason };
  }
}

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
    await places.takeAgain();
  };
  const later: (() => Promise<void>)[] = [];
  const stage = openStage(scene, { planned, journal, wait, afterwards: (work) => later.unshift(work) });
  const ending = await endingOf(() => planned.module.run(stage));
  const cleaning = await endingOf(async () => {
    for (const work of later) await work();
  });
  const reviews = journal.entries.flatMap((entry) => entry.kind === "review" ? [entry.what] : []);
  const { entries, secrets } = journal, milliseconds = Date.now() - begin;
  const judged = judgeModule(findingsIn(entries), cleaning.kind === "broken" ? cleaning : ending, reviews);
  return { planned, ...judged, entries, secrets, milliseconds };
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

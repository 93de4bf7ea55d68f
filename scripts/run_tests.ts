/** Runs `deno test` processes, in time and with what they say kept apart. */
import { type Counts, countsOf, noTests } from "./junit.ts";
import type { TestPlan, TestRun } from "./test_plan.ts";

/** How one process ended. `complaint` is what to show of it, where it failed. */
export interface TestOutcome {
  readonly title: string;
  readonly counts: Counts;
  readonly seconds: number;
  readonly complaint?: string;
}

/** Limits in milliseconds: of one process, and of all together. */
export interface TestLimits {
  readonly eachMs: number;
  readonly allMs: number;
  /** How many processes run side by side. */
  readonly side: number;
}

const longestComplaint = 300; // lines

/**
 * Runs a plan. A failing process does not stop the others; one that takes too long is killed with its children.
 *
 * @param root Absolute path of the project.
 * @param tell Told of each process as it ends.
 */
export async function runTests(
  plan: TestPlan,
  { root, limits, tell }: { root: string; limits: TestLimits; tell: (outcome: TestOutcome) => void },
): Promise<TestOutcome[]> {
  const scratch = await Deno.makeTempDir({ prefix: "latchkey-gate-" });
  const running = new Set<number>();
  const interrupted = () => {
    running.forEach(killGroup);
    Deno.removeSync(scratch, { recursive: true });
    Deno.exit(130);
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) Deno.addSignalListener(signal, interrupted);
  const end = performance.now() + limits.allMs;
  const outcomes: TestOutcome[] = [];
  let started = 0;
  const perform = async (run: TestRun) => {
    const files = { output: `${scratch}/${started}.txt`, report: `${scratch}/${started++}.xml` };
    const outcome = await runOne(run, { root, files, end, eachMs: limits.eachMs, running });
    outcomes.push(outcome);
    tell(outcome);
  };
  const drain = async (queue: TestRun[]) => {
    for (let run = queue.shift(); run; run = queue.shift()) await perform(run);
  };
  try {
    const queue = [...plan.beside];
    const lanes = Array.from({ length: limits.side }, () => drain(queue));
    await Promise.all([...lanes, drain([...plan.waiting])]);
    await drain([...plan.alone]);
    return outcomes;
  } finally {
    for (const signal of signals) Deno.removeSignalListener(signal, interrupted);
    await Deno.remove(scratch, { recursive: true });
  }
}

function killGroup(leader: number): void {
  try {
    Deno.kill(-leader, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Whether tests end before the embedded database's code is worth the time that optimising it takes. */
const isBrief = ({ files, together }: TestRun): boolean =>
  !together &&
  !files.some((file) => file.startsWith("tests/store/") || file.startsWith("tests/reliability/"));

const group = new URL("test_group.ts", import.meta.url).pathname;

async function runOne(
  run: TestRun,
  { root, files, end, eachMs, running }: {
    root: string;
    files: { output: string; report: string };
    end: number;
    eachMs: number;
    running: Set<number>;
  },
): Promise<TestOutcome> {
  const begin = performance.now();
  const limitMs = Math.min(eachMs, end - begin);
  const failing = (complaint: string): TestOutcome => ({
    title: run.title,
    seconds: (performance.now() - begin) / 1000,
    counts: { ...noTests, failed: 1 },
    complaint,
  });
  if (limitMs <= 0) return failing("not started: the time for all tests is over");

  const args = [
    "test",
    "--no-prompt",
    "--no-check",
    ...(isBrief(run) ? ["--v8-flags=--liftoff-only"] : []),
    `--junit-path=${files.report}`,
    ...run.permissions,
    ...(run.together ? [group, "--"] : []),
    ...run.files,
  ];
  // A file, not a pipe: a child that outlives its test could hold a pipe open for ever.
  const child = new Deno.Command("sh", {
    args: ["-c", 'output=$1; shift; exec "$@" >"$output" 2>&1', "sh", files.output, Deno.execPath(), ...args],
    cwd: root,
    clearEnv: true,
    env: environment(),
    stdin: "null",
    detached: true, // a group of its own, to be killed as one
  }).spawn();
  let overdue = false;
  const timer = setTimeout(() => {
    overdue = true;
    killGroup(child.pid);
  }, limitMs);
  running.add(child.pid);
  const { success } = await child.status;
  running.delete(child.pid);
  clearTimeout(timer);
  killGroup(child.pid); // what its tests have started and left behind

  const output = await Deno.readTextFile(files.output);
  if (overdue) {
    return failing(`killed after ${Math.round(limitMs / 1000)} s, its limit\n${shortened(output)}`);
  }
  const counts = await Deno.readTextFile(files.report).then(countsOf, () => noTests);
  // A file that fails to load, or fails outside of its tests, has no failing test in the report.
  if (!success && counts.failed === 0) {
    return { ...failing(shortened(output)), counts: { ...counts, failed: 1 } };
  }
  if (success && counts.passed + counts.skipped === 0) return failing("it holds no test");
  const outcome = { title: run.title, counts, seconds: (performance.now() - begin) / 1000 };
  return success ? outcome : { ...outcome, complaint: shortened(output) };
}

// What the developer's shell says of a database or of Latchkey is not the tests'.
function environment(): Record<string, string> {
  const kept = Object.entries(Deno.env.toObject()).filter(([name]) =>
    name !== "DATABASE_URL" && !name.startsWith("LATCHKEY_")
  );
  return {
    ...Object.fromEntries(kept),
    ...(Deno.stdout.isTerminal() ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }),
  };
}

/** What a failing run said, without its passing tests and, where it is long, without its middle. */
export function shortened(output: string): string {
  const lines = output.trimEnd().split("\n").filter((line) => !/ \.\.\. ok \(/.test(line));
  const over = lines.length - longestComplaint;
  if (over <= 0) return lines.join("\n");
  const half = longestComplaint / 2;
  return [...lines.slice(0, half), `… ${over} lines …`, ...lines.slice(-half)].join("\n");
}

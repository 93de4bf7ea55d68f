/**
 * The one gate: a change is done when this says so. `deno task test` runs it; `--help` tells what it takes.
 */
import { checkLayers } from "./check_layers.ts";
import { addressesIn } from "./check_lock.ts";
import { sourceFiles } from "./import_graph.ts";
import { noTests, plus, summary } from "./junit.ts";
import { runTests, type TestLimits, type TestOutcome } from "./run_tests.ts";
import { planTests } from "./test_plan.ts";

const help = `deno task test [--quick] [FILTER]

Checks deno.lock, format, lint, layers and diagrams, of which the first that fails ends it. Then it runs the tests and
checks the types beside them; what fails there does not end it. The last line is "N passed, N failed", and the exit
status 1 if anything failed.

  --quick   leave out the tests that need a browser or a PostgreSQL server, and those of reliability
  FILTER    run only the test files whose path contains this text
  --help    this text

TEST_SEED is the number from which tests draw what they draw at random; it is the same one where nothing is said.
DENO_JOBS says how many test processes run side by side (by default one more than there are cores: some wait).`;

const limits: TestLimits = {
  eachMs: 8 * 60_000,
  allMs: 14.4 * 60_000,
  side: Math.max(1, Number(Deno.env.get("DENO_JOBS")) || navigator.hardwareConcurrency + 1),
};

const root = new URL("..", import.meta.url).pathname.replace(/\/$/, "");
const folders = ["src", "migrations", "scripts", "tests"];

/** What a step found: its faults, and a remark for its line. */
interface Finding {
  readonly fault?: string;
  readonly remark?: string;
}

interface Step {
  readonly title: string;
  readonly check: () => Promise<Finding>;
}

const steps: readonly Step[] = [
  {
    title: "dependencies",
    check: () => deno(["install", "--frozen"], "deno.lock is stale: run `deno install --frozen=false`"),
  },
  { title: "lock file", check: lockFile },
  { title: "format", check: () => deno(["fmt", "--check"], "run `deno fmt`") },
  { title: "lint", check: () => deno(["lint"]) },
  { title: "layers", check: layers },
  { title: "diagrams", check: () => deno(["run", "--allow-read", "scripts/diagrams.ts", "--check"]) },
];

/** Beside the tests: it keeps one core busy for a third of a minute, and no test needs its verdict. */
const besideTests: Step = { title: "types", check: types };

async function deno(args: readonly string[], remedy?: string): Promise<Finding> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: root,
    env: Deno.stdout.isTerminal() ? {} : { NO_COLOR: "1" },
  }).output();
  if (success) return {};
  const said = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).trimEnd());
  return { fault: [...said, remedy ?? ""].filter((text) => text !== "").join("\n") };
}

async function lockFile(): Promise<Finding> {
  const text = await Deno.readTextFile(`${root}/deno.lock`);
  return { fault: addressesIn(text).join("\n") };
}

async function types(): Promise<Finding> {
  const files = await sourceFiles(root, folders);
  return { ...await deno(["check", "--quiet", "--frozen", ...files]), remark: `${files.length} files` };
}

async function layers(): Promise<Finding> {
  const { faults, sizes } = await checkLayers(root);
  return { fault: faults.join("\n"), remark: sizes };
}

const line = (mark: string, seconds: number, words: string) =>
  `${mark.padEnd(6)} ${seconds.toFixed(1).padStart(6)} s  ${words}`;

async function passes({ title, check }: Step): Promise<boolean> {
  const begin = performance.now();
  const { fault, remark } = await check().catch((error): Finding => ({ fault: String(error) }));
  const words = remark ? `${title} (${remark})` : title;
  console.log(line(fault ? "FAILED" : "ok", (performance.now() - begin) / 1000, words));
  if (fault) console.log(`\n${fault}\n`);
  return !fault;
}

function tell({ title, counts, seconds, complaint }: TestOutcome): void {
  console.log(line(complaint ? "FAILED" : "ok", seconds, `${title} (${summary(counts)})`));
  if (complaint) console.log(`\n${complaint}\n`);
}

async function main(args: readonly string[]): Promise<number> {
  const [filter, ...rest] = args.filter((argument) => argument !== "--quick");
  if (filter === "--help") {
    console.log(help);
    return 0;
  }
  if (rest.length > 0 || filter?.startsWith("-")) {
    console.error(help);
    return 2;
  }
  for (const step of steps) {
    if (await passes(step)) continue;
    console.log(summary({ ...noTests, failed: 1 }));
    return 1;
  }
  const plan = planTests(await sourceFiles(root, ["tests"]), { quick: args.includes("--quick"), filter });
  const typed = passes(besideTests);
  const outcomes = await runTests(plan, { root, limits, tell });
  for (const { title, complaint } of outcomes) if (complaint) console.log(`failed: ${title}`);
  const nothing = outcomes.length === 0;
  if (nothing) console.log(`no test file matches ${filter}`);
  const total = outcomes.map((outcome) => outcome.counts).reduce(plus, {
    ...noTests,
    failed: (nothing ? 1 : 0) + (await typed ? 0 : 1),
  });
  console.log(`\n${summary(total)}`);
  return total.failed > 0 ? 1 : 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args));

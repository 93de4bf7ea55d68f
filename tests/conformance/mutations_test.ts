/** A check that cannot fail is a defect: each is made to, by a fault that a proxy brings in on the way. */
import { assert, assertEquals } from "@std/assert";
import { withOwnLatchkey } from "../../src/cli/own_latchkey.ts";
import { openOwnChromium } from "../../src/cli/script_browser.ts";
import type { Check } from "../../src/conformance/check.ts";
import { findingsIn } from "../../src/conformance/journal.ts";
import { narrow, type Planned, responseTypesFor, schedule } from "../../src/conformance/plan.ts";
import { plans } from "../../src/conformance/plans/plans.ts";
import { openReceiver } from "../../src/conformance/receiver.ts";
import { type ModuleResult, runModules, sleep } from "../../src/conformance/run.ts";
import { openTransport } from "../../src/conformance/transport.ts";
import { describeVariant, type Variant } from "../../src/conformance/variant.ts";
import { copyDataDir } from "../support/data_dir.ts";
import { failuresIn } from "./failures.ts";
import { mutationsByFile } from "./mutations/all.ts";
import { type Mutation, signIn } from "./mutations/mutation.ts";
import { openProxy } from "./proxy/open_proxy.ts";
import { cookiesIn, inSession } from "./proxy/session.ts";
import { type Alter, both, unaltered } from "./proxy/traffic.ts";
import { quietIo } from "./quiet_io.ts";

const mutations = Object.values(mutationsByFile).flat();

const isCheck = (value: unknown): value is Check<unknown> =>
  typeof value === "object" && value !== null && "judge" in value;

/** The ids of the checks of a file. */
async function checksIn(file: string): Promise<readonly string[]> {
  const exported = await import(new URL(`../../src/conformance/checks/${file}.ts`, import.meta.url).href);
  return Object.values(exported).flat().filter(isCheck).map(({ id }) => id);
}

const files = Array.from(
  Deno.readDirSync(new URL("../../src/conformance/checks", import.meta.url)),
  ({ name }) => name.replace(/\.ts$/, ""),
).sort();

const checksByFile = new Map(
  await Promise.all(files.map(async (file) => [file, await checksIn(file)] as const)),
);

Deno.test("every check exists once", () => {
  const ids = [...checksByFile.values()].flat();
  assertEquals(ids.filter((id, at) => ids.indexOf(id) !== at), []);
});

Deno.test("every check has a mutation that it finds out, and every mutation a check", () => {
  const found = new Set(mutations.flatMap(({ fails }) => fails));
  for (const [file, checks] of checksByFile) {
    assertEquals(checks.filter((id) => !found.has(id)), [], file);
  }
  const known = [...checksByFile.values()].flat();
  for (const [file, rows] of Object.entries(mutationsByFile)) {
    const aimless = rows.filter(({ fails }) => !fails.some((id) => checksByFile.get(file)?.includes(id)));
    assertEquals(aimless.map(({ id }) => id), [], file);
    assertEquals(rows.flatMap(({ fails }) => fails).filter((id) => !known.includes(id)), [], file);
  }
});

Deno.test("every mutation has a name of its own", () => {
  const ids = mutations.map(({ id }) => id);
  assertEquals(ids.filter((id, at) => ids.indexOf(id) !== at), []);
});

/** The module of a mutation, as the first plan that has it runs it. */
function plannedFor(
  { module, plan, variant }: Pick<Mutation, "module" | "plan" | "variant">,
  chosen: Partial<Variant>,
): Planned {
  const among = plans.filter(({ name }) => plan === undefined || name === plan);
  const found = among.flatMap((each) => schedule(narrow(each, variant ?? {}), { ...chosen, ...variant }))
    .find((planned) => planned.module.id === module);
  assert(found, `No plan runs ${module}`);
  return found;
}

/** The checks that do not hold. */
const broken = ({ entries }: ModuleResult) => {
  const found = findingsIn(entries).filter(({ received }) => received !== undefined).map(({ id }) => id);
  return [...new Set(found)].sort();
};

/** Nothing is learnt from a wait that is longer: what is told apart by it is told in whole seconds. */
const longestWait = 2.1;

/** A run of one module behind the proxy. */
interface Run {
  readonly planned: Planned;
  readonly alter: Alter;
  readonly signedOut: boolean;
  /** undefined: nothing is altered but what is put right. */
  readonly mutation?: Mutation;
}

/** Whether two runs are of the same module, variant and beginning. */
const alike = (one: Run, other: Run) =>
  one.planned.plan === other.planned.plan && one.planned.module === other.planned.module &&
  describeVariant(one.planned.variant) === describeVariant(other.planned.variant) &&
  one.alter === other.alter && one.signedOut === other.signedOut;

/** The runs of all mutations, and one without for each module that they take. */
function runsFor(chosen: Partial<Variant>): readonly Run[] {
  const plain: Run[] = [];
  const altered = mutations.map((mutation) => {
    const { given = unaltered, alter, signedOut = false } = mutation;
    const before: Run = { planned: plannedFor(mutation, chosen), alter: given, signedOut };
    if (!plain.some((run) => alike(run, before))) plain.push(before);
    return { ...before, alter: both(given, alter), mutation };
  });
  return [...plain, ...altered];
}

const responsesIn = ({ entries }: ModuleResult) =>
  entries.flatMap((entry) =>
    entry.kind === "exchange" && entry.exchange.response ? [entry.exchange.response] : []
  );

/** Runs that go on at a time: while one waits, the others work. */
const side = 6;

async function runAll(): Promise<ReadonlyMap<Run, ModuleResult>> {
  await using proxy = await openProxy();
  await using chromium = openOwnChromium();
  const receiver = await openReceiver({ host: "localhost", port: 0 }), transport = openTransport();
  const results = new Map<Run, ModuleResult>();
  try {
    await withOwnLatchkey(quietIo(), receiver, async ({ issuer, config }) => {
      const waiting = (seconds: number) => sleep(Math.min(seconds, longestWait));
      const play = async (planned: Planned, alter: Alter) => {
        const scene = {
          ...{ issuer, config, seed: 1 },
          receiver: proxy.receiving(receiver, alter),
          send: proxy.altering(transport.send, alter),
          scriptBrowser: chromium.find,
        };
        return (await runModules(scene, [planned], { side: 1, sleep: waiting, tell: () => {} }))[0]!;
      };
      // Who is signed in once need not be again, which spares the machine a password for each run.
      const session = plannedFor({ module: signIn }, config.variant);
      const signedIn = inSession(cookiesIn(responsesIn(await play(session, unaltered))));
      const todo = [...runsFor(config.variant)];
      await Promise.all(Array.from({ length: side }, async () => {
        for (let run = todo.shift(); run; run = todo.shift()) {
          const alter = run.signedOut ? run.alter : both(signedIn, run.alter);
          results.set(run, await play(run.planned, alter));
        }
      }));
      return 0;
    }, {
      front: proxy,
      furnish: copyDataDir,
      responseTypes: responseTypesFor(runsFor({}).map(({ planned }) => planned)),
    });
  } finally {
    transport.close();
    await receiver.close();
  }
  return results;
}

Deno.test("each mutation is found out by exactly the checks that it is for, and without one all of them hold", async (t) => {
  const results = [...await runAll()];
  const plain = results.filter(([{ mutation }, { verdict }]) => !mutation && verdict !== "PASSED");
  assertEquals(plain.map(([, result]) => failuresIn(result)), []);
  for (const [{ planned, mutation }, result] of results) {
    if (!mutation) continue;
    await t.step(`${mutation.id}: ${mutation.fails.join(", ")} (${planned.module.id})`, () => {
      assertEquals(broken(result), [...mutation.fails].sort(), failuresIn(result));
    });
  }
});

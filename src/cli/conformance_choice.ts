import { parseArgs } from "node:util";
import { readJsonReport } from "../conformance/compare.ts";
import { type Config, readConfig } from "../conformance/config.ts";
import { type Expectation, readExpected } from "../conformance/expected.ts";
import { narrow, notOpen, type Plan, type Planned, schedule } from "../conformance/plan.ts";
import { plans } from "../conformance/plans/plans.ts";
import type { JsonReport } from "../conformance/report_json.ts";
import { isVariantValue, type Variant } from "../conformance/variant.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Flag } from "./flags.ts";

/** What `latchkey conformance` takes. */
export const conformanceFlags: readonly Flag[] = [
  {
    name: "issuer",
    takes: "URL",
    summary:
      "the issuer that is examined; without it, and without --config, a Latchkey is started for the purpose",
  },
  {
    name: "config",
    takes: "FILE",
    summary: "clients, and how a person signs in there, needed with --issuer; or a relying party",
  },
  { name: "plan", takes: "NAME", summary: `what is run; by default ${plans[0]!.name}` },
  { name: "module", takes: "ID", many: true, summary: "run only this module of the plan" },
  {
    name: "variant",
    takes: "NAME=VALUE",
    many: true,
    summary: "pick what the plan leaves open, or one of the values that it runs with",
  },
  { name: "seed", takes: "NUMBER", summary: "repeat a run with the values that it drew" },
  { name: "side", takes: "NUMBER", summary: "modules side by side, by default 4" },
  { name: "json", summary: "print JSON and nothing else" },
  { name: "junit", takes: "FILE", summary: "write the verdicts for continuous integration" },
  { name: "html", takes: "FILE", summary: "write a page for a reviewer: every exchange, secrets masked" },
  { name: "compare", takes: "OLD.json", summary: "refuse where a module passed there and does not pass now" },
  {
    name: "expected",
    takes: "FILE",
    summary: "modules that are known not to pass; any other that does not pass refuses",
  },
  { name: "help", summary: "print this" },
];

/** What the arguments ask for. */
export interface Choice {
  readonly issuer: string | undefined;
  readonly config: Config | undefined;
  readonly plan: Plan;
  readonly modules: readonly string[];
  readonly variant: Partial<Variant>;
  readonly seed: number;
  readonly side: number;
  readonly json: boolean;
  /** Files that are written. */
  readonly junit: string | undefined;
  readonly html: string | undefined;
  /** An earlier run of the plan that has to be kept up with. */
  readonly old: JsonReport | undefined;
  readonly expected: readonly Expectation[] | undefined;
}

const number = (text: string | undefined, otherwise: number): number | undefined =>
  text === undefined ? otherwise : /^\d{1,9}$/.test(text) ? Number(text) : undefined;

function readVariant(pairs: readonly string[]): Result<Partial<Variant>, string> {
  const chosen: Record<string, string> = {};
  for (const pair of pairs) {
    const cut = pair.indexOf("="), name = pair.slice(0, cut), value = pair.slice(cut + 1);
    if (cut < 1 || !isVariantValue(name, value)) return err(`there is no variant ${pair}`);
    chosen[name] = value;
  }
  return ok(chosen);
}

/** Reads a file, if one is named. @param read Makes something of its text; a text: what is wrong with it. */
async function readFile<Found extends object>(
  path: string | undefined,
  read: (text: string) => Found | string,
): Promise<Result<Found | undefined, string>> {
  if (path === undefined) return ok(undefined);
  const text = await Deno.readTextFile(path).catch(() => undefined);
  if (text === undefined) return err(`${path} cannot be read`);
  const found = read(text);
  return typeof found === "string" ? err(`${path}: ${found}`) : ok(found);
}

const configIn = (text: string): Config | string => {
  const config = readConfig(text);
  return "faults" in config ? config.faults.join("; ") : config;
};

const oldReportIn = (plan: Plan) => (text: string): JsonReport | string => {
  const report = readJsonReport(text);
  if (!report) return "it is no report of --json";
  return report.plan === plan.name ? report : `it is a report of ${report.plan}`;
};

const expectedIn = (text: string): readonly Expectation[] | string => {
  const rows = readExpected(text);
  if ("fault" in rows) return rows.fault;
  const strange = rows.find((row) =>
    !plans.some(({ name, entries }) =>
      (row.plan ?? name) === name && entries.some(({ module }) => module.id === row.module)
    )
  );
  return strange ? `there is no module ${strange.module} in ${strange.plan ?? "any plan"}` : rows;
};

function parse(args: readonly string[]) {
  const options = Object.fromEntries(
    conformanceFlags.map(({ name, takes, many = false }) =>
      [name, { type: takes ? "string" as const : "boolean" as const, multiple: many }] as const
    ),
  );
  return parseArgs({ args: [...args], options, strict: true }).values as
    & {
      readonly [
        name in "issuer" | "config" | "plan" | "seed" | "side" | "junit" | "html" | "compare" | "expected"
      ]?: string;
    }
    & { readonly module?: string[]; readonly variant?: string[]; readonly json?: boolean };
}

/** Reads the arguments. @returns err: what is wrong with them. */
export async function readChoice(args: readonly string[]): Promise<Result<Choice, string>> {
  let given: ReturnType<typeof parse>;
  try {
    given = parse(args);
  } catch (fault) {
    return err((fault as Error).message.split(/\. |\n/)[0]!);
  }
  const { issuer, module: modules = [], json = false } = given;
  const plan = given.plan === undefined ? plans[0]! : plans.find(({ name }) => name === given.plan);
  if (!plan) {
    return err(`there is no plan ${given.plan}: there are ${plans.map(({ name }) => name).join(", ")}`);
  }
  const unknown = modules.find((id) => !plan.entries.some(({ module }) => module.id === id));
  if (unknown) return err(`the plan has no module ${unknown}`);
  if (issuer !== undefined && !URL.canParse(issuer)) return err("--issuer has to be a URL");
  if (plan.examines && issuer !== undefined) {
    return err("the plan examines a relying party, which --config names: it takes no --issuer");
  }
  if (!plan.examines && (issuer === undefined) !== (given.config === undefined)) {
    return err("--issuer and --config belong together");
  }
  const seed = number(given.seed, Math.floor(Math.random() * 1e9)), side = number(given.side, 4);
  if (seed === undefined || !side) return err("--seed and --side take a whole number");
  const variant = readVariant(given.variant ?? []);
  if (!variant.ok) return variant;
  const [pinned] = notOpen(plan, variant.value);
  if (pinned) return err(`the plan does not leave ${pinned} open`);
  const config = await readFile(given.config, configIn);
  if (!config.ok) return config;
  if (plan.examines && config.value && !config.value.relying_party) {
    return err(`${given.config} has no relying_party, which the plan examines`);
  }
  const old = await readFile(given.compare, oldReportIn(plan));
  if (!old.ok) return old;
  const expected = await readFile(given.expected, expectedIn);
  if (!expected.ok) return expected;
  return ok({
    ...{ issuer, config: config.value, plan, modules, variant: variant.value, seed, side, json },
    ...{ junit: given.junit, html: given.html, old: old.value, expected: expected.value },
  });
}

/** The modules that are to run of the plan that was chosen, with what the configuration leaves open filled in. */
export function plannedBy({ plan, variant, modules }: Choice, config?: Config): readonly Planned[] {
  const all = schedule(narrow(plan, variant), { ...config?.variant, ...variant });
  return modules.length === 0 ? all : all.filter(({ module }) => modules.includes(module.id));
}

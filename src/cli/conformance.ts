import { parseArgs } from "node:util";
import { type Config, readConfig } from "../conformance/config.ts";
import { notOpen, type Plan, type Planned, schedule } from "../conformance/plan.ts";
import { plans } from "../conformance/plans/plans.ts";
import { openReceiver, type Receiver } from "../conformance/receiver.ts";
import { jsonReport } from "../conformance/report_json.ts";
import { type ModuleResult, runModules, sleep } from "../conformance/run.ts";
import { openTransport } from "../conformance/transport.ts";
import { isVariantValue, type Variant } from "../conformance/variant.ts";
import { verdicts } from "../conformance/verdict.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { type Command, type CommandIo, exit } from "./command.ts";
import { describeFlags, type Flag } from "./flags.ts";
import { withOwnLatchkey } from "./own_latchkey.ts";
import { columns } from "./terminal.ts";

const flags: readonly Flag[] = [
  {
    name: "issuer",
    takes: "URL",
    summary: "the issuer that is examined; without it a Latchkey is started for the purpose",
  },
  {
    name: "config",
    takes: "FILE",
    summary: "clients, and how a person signs in there; needed with --issuer",
  },
  { name: "plan", takes: "NAME", summary: `what is run; by default ${plans[0]!.name}` },
  { name: "module", takes: "ID", many: true, summary: "run only this module of the plan" },
  { name: "variant", takes: "NAME=VALUE", many: true, summary: "pick what the plan leaves open" },
  { name: "seed", takes: "NUMBER", summary: "repeat a run with the values that it drew" },
  { name: "side", takes: "NUMBER", summary: "modules side by side, by default 4" },
  { name: "json", summary: "print JSON and nothing else" },
  { name: "help", summary: "print this" },
];

/** What the arguments ask for. */
interface Choice {
  readonly issuer: string | undefined;
  readonly config: Config | undefined;
  readonly plan: Plan;
  readonly modules: readonly string[];
  readonly variant: Partial<Variant>;
  readonly seed: number;
  readonly side: number;
  readonly json: boolean;
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

async function readConfigFile(path: string): Promise<Result<Config, string>> {
  const text = await Deno.readTextFile(path).catch(() => undefined);
  if (text === undefined) return err(`${path} cannot be read`);
  const config = readConfig(text);
  return "faults" in config ? err(`${path}: ${config.faults.join("; ")}`) : ok(config);
}

function parse(args: readonly string[]) {
  const options = Object.fromEntries(
    flags.map(({ name, takes, many = false }) =>
      [name, { type: takes ? "string" as const : "boolean" as const, multiple: many }] as const
    ),
  );
  return parseArgs({ args: [...args], options, strict: true }).values as
    & {
      readonly [name in "issuer" | "config" | "plan" | "seed" | "side"]?: string;
    }
    & { readonly module?: string[]; readonly variant?: string[]; readonly json?: boolean };
}

/** Reads the arguments. @returns err: what is wrong with them. */
async function readChoice(args: readonly string[]): Promise<Result<Choice, string>> {
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
  if ((issuer === undefined) !== (given.config === undefined)) {
    return err("--issuer and --config belong together");
  }
  const seed = number(given.seed, Math.floor(Math.random() * 1e9)), side = number(given.side, 4);
  if (seed === undefined || !side) return err("--seed and --side take a whole number");
  const variant = readVariant(given.variant ?? []);
  if (!variant.ok) return variant;
  const [pinned] = notOpen(plan, variant.value);
  if (pinned) return err(`the plan does not leave ${pinned} open`);
  const config = given.config === undefined ? ok(undefined) : await readConfigFile(given.config);
  if (!config.ok) return config;
  return ok({ issuer, config: config.value, plan, modules, variant: variant.value, seed, side, json });
}

const describe = ({ planned, verdict, reason, milliseconds }: ModuleResult) =>
  [
    verdict.padEnd(8),
    `${(milliseconds / 1000).toFixed(1).padStart(5)} s `,
    planned.module.id,
    reason && `(${reason})`,
  ]
    .filter(Boolean).join(" ");

/** How many ended in which way, in one line. */
const countLine = (results: readonly ModuleResult[]) =>
  verdicts.map((verdict) => `${results.filter((result) => result.verdict === verdict).length} ${verdict}`)
    .join(", ");

async function examine(
  choice: Choice,
  target: { readonly issuer: string; readonly config: Config },
  { receiver, io }: { readonly receiver: Receiver; readonly io: CommandIo },
): Promise<number> {
  const { issuer, config } = target;
  const all = schedule(choice.plan, { ...config.variant, ...choice.variant });
  const planned: readonly Planned[] = choice.modules.length === 0
    ? all
    : all.filter(({ module }) => choice.modules.includes(module.id));
  const transport = openTransport();
  io.err(`${choice.plan.name} against ${issuer}: ${planned.length} modules, --seed ${choice.seed}`);
  let ended = 0;
  try {
    const results = await runModules(
      { issuer, config, receiver, send: transport.send, seed: choice.seed },
      planned,
      {
        side: choice.side,
        sleep,
        tell: (result) => io.err(`${String(++ended).padStart(3)}/${planned.length} ${describe(result)}`),
      },
    );
    io.err(countLine(results));
    if (choice.json) io.out(JSON.stringify(jsonReport(choice.plan.name, issuer, results), null, 2));
    else {
      for (
        const line of columns(
          results.map(({ planned, verdict, reason }) => [verdict, planned.module.id, reason]),
        )
      ) io.out(line);
    }
    return results.some(({ verdict }) => verdict === "FAILED") ? exit.failed : exit.ok;
  } finally {
    transport.close();
  }
}

/** `latchkey conformance` */
export const conformance: Command = {
  name: "conformance",
  summary: "Examine an issuer as certification does",
  usage: [
    "Usage: latchkey conformance [FLAGS]",
    "",
    ...describeFlags(flags),
    "",
    "Plans:",
    ...columns(plans.map(({ name, profile }) => [`  ${name}`, profile])),
    "",
    "Exit status 1 where a module FAILED.",
  ].join("\n"),
  run: async (args, io) => {
    const choice = await readChoice(args);
    if (!choice.ok) {
      io.err(`latchkey conformance: ${choice.error}; see "latchkey conformance --help"`);
      return exit.usage;
    }
    const { issuer, config } = choice.value;
    const receiver = await openReceiver(config?.receiver ?? { host: "localhost", port: 0 });
    try {
      if (issuer !== undefined && config) {
        return await examine(choice.value, { issuer, config }, { receiver, io });
      }
      return await withOwnLatchkey(io, receiver, (own) => examine(choice.value, own, { receiver, io }));
    } finally {
      await receiver.close();
    }
  },
};

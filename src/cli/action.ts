import { parseArgs } from "node:util";
import { err, ok, type Result } from "../domain/result.ts";
import { type AdminClient, type Body, openTenantClient, type Refusal } from "./admin_client.ts";
import { type Command, type CommandIo, exit } from "./command.ts";
import { describeFlags, type Flag, type Given } from "./flags.ts";
import { asLines, columns } from "./terminal.ts";

/** What an action works with. */
export interface ActionContext {
  /** What the action is done to; empty where it takes nothing. */
  readonly operand: string;
  readonly given: Given;
  readonly io: CommandIo;
  readonly call: AdminClient["call"];
}

/** What an action came to: what `--json` prints, and what people see instead, by default the same as lines. */
export interface Outcome {
  readonly json: Body;
  readonly lines?: readonly string[];
  /** It was done, and what it found is bad: exit status 1. */
  readonly failed?: boolean;
}

/** One thing that a command does to its resource. */
export interface Action {
  readonly name: string;
  readonly summary: string;
  /** What it takes beside flags, as `--help` names it. */
  readonly operand?: string;
  readonly flags?: readonly Flag[];
  /** More for `--help`. */
  readonly notes?: string;
  /** Is about the server as a whole, so that `--tenant` says nothing to it. */
  readonly ofServer?: true;
  readonly run: (context: ActionContext) => Promise<Result<Outcome, Refusal>>;
}

const jsonFlag: Flag = { name: "json", summary: "print JSON and nothing else" };
const tenantFlag: Flag = {
  name: "tenant",
  takes: "SLUG",
  summary: "of this tenant, not of the server's own",
};
const helpFlag: Flag = { name: "help", summary: "print this" };

const remote =
  `It speaks to the server at LATCHKEY_URL (by default LATCHKEY_ISSUER, else http://localhost:8080) with
LATCHKEY_ADMIN_TOKEN (by default what admin_token in LATCHKEY_DATA_DIR or ./.latchkey holds).`;

const flagsOf = (action: Action): readonly Flag[] => [
  ...action.flags ?? [],
  ...action.ofServer ? [] : [tenantFlag],
  jsonFlag,
  helpFlag,
];

function usageOfAction(command: string, action: Action): string {
  const call = [
    "latchkey",
    ...(command ? [command] : []),
    action.name,
    ...(action.operand ? [action.operand] : []),
    "[FLAGS]",
  ];
  return [
    `Usage: ${call.join(" ")}`,
    "",
    `${action.name}: ${action.summary}`,
    "",
    ...describeFlags(flagsOf(action)),
    "",
    ...(action.notes ? [action.notes, ""] : []),
    remote,
  ].join("\n");
}

function usageOfAll(command: string, actions: readonly Action[]): string {
  const rows = actions.map(({ name, operand, summary }) =>
    [`  ${name}${operand ? ` ${operand}` : ""}`, summary] as const
  );
  return [
    `Usage: latchkey ${command} ACTION [FLAGS]`,
    "",
    ...columns(rows),
    "",
    `"latchkey ${command} ACTION --help" tells the flags of one.`,
    "",
    remote,
  ].join("\n");
}

/** A key's thumbprint that starts with a dash (RFC 7638): it looks like a flag, and so has to stand behind `--`. */
const dashedThumbprint = /^-[A-Za-z0-9_-]{42}$/;

function withoutDashedOperand(args: readonly string[]): string[] {
  const operand = args.includes("--") ? undefined : args.find((arg) => dashedThumbprint.test(arg));
  return operand === undefined ? [...args] : [...args.filter((arg) => arg !== operand), "--", operand];
}

/** Reads what follows the action's name. @returns err: what is not as the action takes it. */
function readArgs(
  action: Action,
  args: readonly string[],
): Result<{ readonly operand: string; readonly given: Given }, string> {
  const options = Object.fromEntries(
    flagsOf(action).map(({ name, takes, many = false }) =>
      [name, { type: takes ? "string" as const : "boolean" as const, multiple: many }] as const
    ),
  );
  try {
    const { values, positionals } = parseArgs({
      args: withoutDashedOperand(args),
      options,
      strict: true,
      allowPositionals: true,
      allowNegative: true,
    });
    const [operand = "", ...more] = positionals;
    if (action.operand && operand === "") return err(`${action.operand} is missing`);
    // What is too much is not repeated: it may be a password that was meant for somewhere else.
    if (more.length > 0 || (!action.operand && operand !== "")) return err("there is an argument too many");
    return ok({ operand, given: values });
  } catch (fault) {
    // The first sentence says what is wrong, the others how parsers see it.
    return err((fault as Error).message.split(/\. |\n/)[0]!);
  }
}

async function runAction(command: string, action: Action, args: readonly string[], io: CommandIo) {
  const called = ["latchkey", command, action.name].filter(Boolean).join(" ");
  const read = readArgs(action, args);
  if (!read.ok) {
    io.err(`${called}: ${read.error}; see "${called} --help"`);
    return exit.usage;
  }
  const client = await openTenantClient(io.env, read.value.given.tenant as string | undefined);
  const outcome = client.ok ? await action.run({ ...read.value, io, call: client.value.call }) : client;
  if (!outcome.ok) {
    io.err(`${called}: ${outcome.error.line}`);
    return outcome.error.usage ? exit.usage : exit.failed;
  }
  const { json, lines, failed = false } = outcome.value;
  if (read.value.given.json) io.out(JSON.stringify(json, null, 2));
  else for (const line of lines ?? asLines(json)) io.out(line);
  return failed ? exit.failed : exit.ok;
}

/** Makes a command of the actions on one kind of resource. */
export function commandOf(
  { name, summary, actions }: {
    readonly name: string;
    readonly summary: string;
    readonly actions: readonly Action[];
  },
): Command {
  const find = (word: string | undefined) => actions.find((action) => action.name === word);
  return {
    name,
    summary,
    usage: ([word]) => {
      const action = find(word);
      return action ? usageOfAction(name, action) : usageOfAll(name, actions);
    },
    run: async ([word, ...args], io) => {
      const action = find(word);
      if (action) return await runAction(name, action, args, io);
      const known = actions.map((candidate) => candidate.name).join(", ");
      io.err(`latchkey ${name}: say what to do: ${known}; see "latchkey ${name} --help"`);
      return exit.usage;
    },
  };
}

/** Makes a command that does one thing. */
export const commandOfOne = (action: Action): Command => ({
  name: action.name,
  summary: action.summary.charAt(0).toUpperCase() + action.summary.slice(1),
  usage: usageOfAction("", action),
  run: (args, io) => runAction("", action, args, io),
});

/** An outcome that is what the server answered. */
export const answered = (answer: Result<Body, Refusal>): Result<Outcome, Refusal> =>
  answer.ok ? ok({ json: answer.value }) : answer;

/**
 * Reads every page of a list.
 *
 * @param member The member that has the rows.
 */
export async function readAll(
  call: AdminClient["call"],
  path: string,
  member: string,
): Promise<Result<readonly Body[], Refusal>> {
  const rows: Body[] = [];
  let after: string | undefined;
  do {
    const query = new URLSearchParams({ limit: "200", ...(after === undefined ? {} : { after }) });
    const page = await call("GET", `${path}?${query}`);
    if (!page.ok) return page;
    rows.push(...page.value[member] as readonly Body[]);
    after = page.value.next as string | null ?? undefined;
  } while (after !== undefined);
  return ok(rows);
}

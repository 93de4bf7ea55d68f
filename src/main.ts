import { client } from "./cli/client.ts";
import { type Command, type CommandIo, exit } from "./cli/command.ts";
import { conformance } from "./cli/conformance.ts";
import { doctor } from "./cli/doctor.ts";
import { explain } from "./cli/explain.ts";
import { initialAccessToken } from "./cli/initial_access_token.ts";
import { key } from "./cli/key.ts";
import { machines } from "./cli/machines.ts";
import { migrate } from "./cli/migrate.ts";
import { policy } from "./cli/policy.ts";
import { serve } from "./cli/serve.ts";
import { tenant } from "./cli/tenant.ts";
import { askSecret, columns } from "./cli/terminal.ts";
import { upstream } from "./cli/upstream.ts";
import { user } from "./cli/user.ts";

/** Every command. */
const commands: readonly Command[] = [
  serve,
  migrate,
  client,
  initialAccessToken,
  user,
  upstream,
  key,
  policy,
  tenant,
  explain,
  doctor,
  machines,
  conformance,
];

const usage = `Usage: latchkey COMMAND [ARGUMENTS]

${columns(commands.map(({ name, summary }) => [`  ${name}`, summary])).join("\n")}

"latchkey COMMAND --help" tells more about one. Exit codes: 0 it went well, 1 it failed, 2 it was called wrongly.`;

const io: CommandIo = {
  env: Deno.env.toObject(),
  out: (line) => console.log(line),
  terminal: Deno.stdout.isTerminal(),
  err: (line) => console.error(line),
  stdin: () => new Response(Deno.stdin.readable).text(),
  askSecret,
};

const isHelp = (arg: string) => arg === "--help" || arg === "-h";

/** Calls the command that the arguments name. @returns the exit code. */
async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || isHelp(name)) {
    (name === undefined ? io.err : io.out)(usage);
    return name === undefined ? exit.usage : exit.ok;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    io.err(`latchkey has no command ${name}: it has ${commands.map((known) => known.name).join(", ")}`);
    return exit.usage;
  }
  if (args.some(isHelp)) {
    io.out(`${command.summary}\n`);
    io.out(typeof command.usage === "string" ? command.usage : command.usage(args));
    return exit.ok;
  }
  try {
    return await command.run(args, io);
  } catch (fault) {
    const { message, stack } = fault as Error;
    io.err(`latchkey ${name}: ${io.env.LATCHKEY_DEBUG ? stack ?? message : message}`);
    return exit.failed;
  }
}

Deno.exit(await main(Deno.args));

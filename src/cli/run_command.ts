import { type Command, type CommandIo, exit } from "./command.ts";
import { columns } from "./terminal.ts";

/** Every command by its name. Each is loaded when it is called: most need neither a server nor a database. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import("./serve.ts")).serve,
  migrate: async () => (await import("./migrate.ts")).migrate,
  client: async () => (await import("./client.ts")).client,
  "initial-access-token": async () => (await import("./initial_access_token.ts")).initialAccessToken,
  user: async () => (await import("./user.ts")).user,
  upstream: async () => (await import("./upstream.ts")).upstream,
  key: async () => (await import("./key.ts")).key,
  policy: async () => (await import("./policy.ts")).policy,
  tenant: async () => (await import("./tenant.ts")).tenant,
  explain: async () => (await import("./explain.ts")).explain,
  doctor: async () => (await import("./doctor.ts")).doctor,
  machines: async () => (await import("./machines.ts")).machines,
  conformance: async () => (await import("./conformance.ts")).conformance,
};

async function usage(): Promise<string> {
  const rows = Object.entries(commands).map(async ([name, load]) => [`  ${name}`, (await load()).summary]);
  return `Usage: latchkey COMMAND [ARGUMENTS]

${columns(await Promise.all(rows)).join("\n")}

"latchkey COMMAND --help" tells more about one. Exit codes: 0 it went well, 1 it failed, 2 it was called wrongly.`;
}

const isHelp = (arg: string) => arg === "--help" || arg === "-h";

/**
 * Calls the command that the arguments name. Without one, and where there is no such command, it says which there are;
 * `--help` is answered here for all of them.
 *
 * @param args What follows the name of the program.
 * @returns the exit code; what a command throws becomes one line on standard error, with the stack where LATCHKEY_DEBUG is set.
 */
export async function runCommand([name, ...args]: readonly string[], io: CommandIo): Promise<number> {
  if (name === undefined || isHelp(name)) {
    (name === undefined ? io.err : io.out)(await usage());
    return name === undefined ? exit.usage : exit.ok;
  }
  if (!Object.hasOwn(commands, name)) {
    io.err(`latchkey has no command ${name}: it has ${Object.keys(commands).join(", ")}`);
    return exit.usage;
  }
  const command = await commands[name]!();
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

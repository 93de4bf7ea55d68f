import { type Command, type CommandIo, exit } from "./cli/command.ts";
import { askSecret, columns } from "./cli/terminal.ts";

/** Every command by its name. Each is loaded when it is called: most need neither a server nor a database. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import("./cli/serve.ts")).serve,
  migrate: async () => (await import("./cli/migrate.ts")).migrate,
  client: async () => (await import("./cli/client.ts")).client,
  "initial-access-token": async () => (await import("./cli/initial_access_token.ts")).initialAccessToken,
  user: async () => (await import("./cli/user.ts")).user,
  upstream: async () => (await import("./cli/upstream.ts")).upstream,
  key: async () => (await import("./cli/key.ts")).key,
  policy: async () => (await import("./cli/policy.ts")).policy,
  tenant: async () => (await import("./cli/tenant.ts")).tenant,
  explain: async () => (await import("./cli/explain.ts")).explain,
  doctor: async () => (await import("./cli/doctor.ts")).doctor,
  machines: async () => (await import("./cli/machines.ts")).machines,
  conformance: async () => (await import("./cli/conformance.ts")).conformance,
};

async function usage(): Promise<string> {
  const rows = Object.entries(commands).map(async ([name, load]) => [`  ${name}`, (await load()).summary]);
  return `Usage: latchkey COMMAND [ARGUMENTS]

${columns(await Promise.all(rows)).join("\n")}

"latchkey COMMAND --help" tells more about one. Exit codes: 0 it went well, 1 it failed, 2 it was called wrongly.`;
}

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

Deno.exit(await main(Deno.args));

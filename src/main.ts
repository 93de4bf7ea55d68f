/** The program: the command that its arguments name, in the surroundings that the process has. */
import { runCommand } from "./cli/run_command.ts";
import { askSecret } from "./cli/terminal.ts";

Deno.exit(
  await runCommand(Deno.args, {
    env: Deno.env.toObject(),
    out: (line) => console.log(line),
    terminal: Deno.stdout.isTerminal(),
    err: (line) => console.error(line),
    stdin: () => new Response(Deno.stdin.readable).text(),
    askSecret,
  }),
);

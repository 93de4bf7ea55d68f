/** The command line within the process of a test: what a command does and says, without a process for each call. */
import { runCommand } from "../../src/cli/run_command.ts";
import type { CommandResult } from "./latchkey.ts";
import type { TestServer } from "./server.ts";

/**
 * Calls a command. Nobody sits at a terminal.
 *
 * @param args What follows the name of the program.
 * @param env All the settings that it sees.
 * @param input What comes on its standard input.
 */
export async function callLatchkey(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = "",
): Promise<CommandResult> {
  const out: string[] = [], err: string[] = [];
  const code = await runCommand(args, {
    env,
    out: (line) => out.push(line),
    terminal: false,
    err: (line) => err.push(line),
    stdin: () => Promise.resolve(input),
    askSecret: () => undefined,
  });
  return { code, stdout: out.join("\n"), stderr: err.join("\n") };
}

/** Calls a command on a server. */
export const callOn = (
  { issuer, adminToken }: TestServer,
  args: readonly string[],
  input?: string,
): Promise<CommandResult> =>
  callLatchkey(
    args,
    { LATCHKEY_URL: issuer, LATCHKEY_ISSUER: issuer, LATCHKEY_ADMIN_TOKEN: adminToken },
    input,
  );

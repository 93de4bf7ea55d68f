/** The command line with something on its standard input, or at a terminal. */
import { root } from "../support/latchkey.ts";
import type { TestServer } from "../support/server.ts";

const program = ["run", "-A", "--v8-flags=--liftoff-only", `${root}src/main.ts`];

const environment = ({ issuer, adminToken }: TestServer) => ({
  LATCHKEY_URL: issuer,
  LATCHKEY_ADMIN_TOKEN: adminToken,
  NO_COLOR: "1",
});

/** Runs a command with a text on its standard input. */
export async function runWithInput(server: TestServer, args: readonly string[], input: string) {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...program, ...args],
    env: environment(server),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).trimEnd());
  return { code, stdout: out!, stderr: err! };
}

/** What a person types, each once the terminal shows what it waits for; some do something else first. */
export type Dialogue = readonly (readonly [
  shown: string,
  typed: string | ((shown: string) => Promise<string>),
])[];

/** Runs a command on a server at a terminal of its own. */
export const runAtTerminal = (server: TestServer, args: readonly string[], dialogue: Dialogue) =>
  atTerminal(environment(server), args, dialogue);

/**
 * Runs a command at a terminal of its own, which `script` of util-linux makes.
 *
 * @param env Its variables, beside those of this process.
 * @returns the exit code and everything that the terminal showed.
 */
export async function atTerminal(
  env: Readonly<Record<string, string>>,
  args: readonly string[],
  dialogue: Dialogue,
) {
  // `exec`: a shell that stays would take Ctrl-C too, and answer with an exit code of its own.
  const command = `exec ${[Deno.execPath(), ...program, ...args].map((word) => `'${word}'`).join(" ")}`;
  const child = new Deno.Command("script", {
    args: ["--quiet", "--return", "--command", command, "/dev/null"],
    env: { ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  const left = [...dialogue];
  let shown = "", from = 0;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    shown += text;
    const [next] = left;
    const at = next ? shown.indexOf(next[0], from) : -1;
    if (!next || at < 0) continue;
    from = at + next[0].length;
    left.shift();
    const typed = typeof next[1] === "string" ? next[1] : await next[1](shown);
    await writer.write(new TextEncoder().encode(typed));
  }
  await writer.close().catch(() => {});
  return { code: (await child.status).code, shown };
}

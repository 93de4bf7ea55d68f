/** The program as a process: with the permissions of the tasks, and with none of the developer's own settings. */

/** The root of the project, with a slash at the end. */
export const root = new URL("../../", import.meta.url).pathname;

/** A running process of the program. */
export interface Latchkey {
  readonly pid: number;
  /** Lines of standard output, so far. */
  readonly output: readonly string[];
  /** Lines of standard error, so far. */
  readonly errors: readonly string[];
  /** Waits for a line of standard output. @returns whether it came; false where the process ended before. */
  readonly line: (pattern: RegExp) => Promise<boolean>;
  /** Sends a signal; nothing where it has ended. */
  readonly kill: (signal: Deno.Signal) => void;
  /** The exit code, once it has ended and everything that it wrote is read. */
  readonly ended: Promise<number>;
}

/** How a command ended. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Milliseconds after which a process that should have ended, or said something, is killed. */
const limitMs = 60_000;

const { tasks } = JSON.parse(await Deno.readTextFile(`${root}deno.json`)) as {
  readonly tasks: Readonly<Record<"latchkey", string>>;
};

/** What the task `latchkey` gives to deno. */
const taskArguments = tasks.latchkey.split(" ").slice(1);

/** The environment of every process that tests start: what Deno itself needs, and no setting of ours. */
export const ownEnv: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(Deno.env.toObject()).filter(([name]) =>
      ["PATH", "HOME", "DENO_DIR", "TMPDIR"].includes(name)
    ),
  ),
  NO_COLOR: "1",
};

async function readLines(stream: ReadableStream<Uint8Array>, take: (line: string) => void): Promise<void> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    lines.forEach(take);
  }
  if (rest !== "") take(rest);
}

/** A program other than the one of the checkout: what deno is given to run it, and where. */
export interface Program {
  readonly directory: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The program of the checkout as its task starts it, for what measures. */
export const asOperated: Program = { directory: root, args: taskArguments, env: {} };

/** The same for what ends before the embedded database's code is worth the time that optimising it takes. */
const brief: Program = {
  ...asOperated,
  args: taskArguments.toSpliced(1, 0, "--v8-flags=--liftoff-only"),
};

/** Starts the program. @param env Its settings. */
export function spawnLatchkey(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  program: Program = brief,
): Latchkey {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...program.args, ...args],
    cwd: program.directory,
    clearEnv: true,
    env: { ...ownEnv, ...program.env, ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let running = true;
  const output: string[] = [], errors: string[] = [];
  const waiting: { readonly pattern: RegExp; readonly found: (came: boolean) => void }[] = [];
  const read = [
    readLines(child.stdout, (line) => {
      output.push(line);
      for (const { pattern, found } of waiting) if (pattern.test(line)) found(true);
    }),
    readLines(child.stderr, (line) => errors.push(line)),
  ];
  const kill = (signal: Deno.Signal) => {
    if (running) child.kill(signal);
  };
  const ended = child.status.then(async ({ code }) => {
    running = false;
    await Promise.all(read);
    for (const { found } of waiting) found(false);
    return code;
  });
  const line = async (pattern: RegExp) => {
    if (output.some((written) => pattern.test(written))) return true;
    const timer = setTimeout(() => kill("SIGKILL"), limitMs);
    const came = await new Promise<boolean>((found) => {
      waiting.push({ pattern, found });
      ended.then(() => found(false));
    });
    clearTimeout(timer);
    return came;
  };
  return { pid: child.pid, output, errors, line, kill, ended };
}

/** Runs a command of the program to its end. @param patience How long that may take. */
export async function runLatchkey(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { patienceMs = limitMs }: { readonly patienceMs?: number } = {},
): Promise<CommandResult> {
  const { output, errors, kill, ended } = spawnLatchkey(args, env);
  const timer = setTimeout(() => kill("SIGKILL"), patienceMs);
  const code = await ended;
  clearTimeout(timer);
  return { code, stdout: output.join("\n"), stderr: errors.join("\n") };
}

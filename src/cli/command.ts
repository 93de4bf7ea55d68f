/** What a command may touch of the process that runs it. */
export interface CommandIo {
  /** The environment, by name. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes one line to standard output. */
  readonly out: (line: string) => void;
  /** Standard output is a terminal. */
  readonly terminal: boolean;
  /** Writes one line to standard error. */
  readonly err: (line: string) => void;
  /** Everything that comes on standard input, as text. */
  readonly stdin: () => Promise<string>;
  /** Asks a person at a terminal for something secret, without showing it. undefined: there is no terminal, or it was left. */
  readonly askSecret: (question: string) => string | undefined;
}

/** One command of the program. */
export interface Command {
  /** The word that calls it. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` prints under the summary; where it depends on what follows the name, a function of that. */
  readonly usage: string | ((args: readonly string[]) => string);
  /**
   * Does what the command is for.
   *
   * @param args What follows the command's name; `--help` was dealt with before.
   * @returns the exit code: 0 it went well, 1 it failed, 2 it was called wrongly.
   */
  readonly run: (args: readonly string[], io: CommandIo) => Promise<number>;
}

/** Exit codes that every command keeps to. */
export const exit = { ok: 0, failed: 1, usage: 2 } as const;

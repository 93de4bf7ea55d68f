import type { CommandIo } from "../../src/cli/command.ts";

/** A command's surroundings in which nothing is set and nobody listens; what it complains of is thrown. */
export const quietIo = (): CommandIo => ({
  env: {},
  out: () => {},
  terminal: false,
  err: (line) => {
    throw new Error(line);
  },
  stdin: () => Promise.resolve(""),
  askSecret: () => undefined,
});

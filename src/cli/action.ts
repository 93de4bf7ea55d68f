import { parseArgs } from "node:util";
import { type AdminClient, type Body, openAdminClient } from "./admin_client.ts";
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
}

/** Why an action was not done: a line, and whether it was called wrongly. */
export interface Refusal {
  readonly line: string;
  readonly usage?: boolean;
}

/** Thrown to leave an action early; {@link runAction} turns it into a line and an exit code. */
export class Leave extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.line);
  }
}

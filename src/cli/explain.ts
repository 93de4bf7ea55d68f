import { ok } from "../domain/result.ts";
import type { TraceRow } from "../protocol/trace.ts";
import { type Action, commandOfOne } from "./action.ts";
import type { Command } from "./command.ts";
import { shown } from "./terminal.ts";

/** One check as lines: a mark, and for a failed one what would have done. */
function linesOf({ id, section, held, expected, received, change }: TraceRow): readonly string[] {
  if (held) return [`  ok    ${id} (${section})`];
  return [
    `  FAIL  ${id} (${section})`,
    `          expected  ${shown(expected ?? "")}`,
    `          received  ${shown(received ?? "")}`,
    `          change    ${shown(change?.says ?? "")}`,
  ];
}

const explainOne: Action = {
  name: "explain",
  summary: "tell which check refused a request, and the change with which it would have held",
  operand: "REFERENCE",
  notes:
    "The reference stands on the page that the person saw, in the header X-Request-Id, and in the log as request_id.",
  run: async ({ operand, call }) => {
    const found = await call("GET", `/refusals/${encodeURIComponent(operand)}`);
    if (!found.ok) return found;
    const { at, path, client_id, error, trace } = found.value;
    const head = `${at}  ${path}  client ${shown(String(client_id))}  ${error}`;
    return ok({ json: found.value, lines: [head, "", ...(trace as readonly TraceRow[]).flatMap(linesOf)] });
  },
};

/** `latchkey explain REFERENCE` */
export const explain: Command = commandOfOne(explainOne);

import { policySchema } from "../admin/tenant_schema.ts";
import { err } from "../domain/result.ts";
import { type Action, answered, commandOf } from "./action.ts";
import { unsetFlag, unsetFrom } from "./client.ts";
import type { Command } from "./command.ts";
import { memberFlags, membersFrom } from "./flags.ts";

const members = memberFlags(policySchema, { display_name: "name" });

const show: Action = {
  name: "show",
  summary: "show the policy in force, defaults included",
  run: async ({ call }) => answered(await call("GET", "/tenant")),
};

const update: Action = {
  name: "update",
  summary: "change what the flags name and leave the rest",
  flags: [unsetFlag, ...members],
  notes:
    "A list is replaced as a whole: name every element. A flag without a value is taken back by --no-FLAG.",
  run: async ({ given, call }) => {
    const patch = { ...membersFrom(members, given), ...unsetFrom(given) };
    if (Object.keys(patch).length === 0) return err({ line: "nothing to change was named", usage: true });
    return answered(await call("PATCH", "/tenant", patch));
  },
};

/** `latchkey policy …` */
export const policy: Command = commandOf({
  name: "policy",
  summary: "Show and change what holds for all clients and people",
  actions: [show, update],
});

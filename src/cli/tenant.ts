import { changedTenant, newTenant } from "../admin/tenants_schema.ts";
import { err, ok } from "../domain/result.ts";
import { type Action, answered, commandOf, readAll } from "./action.ts";
import { unsetFlag, unsetFrom } from "./client.ts";
import type { Command } from "./command.ts";
import { memberFlags, membersFrom } from "./flags.ts";
import { asTable } from "./terminal.ts";

const names = { display_name: "name" };

const { slug: _, ...chosen } = newTenant.properties;
const members = memberFlags({ properties: chosen }, names);
const changes = memberFlags(changedTenant, names);

const pathOf = (slug: string) => `/tenants/${encodeURIComponent(slug)}`;

const create: Action = {
  name: "create",
  summary: "make a tenant; its issuer is the server's own with /t/SLUG, or a host name of its own",
  operand: "SLUG",
  flags: members,
  ofServer: true,
  run: async ({ operand, given, call }) =>
    answered(await call("POST", "/tenants", { slug: operand, ...membersFrom(members, given) })),
};

const list: Action = {
  name: "list",
  summary: "list the tenants beside the server's own",
  ofServer: true,
  run: async ({ call }) => {
    const tenants = await readAll(call, "/tenants", "tenants");
    if (!tenants.ok) return tenants;
    const shown = ["slug", "issuer", "display_name", "enabled", "created_at"];
    return ok({ json: { tenants: tenants.value }, lines: asTable(shown, tenants.value) });
  },
};

const show: Action = {
  name: "show",
  summary: "show a tenant",
  operand: "SLUG",
  ofServer: true,
  run: async ({ operand, call }) => answered(await call("GET", pathOf(operand))),
};

const update: Action = {
  name: "update",
  summary: "change a tenant; --no-enabled stops it and its tokens, --enabled lets them work again",
  operand: "SLUG",
  flags: [unsetFlag, ...changes],
  ofServer: true,
  run: async ({ operand, given, call }) => {
    const patch = { ...membersFrom(changes, given), ...unsetFrom(given) };
    if (Object.keys(patch).length === 0) return err({ line: "nothing to change was named", usage: true });
    return answered(await call("PATCH", pathOf(operand), patch));
  },
};

/** `latchkey tenant …` */
export const tenant: Command = commandOf({
  name: "tenant",
  summary: "Make, show and change tenants",
  actions: [create, list, show, update],
});

import { newClient } from "../admin/client_schema.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { type Action, answered, commandOf, readAll } from "./action.ts";
import type { Refusal } from "./admin_client.ts";
import type { Command } from "./command.ts";
import { type Flag, type Given, memberFlags, membersFrom } from "./flags.ts";
import { asLines, asTable } from "./terminal.ts";

const members = memberFlags(newClient, { client_name: "name", token_endpoint_auth_method: "auth-method" });

const publicFlag: Flag = {
  name: "public",
  summary: "the client cannot keep a secret: --auth-method none",
};

/** A flag that takes members away again. */
export const unsetFlag: Flag = {
  name: "unset",
  takes: "MEMBER",
  many: true,
  summary: "give a member, named as in the API, its default again",
};

const pathOf = (client_id: string) => `/clients/${encodeURIComponent(client_id)}`;

function readMembers(given: Given): Result<Record<string, unknown>, Refusal> {
  const body = membersFrom(members, given);
  if (!given.public) return ok(body);
  if (body.token_endpoint_auth_method !== undefined) {
    return err({ line: "--public says --auth-method none: give one of the two", usage: true });
  }
  return ok({ ...body, token_endpoint_auth_method: "none" });
}

/** The members that `--unset` names, as a merge patch takes them away. */
export const unsetFrom = (given: Given): Readonly<Record<string, null>> =>
  Object.fromEntries((given.unset as readonly string[] | undefined ?? []).map((member) => [member, null]));

/** Lines about a secret that is shown this once. */
const secretNote = (body: Readonly<Record<string, unknown>>) =>
  body.client_secret === undefined ? [] : ["", "Keep the client_secret now: it is not shown again."];

const create: Action = {
  name: "create",
  summary: "register a client; its secret is shown once",
  flags: [publicFlag, ...members],
  run: async ({ given, call }) => {
    const body = readMembers(given);
    if (!body.ok) return body;
    const made = await call("POST", "/clients", body.value);
    return made.ok
      ? ok({ json: made.value, lines: [...asLines(made.value), ...secretNote(made.value)] })
      : made;
  },
};

const list: Action = {
  name: "list",
  summary: "list the clients",
  run: async ({ call }) => {
    const clients = await readAll(call, "/clients", "clients");
    if (!clients.ok) return clients;
    const shown = ["client_id", "client_name", "token_endpoint_auth_method", "enabled", "created_at"];
    return ok({ json: { clients: clients.value }, lines: asTable(shown, clients.value) });
  },
};

const show: Action = {
  name: "show",
  summary: "show a client",
  operand: "CLIENT_ID",
  run: async ({ operand, call }) => answered(await call("GET", pathOf(operand))),
};

const update: Action = {
  name: "update",
  summary: "change what the flags name and leave the rest",
  operand: "CLIENT_ID",
  flags: [unsetFlag, publicFlag, ...members],
  notes:
    "A list is replaced as a whole: name every element. A flag without a value is taken back by --no-FLAG.",
  run: async ({ operand, given, call }) => {
    const body = readMembers(given);
    if (!body.ok) return body;
    const patch = { ...body.value, ...unsetFrom(given) };
    if (Object.keys(patch).length === 0) return err({ line: "nothing to change was named", usage: true });
    const changed = await call("PATCH", pathOf(operand), patch);
    if (!changed.ok) return changed;
    return ok({ json: changed.value, lines: [...asLines(changed.value), ...secretNote(changed.value)] });
  },
};

const remove: Action = {
  name: "delete",
  summary: "delete a client for ever; its tokens stop",
  operand: "CLIENT_ID",
  run: async ({ operand, call }) => {
    const gone = await call("DELETE", pathOf(operand));
    return gone.ok ? ok({ json: { deleted: operand }, lines: [`Deleted the client ${operand}`] }) : gone;
  },
};

const move = (name: "disable" | "enable", summary: string): Action => ({
  name,
  summary,
  operand: "CLIENT_ID",
  run: async ({ operand, call }) => answered(await call("POST", `${pathOf(operand)}/${name}`)),
});

const rotateSecret: Action = {
  name: "rotate-secret",
  summary: "give a client a new secret; the one before works on for a while",
  operand: "CLIENT_ID",
  run: async ({ operand, call }) => {
    const rotated = await call("POST", `${pathOf(operand)}/rotate-secret`);
    if (!rotated.ok) return rotated;
    const { client_id, client_secret, previous_secret_expires_at } = rotated.value;
    const lines = asLines({ client_id, client_secret, previous_secret_expires_at });
    return ok({ json: rotated.value, lines: [...lines, ...secretNote(rotated.value)] });
  },
};

/** `latchkey client …` */
export const client: Command = commandOf({
  name: "client",
  summary: "Register, show and change clients",
  actions: [
    create,
    list,
    show,
    update,
    remove,
    move("disable", "stop a client and its tokens"),
    move("enable", "let a disabled client work again"),
    rotateSecret,
  ],
});

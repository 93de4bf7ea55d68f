import { userMembers } from "../admin/user_schema.ts";
import { adminLinkLifetime } from "../domain/one_time_link.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { type Action, type ActionContext, answered, commandOf, type Outcome, readAll } from "./action.ts";
import { type AdminClient, type Body, type Refusal, refuseWith } from "./admin_client.ts";
import { unsetFlag, unsetFrom } from "./client.ts";
import type { Command } from "./command.ts";
import { type Flag, memberFlags, membersFrom } from "./flags.ts";
import { asLines, asTable } from "./terminal.ts";

const members = memberFlags(userMembers);

const passwordFlags: readonly Flag[] = [
  { name: "ask-password", summary: "ask for the password at the terminal" },
  { name: "password-stdin", summary: "read the password from standard input" },
];

/** The password that the flags say to read; never from an argument, which others on the machine can see. */
async function readPassword({ given, io }: ActionContext): Promise<Result<string | undefined, Refusal>> {
  if (given["ask-password"] && given["password-stdin"]) {
    return err({ line: "give --ask-password or --password-stdin, not both", usage: true });
  }
  if (given["password-stdin"]) return ok((await io.stdin()).replace(/\r?\n$/, ""));
  if (!given["ask-password"]) return ok(undefined);
  const password = io.askSecret("Password");
  if (password === undefined) {
    return refuseWith("no password was typed; without a terminal use --password-stdin");
  }
  return io.askSecret("Password again") === password
    ? ok(password)
    : refuseWith("the two passwords differ; nothing was changed");
}

/** The path of the user whom an id, a name or an address means. */
async function pathOf(call: AdminClient["call"], named: string): Promise<Result<string, Refusal>> {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(named)) return ok(`/users/${named}`);
  const found = await call("GET", `/users?${new URLSearchParams({ login: named })}`);
  if (!found.ok) return found;
  const users = found.value.users as readonly { readonly id: string; readonly username: string | null }[];
  const [user, other] = users;
  if (!user || other) return refuseWith(`There is ${user ? "more than one" : "no"} user ${named}`);
  return ok(`/users/${user.id}`);
}

/** An action on one user, named by id, user name or e-mail address. */
const onUser = (
  action: Pick<Action, "name" | "summary" | "flags" | "notes">,
  run: (path: string, context: ActionContext) => ReturnType<Action["run"]>,
): Action => ({
  ...action,
  operand: "USER",
  notes: [action.notes, "USER is an id, a user name or an e-mail address."].filter(Boolean).join("\n"),
  run: async (context) => {
    const path = await pathOf(context.call, context.operand);
    return path.ok ? await run(path.value, context) : path;
  },
});

const create: Action = {
  name: "create",
  summary: "create a person; without a password there is a one-time link to set one",
  flags: [...passwordFlags, ...members],
  run: async (context) => {
    const password = await readPassword(context);
    if (!password.ok) return password;
    const body = {
      ...membersFrom(members, context.given),
      ...(password.value === undefined ? {} : { password: password.value }),
    };
    return answered(await context.call("POST", "/users", body));
  },
};

const list: Action = {
  name: "list",
  summary: "list the people",
  run: async ({ call }) => {
    const users = await readAll(call, "/users", "users");
    if (!users.ok) return users;
    const shown = ["id", "username", "email", "state", "created_at"];
    return ok({ json: { users: users.value }, lines: asTable(shown, users.value) });
  },
};

const clientFlag: Flag = {
  name: "client",
  takes: "CLIENT_ID",
  summary: "the person whom this client knows by USER, a value of sub",
};

/** The person whom a client means by a subject identifier. */
async function showSubject(
  { operand, call }: ActionContext,
  client_id: string,
): Promise<Result<Outcome, Refusal>> {
  const path = `/clients/${encodeURIComponent(client_id)}/subjects/${encodeURIComponent(operand)}`;
  const found = await call("GET", path);
  return found.ok ? ok({ json: found.value, lines: asLines(found.value.user as Body) }) : found;
}

const showById = onUser(
  { name: "show", summary: "show a person", flags: [clientFlag] },
  async (path, { call }) => answered(await call("GET", path)),
);

const show: Action = {
  ...showById,
  run: async (context) =>
    typeof context.given.client === "string"
      ? await showSubject(context, context.given.client)
      : await showById.run(context),
};

const update = onUser({
  name: "update",
  summary: "change what the flags name and leave the rest",
  flags: [
    { name: "enabled", summary: "let them sign in again; --no-enabled stops it and ends their sessions" },
    ...passwordFlags,
    unsetFlag,
    ...members,
  ],
  notes: "A flag without a value is taken back by --no-FLAG. A new password ends the person's sessions.",
}, async (path, context) => {
  const password = await readPassword(context);
  if (!password.ok) return password;
  const { enabled } = context.given;
  const patch = {
    ...membersFrom(members, context.given),
    ...unsetFrom(context.given),
    ...(enabled === undefined ? {} : { enabled }),
    ...(password.value === undefined ? {} : { password: password.value }),
  };
  if (Object.keys(patch).length === 0) return err({ line: "nothing to change was named", usage: true });
  return answered(await context.call("PATCH", path, patch));
});

const remove = onUser(
  { name: "delete", summary: "erase a person: nothing personal is left" },
  async (path, { operand, call }) => {
    const gone = await call("DELETE", path);
    const id = path.split("/").at(-1);
    return gone.ok ? ok({ json: { deleted: id }, lines: [`Erased the user ${operand}`] }) : gone;
  },
);

const setPasswordLink = onUser(
  { name: "set-password-link", summary: "make a one-time link with which the person sets a password" },
  async (path, { call }) => answered(await call("POST", `${path}/set-password-link`)),
);

const adminLink: Action = {
  name: "admin-link",
  summary: `make a one-time link with which somebody becomes an administrator; it works for ${
    adminLinkLifetime / 60
  } minutes`,
  run: async ({ call }) => answered(await call("POST", "/users/admin-link")),
};

/** `latchkey user …` */
export const user: Command = commandOf({
  name: "user",
  summary: "Create, show and change people",
  actions: [create, list, show, update, remove, setPasswordLink, adminLink],
});

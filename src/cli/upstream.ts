import { changeableMembers, openMembers } from "../admin/upstream_schema.ts";
import type { Finding } from "../domain/finding.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { type Action, type ActionContext, answered, commandOf, readAll } from "./action.ts";
import { type Refusal, refuseWith } from "./admin_client.ts";
import { unsetFlag, unsetFrom } from "./client.ts";
import type { Command } from "./command.ts";
import { findingLines, hasFailed } from "./finding_lines.ts";
import { type Flag, memberFlags, membersFrom } from "./flags.ts";
import { asLines, asTable } from "./terminal.ts";

const { client_secret: _, private_key: __, ...unsecret } = changeableMembers.properties;
const created = memberFlags(openMembers), changed = memberFlags({ properties: unsecret });

const secretFlags: readonly Flag[] = [
  { name: "ask-client-secret", summary: "ask for the client secret at the terminal" },
  { name: "client-secret-stdin", summary: "read the client secret from standard input" },
  { name: "private-key-stdin", summary: "read the private key from standard input, as PEM or JWK" },
];

const pathOf = (id: string) => `/upstreams/${encodeURIComponent(id)}`;

/** The secret that the flags say to read; never from an argument, which others on the machine can see. */
async function readSecret({ given, io }: ActionContext): Promise<Result<object, Refusal>> {
  if (secretFlags.filter(({ name }) => given[name]).length > 1) {
    const names = secretFlags.map(({ name }) => `--${name}`).join(", ");
    return err({ line: `give only one of ${names}`, usage: true });
  }
  if (given["private-key-stdin"]) return ok({ private_key: await io.stdin() });
  if (given["client-secret-stdin"]) return ok({ client_secret: (await io.stdin()).replace(/\r?\n$/, "") });
  if (!given["ask-client-secret"]) return ok({});
  const client_secret = io.askSecret("Client secret");
  return client_secret === undefined
    ? refuseWith("no client secret was typed; without a terminal use --client-secret-stdin")
    : ok({ client_secret });
}

const create: Action = {
  name: "create",
  summary: "let people sign in with somebody else's server",
  flags: [...secretFlags, ...created],
  run: async (context) => {
    const secret = await readSecret(context);
    if (!secret.ok) return secret;
    const made = await context.call("POST", "/upstreams", {
      ...membersFrom(created, context.given),
      ...secret.value,
    });
    if (!made.ok) return made;
    const {
      redirect_uri,
      jwks_uri,
      backchannel_logout_uri: logout,
      initiate_login_uri,
      post_logout_redirect_uri,
      documentation,
    } = made.value;
    const note = ["", `Register this redirect URI there: ${redirect_uri}`];
    if (jwks_uri) note.push(`And the address of our keys, or what is there: ${jwks_uri}`);
    if (logout) note.push(`And this back-channel logout URI, where it offers that: ${logout}`);
    if (initiate_login_uri) {
      note.push(`And this initiate login URI, where it begins sign-ins with itself: ${initiate_login_uri}`);
    }
    if (post_logout_redirect_uri) {
      note.push(`And this post-logout redirect URI, where it has such: ${post_logout_redirect_uri}`);
    }
    if (documentation) note.push(`How that is done there: ${documentation}`);
    return ok({ json: made.value, lines: [...asLines(made.value), ...note] });
  },
};

const list: Action = {
  name: "list",
  summary: "list the servers that people can sign in with",
  run: async ({ call }) => {
    const upstreams = await readAll(call, "/upstreams", "upstreams");
    if (!upstreams.ok) return upstreams;
    const shown = ["id", "display_name", "kind", "issuer", "sign_up", "enabled"];
    return ok({ json: { upstreams: upstreams.value }, lines: asTable(shown, upstreams.value) });
  },
};

const show: Action = {
  name: "show",
  summary: "show one of them",
  operand: "ID",
  run: async ({ operand, call }) => answered(await call("GET", pathOf(operand))),
};

const update: Action = {
  name: "update",
  summary: "change what the flags name and leave the rest",
  operand: "ID",
  flags: [
    { name: "enabled", summary: "let people sign in with it again; --no-enabled stops that" },
    ...secretFlags,
    unsetFlag,
    ...changed,
  ],
  notes:
    "A list is replaced as a whole: name every element. A flag without a value is taken back by --no-FLAG. The id and the issuer stay.",
  run: async (context) => {
    const secret = await readSecret(context);
    if (!secret.ok) return secret;
    const { enabled } = context.given;
    const patch = {
      ...membersFrom(changed, context.given),
      ...unsetFrom(context.given),
      ...(enabled === undefined ? {} : { enabled }),
      ...secret.value,
    };
    if (Object.keys(patch).length === 0) return err({ line: "nothing to change was named", usage: true });
    return answered(await context.call("PATCH", pathOf(context.operand), patch));
  },
};

const remove: Action = {
  name: "delete",
  summary: "delete one for ever; the accounts of its people stay, without this way to sign in",
  operand: "ID",
  run: async ({ operand, call }) => {
    const gone = await call("DELETE", pathOf(operand));
    return gone.ok ? ok({ json: { deleted: operand }, lines: [`Deleted the upstream ${operand}`] }) : gone;
  },
};

const test: Action = {
  name: "test",
  summary: "look whether signing in with one works, and say what to register there",
  operand: "ID",
  notes:
    "It sends the upstream requests that nobody means: a code and a secret that are made up. Exit status 1 where something fails; warnings alone do not change it.",
  run: async ({ operand, call }) => {
    const answer = await call("POST", `${pathOf(operand)}/test`);
    if (!answer.ok) return answer;
    const { findings, register } = answer.value as {
      readonly findings: readonly Finding[];
      readonly register: object;
    };
    const lines = [...findings.flatMap(findingLines), "", "To be registered there:", ...asLines(register)];
    return ok({ json: answer.value, lines, failed: hasFailed(findings) });
  },
};

/** `latchkey upstream …` */
export const upstream: Command = commandOf({
  name: "upstream",
  summary: "Create, show and change servers that people sign in with",
  actions: [create, list, show, update, remove, test],
});

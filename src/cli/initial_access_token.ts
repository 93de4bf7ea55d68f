import { newInitialAccessToken } from "../admin/initial_access_tokens.ts";
import { ok } from "../domain/result.ts";
import { type Action, commandOf, readAll } from "./action.ts";
import type { Command } from "./command.ts";
import { memberFlags, membersFrom } from "./flags.ts";
import { asLines, asTable } from "./terminal.ts";

const members = memberFlags(newInitialAccessToken);

const create: Action = {
  name: "create",
  summary: "make a token with which a developer registers clients; it is shown once",
  flags: members,
  notes: "Without flags it registers one client within a day.",
  run: async ({ given, call }) => {
    const made = await call("POST", "/initial-access-tokens", membersFrom(members, given));
    if (!made.ok) return made;
    const lines = [...asLines(made.value), "", "Keep the initial_access_token now: it is not shown again."];
    return ok({ json: made.value, lines });
  },
};

const list: Action = {
  name: "list",
  summary: "list the tokens",
  run: async ({ call }) => {
    const tokens = await readAll(call, "/initial-access-tokens", "initial_access_tokens");
    if (!tokens.ok) return tokens;
    const shown = ["id", "state", "uses_left", "expires_at", "description"];
    return ok({ json: { initial_access_tokens: tokens.value }, lines: asTable(shown, tokens.value) });
  },
};

const revoke: Action = {
  name: "revoke",
  summary: "end a token; the clients that it registered stay",
  operand: "ID",
  run: async ({ operand, call }) => {
    const ended = await call("DELETE", `/initial-access-tokens/${encodeURIComponent(operand)}`);
    return ended.ok ? ok({ json: { revoked: operand }, lines: [`Ended the token ${operand}`] }) : ended;
  },
};

/** `latchkey initial-access-token …` */
export const initialAccessToken: Command = commandOf({
  name: "initial-access-token",
  summary: "Make, list and end tokens with which developers register clients",
  actions: [create, list, revoke],
});

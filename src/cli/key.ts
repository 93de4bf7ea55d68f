import { keyAlgorithms, keyRoles } from "../domain/provider_key.ts";
import { ok } from "../domain/result.ts";
import { type Action, commandOf } from "./action.ts";
import type { Body } from "./admin_client.ts";
import type { Command } from "./command.ts";
import { asTable } from "./terminal.ts";

const shown = ["kid", "role", "use", "alg", "state", "state_at"];

const list: Action = {
  name: "list",
  summary: "list the keys, those that sign and those that others encrypt to",
  run: async ({ call }) => {
    const keys = await call("GET", "/keys");
    return keys.ok
      ? ok({ json: keys.value, lines: asTable(shown, keys.value.keys as readonly Body[]) })
      : keys;
  },
};

const rotate: Action = {
  name: "rotate",
  summary: "announce new keys, which take over once relying parties can know them",
  flags: [
    { name: "alg", takes: keyAlgorithms.join("|"), summary: "only this algorithm" },
    { name: "role", takes: keyRoles.join("|"), summary: "whose keys; the provider's (op) where left out" },
  ],
  run: async ({ given: { alg, role }, call }) => {
    const body = { ...(alg === undefined ? {} : { alg }), ...(role === undefined ? {} : { role }) };
    const rotated = await call("POST", "/keys/rotate", body);
    if (!rotated.ok) return rotated;
    const { announced, signs_after } = rotated.value;
    const lines = [
      ...asTable(shown, announced as readonly Body[]),
      "",
      `They take over after ${signs_after}.`,
    ];
    return ok({ json: rotated.value, lines });
  },
};

const compromise: Action = {
  name: "compromise",
  summary: "revoke a key at once: nothing that it signed verifies any more, nothing encrypted to it opens",
  operand: "KID",
  run: async ({ operand, call }) => {
    const revoked = await call("POST", `/keys/${encodeURIComponent(operand)}/compromise`);
    if (!revoked.ok) return revoked;
    const { successor } = revoked.value;
    const next = successor === null ? "It was not in use." : `${successor} is in use now.`;
    return ok({ json: revoked.value, lines: [`Revoked ${operand}. ${next}`] });
  },
};

/** `latchkey key …` */
export const key: Command = commandOf({
  name: "key",
  summary: "List, rotate and revoke keys",
  actions: [list, rotate, compromise],
});

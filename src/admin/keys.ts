import Type from "typebox";
import { keyAlgorithms, keyRoles } from "../domain/provider_key.ts";
import { ok } from "../domain/result.ts";
import { compromise, rotateKey } from "../op/change_keys.ts";
import { jwksMaxAge } from "../op/key_ring.ts";
import { listAllKeys } from "../store/signing_keys.ts";
import { instantText } from "./instant_text.ts";
import { refuse } from "./problem.ts";
import { closed, resource } from "./resource.ts";

const instant = (description: string) =>
  Type.String({ description, format: "date-time", examples: ["2026-01-31T12:00:00Z"] });

const keySchema = Type.Object({
  kid: Type.String(),
  role: Type.Enum([...keyRoles], {
    description:
      "Whom it speaks for: the provider that applications know (op), or us as a relying party of upstreams (rp)",
  }),
  use: Type.Enum(["sig", "enc"]),
  alg: Type.Enum([...keyAlgorithms]),
  state: Type.Enum(["announced", "active", "retiring", "retired", "revoked"], {
    description:
      "announced: published, signs later; active: signs; retiring: published until all that it signed has expired. With use enc every published key opens what others encrypt to it",
  }),
  state_at: instant("Since when it is in this state"),
  created_at: instant("When it was made"),
}, { title: "SigningKey", additionalProperties: false });

const keyList = closed({ keys: Type.Array(keySchema) });

const kidSchema = Type.String({ pattern: "^[A-Za-z0-9_-]{1,100}$" });

type ListedKey = Awaited<ReturnType<typeof listAllKeys>>[number];

const showKey = ({ kid, role, use, alg, state, state_at, created_at }: ListedKey) => ({
  kid,
  role,
  use,
  alg,
  state,
  state_at: instantText(state_at),
  created_at: instantText(created_at),
});

/** `GET /keys` lists every key, revoked ones too, oldest first. */
export const listKeysResource = resource({
  method: "GET",
  path: "/keys",
  operationId: "listKeys",
  summary: "List the keys, oldest first",
  answer: { status: 200, schema: keyList },
  handle: async ({ store }) => ok({ status: 200, body: { keys: (await listAllKeys(store)).map(showKey) } }),
});

/** `POST /keys/rotate` announces successors, which sign once relying parties had time to fetch them. */
export const rotateKeysResource = resource({
  method: "POST",
  path: "/keys/rotate",
  operationId: "rotateKeys",
  summary: "Announce a new key for one algorithm or for all; it signs once relying parties can know it",
  body: closed({
    alg: Type.Optional(
      Type.Enum([...keyAlgorithms], { description: "Only this algorithm; absent: all of them" }),
    ),
    role: Type.Optional(
      Type.Enum([...keyRoles], { description: "Whose keys; absent: the provider's", default: "op" }),
    ),
  }),
  bodyOptional: true,
  answer: {
    status: 200,
    schema: closed({
      announced: Type.Array(keySchema),
      signs_after: instant("From when the announced keys sign instead of the present ones"),
    }),
  },
  refusals: ["conflict"],
  handle: async ({ store, clock, keyPorts }, { body: { alg, role = "op" } }) => {
    const made: string[] = [], before = await listAllKeys(store);
    const inUse = (one: string) =>
      before.some((key) => key.role === role && key.alg === one && key.state === "active");
    const due = keyAlgorithms.filter((one) => (alg === undefined || one === alg) && inUse(one));
    if (due.length === 0) return refuse("conflict", "No upstream needs such a key of ours");
    for (const one of due) {
      const announced = await rotateKey({ ...keyPorts, role }, one);
      if (announced.ok) made.push(announced.value);
    }
    if (made.length === 0) {
      const what = alg === undefined ? "New keys of all algorithms are" : `A new ${alg} key is`;
      return refuse("conflict", `${what} announced already; a key signs ${jwksMaxAge} seconds after that`);
    }
    const keys = (await listAllKeys(store)).filter((key) => made.includes(key.kid));
    const signs_after = instantText(clock() + jwksMaxAge);
    return ok({ status: 200, body: { announced: keys.map(showKey), signs_after } });
  },
});

/** `POST /keys/{kid}/compromise` revokes a key at once, whatever it signed. */
export const compromiseKeyResource = resource({
  method: "POST",
  path: "/keys/{kid}/compromise",
  operationId: "compromiseKey",
  summary:
    "Revoke a compromised key: nothing that it signed verifies any more, and a successor signs at once",
  params: closed({ kid: kidSchema }),
  answer: {
    status: 200,
    schema: closed({
      key: keySchema,
      successor: Type.Union([Type.String(), Type.Null()], {
        description: "The kid of the key that is used instead; null where the revoked one was not in use",
      }),
    }),
  },
  refusals: ["not_found", "conflict"],
  handle: async ({ store, keyPorts }, { params: { kid } }) => {
    const revoked = await compromise(keyPorts, kid);
    if (!revoked.ok) {
      return revoked.error === "unknown"
        ? refuse("not_found", `There is no key ${kid} (GET /api/v1/keys lists those that there are)`)
        : refuse("conflict", `The key ${kid} is revoked already`);
    }
    const key = (await listAllKeys(store)).find((row) => row.kid === kid);
    return ok({ status: 200, body: { key: showKey(key!), successor: revoked.value ?? null } });
  },
});

import Type from "typebox";
import { mintSubject } from "../crypto/random.ts";
import { ok } from "../domain/result.ts";
import {
  createAccount,
  eraseAccount,
  findAccount,
  findAccountByLogin,
  listAccounts,
  moveAccount,
} from "../store/accounts.ts";
import { withdrawLinks } from "../store/one_time_links.ts";
import { savePasswordHash } from "../store/passwords.ts";
import { endSessionsOfAccount } from "../store/sessions.ts";
import { inUnit } from "../store/tenant_store.ts";
import { pageQuery, readPage } from "./page.ts";
import { closed, resource } from "./resource.ts";
import { offerSetPassword } from "./set_password_link.ts";
import { accountRecord, hashGiven, noUser, showUser, takenBy } from "./user_record.ts";
import { createdUser, newUser, userPage, userParams, userSchema } from "./user_schema.ts";

/** `POST /users` creates a person: active with a password, else pending with a link to set one. */
export const createUserResource = resource({
  method: "POST",
  path: "/users",
  operationId: "createUser",
  summary: "Create a person; without a password the answer has a one-time link to set one",
  body: newUser,
  answer: { status: 201, schema: createdUser },
  refusals: ["taken", "busy"],
  handle: async (ports, { body: { password, ...members } }) => {
    const { store, clock, random, passwords } = ports;
    const hash = await hashGiven(passwords, password);
    if (!hash.ok) return hash;
    const judged = accountRecord(members);
    if (!judged.ok) return judged;
    const record = judged.value, id = mintSubject(random), at = clock();
    return await inUnit(store, async (unit) => {
      const made = await createAccount(unit, id, record, at);
      if (!made) {
        const named = record.username !== null && await findAccountByLogin(unit, record.username);
        return takenBy(named ? "username" : "email");
      }
      const location = `/users/${id}`;
      if (hash.value === undefined) {
        const link = await offerSetPassword(ports, unit, id, at);
        return ok({ status: 201, body: { ...showUser(made), ...link }, location });
      }
      await savePasswordHash(unit, id, hash.value, at);
      const active = await moveAccount(unit, id, "activate", at);
      if (!active.ok) throw new Error(`A new account was not activated: ${active.refusal}`);
      return ok({ status: 201, body: showUser(active.row), location });
    });
  },
});

/** `GET /users` lists people, oldest first, or finds one by what they sign in with. */
export const listUsersResource = resource({
  method: "GET",
  path: "/users",
  operationId: "listUsers",
  summary: "List people, oldest first",
  query: closed({
    ...pageQuery,
    login: Type.Optional(
      Type.String({ description: "Only whoever has this user name or e-mail address", maxLength: 254 }),
    ),
  }),
  answer: { status: 200, schema: userPage },
  handle: async ({ store }, { query }) => {
    const { rows, next } = await readPage(
      query,
      (page) => listAccounts(store, { ...page, login: query.login }),
      (row) => row.id,
    );
    return ok({ status: 200, body: { users: rows.map(showUser), next } });
  },
});

/** `GET /users/{id}` shows a person. */
export const showUserResource = resource({
  method: "GET",
  path: "/users/{id}",
  operationId: "showUser",
  summary: "Show a person",
  params: userParams,
  answer: { status: 200, schema: userSchema },
  refusals: ["not_found"],
  handle: async ({ store }, { params: { id } }) => {
    const row = await findAccount(store, id);
    return row ? ok({ status: 200, body: showUser(row) }) : noUser(id);
  },
});

/** `DELETE /users/{id}` erases a person: nothing personal is left, their sessions and tokens end, their id is never used again. */
export const eraseUserResource = resource({
  method: "DELETE",
  path: "/users/{id}",
  operationId: "eraseUser",
  summary: "Erase a person: nothing personal is left, and their sessions and tokens end",
  params: userParams,
  answer: { status: 204 },
  refusals: ["not_found"],
  handle: ({ store, clock }, { params: { id } }) =>
    inUnit(store, async (unit) => {
      const at = clock();
      const erased = await eraseAccount(unit, id, at);
      if (!erased.ok) return noUser(id);
      await endSessionsOfAccount(unit, id, "erased", at);
      await withdrawLinks(unit, id, "set_password", at);
      return ok({ status: 204 });
    }),
});

import Type from "typebox";
import { ok } from "../domain/result.ts";
import { accountOfSubject } from "../op/subject.ts";
import { findAccount } from "../store/accounts.ts";
import { findClient } from "../store/clients.ts";
import { noClient } from "./clients.ts";
import { clientParams } from "./client_schema.ts";
import { refuse } from "./problem.ts";
import { closed, resource } from "./resource.ts";
import { showUser } from "./user_record.ts";
import { userSchema } from "./user_schema.ts";

const subjectSchema = Type.Object({
  sub: Type.String({ description: "As the client is told it" }),
  client_id: Type.String(),
  user: userSchema,
}, { title: "Subject", additionalProperties: false });

/** `GET /clients/{client_id}/subjects/{sub}` says whom a client means by a subject identifier, pairwise ones included. */
export const showSubjectResource = resource({
  method: "GET",
  path: "/clients/{client_id}/subjects/{sub}",
  operationId: "showSubject",
  summary: "Show the person whom this client knows by a subject identifier",
  params: closed({
    ...clientParams.properties,
    sub: Type.String({ description: "The value of sub, pairwise or public", pattern: "^[!-~]{1,255}$" }),
  }),
  answer: { status: 200, schema: subjectSchema },
  refusals: ["not_found"],
  handle: async ({ store, pairwise }, { params: { client_id, sub } }) => {
    const client = await findClient(store, client_id);
    if (!client) return noClient(client_id);
    const account_id = accountOfSubject({ pairwise }, client, sub);
    const row = account_id === undefined ? undefined : await findAccount(store, account_id);
    if (!row) {
      const detail = `The client ${client_id} knows nobody by this sub; another client's may be another one`;
      return refuse("not_found", detail);
    }
    return ok({ status: 200, body: { sub, client_id, user: showUser(row) } });
  },
});

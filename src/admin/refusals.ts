import Type from "typebox";
import { ok } from "../domain/result.ts";
import { findRefusal } from "../store/refusals.ts";
import { instantText } from "./instant_text.ts";
import { refuse } from "./problem.ts";
import { closed, resource } from "./resource.ts";

const traceRow = closed({
  id: Type.String({ description: "The check" }),
  section: Type.String({ description: "The sentence that asks for it" }),
  held: Type.Boolean(),
  expected: Type.Optional(Type.String()),
  received: Type.Optional(Type.String()),
  change: Type.Optional(closed({
    where: Type.Enum(["request", "client"], {
      description: "Who makes the change: the request, or the client's record",
    }),
    name: Type.String({ description: "The parameter or the member" }),
    value: Type.Optional(Type.Union([Type.String(), Type.Null()], { description: "null: left out" })),
    says: Type.String({ description: "The same as a sentence" }),
  })),
});

const refusalSchema = Type.Object({
  reference: Type.String(),
  at: Type.String({ format: "date-time" }),
  path: Type.String(),
  client_id: Type.String({ description: "As the request named it, proven or not; - where it named none" }),
  error: Type.String(),
  why: Type.String({ description: "The check that failed first" }),
  trace: Type.Array(traceRow, {
    description: "Every check in order; where one failed, the ones after it were judged with its change made",
  }),
}, { title: "Refusal", additionalProperties: false });

/** `GET /refusals/{reference}` explains a refused request for a week after it. */
export const showRefusalResource = resource({
  method: "GET",
  path: "/refusals/{reference}",
  operationId: "explainRefusal",
  summary: "Explain a refused request by the reference that its page and the log show",
  params: closed({ reference: Type.String({ pattern: "^[0-9A-Za-z]{1,32}$" }) }),
  answer: { status: 200, schema: refusalSchema },
  refusals: ["not_found"],
  handle: async ({ store, clock }, { params: { reference } }) => {
    const row = await findRefusal(store, reference, clock());
    if (!row) {
      return refuse(
        "not_found",
        `No refusal ${reference} is kept; they are for a week, and of each client only so many`,
      );
    }
    const { at, path, client_id, error, why, trace } = row;
    return ok({ status: 200, body: { reference, at: instantText(at), path, client_id, error, why, trace } });
  },
});

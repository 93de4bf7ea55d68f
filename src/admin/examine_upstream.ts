import Type from "typebox";
import { ok } from "../domain/result.ts";
import { examineUpstream } from "../rp/examine/examine_upstream.ts";
import { findUpstream } from "../store/upstreams.ts";
import { findingSchema } from "./finding_schema.ts";
import { closed, resource } from "./resource.ts";
import { noUpstream } from "./show_upstream.ts";
import { registrationMembers, registrationOf } from "./upstream_registration.ts";
import { upstreamParams } from "./upstream_schema.ts";

const registered = closed({
  ...registrationMembers,
  public_key: Type.Optional(Type.String({ description: "What it verifies our signatures with, as PEM" })),
});

/** `POST /upstreams/{id}/test` looks at an upstream as far as that can be done without a person. */
export const examineUpstreamResource = resource({
  method: "POST",
  path: "/upstreams/{id}/test",
  operationId: "testUpstream",
  summary: "Look at an upstream's documents, keys, endpoints and redirect URI, and whether it knows us",
  params: upstreamParams,
  answer: {
    status: 200,
    schema: closed({ findings: Type.Array(findingSchema), register: registered }),
  },
  refusals: ["not_found"],
  handle: async (ports, { params: { id } }) => {
    const row = await findUpstream(ports.store, id);
    if (!row) return noUpstream(id);
    const { public_key } = row, key = public_key === null ? {} : { public_key };
    const register = { ...registrationOf(ports, row), ...key };
    return ok({ status: 200, body: { findings: await examineUpstream(ports, row), register } });
  },
});

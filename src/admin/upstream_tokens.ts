import { ok } from "../domain/result.ts";
import { upstreamTokensOf } from "../rp/tokens/upstream_tokens.ts";
import { findAccount } from "../store/accounts.ts";
import { resource } from "./resource.ts";
import { shownUpstreamTokens, upstreamTokensSchema } from "./upstream_tokens_schema.ts";
import { noUser } from "./user_record.ts";
import { userParams } from "./user_schema.ts";

/** `GET /users/{id}/upstream_tokens` gives the access tokens that upstreams issued for a person. */
export const showUpstreamTokensResource = resource({
  method: "GET",
  path: "/users/{id}/upstream_tokens",
  operationId: "showUpstreamTokens",
  summary:
    "Give the access tokens that upstreams with store_tokens issued for a person, refreshed where they expire",
  params: userParams,
  answer: { status: 200, schema: upstreamTokensSchema },
  refusals: ["not_found"],
  handle: async (ports, { params: { id } }) => {
    const row = await findAccount(ports.store, id);
    if (!row) return noUser(id);
    return ok({ status: 200, body: shownUpstreamTokens(await upstreamTokensOf(ports, id)) });
  },
});

import { shownUpstreamTokens } from "../../admin/upstream_tokens_schema.ts";
import { upstreamTokensScope } from "../../domain/upstream_token.ts";
import { presentedPerson } from "../../op/presented_person.ts";
import { upstreamTokensOf } from "../../rp/tokens/upstream_tokens.ts";
import { answerResourceError, setNoStore } from "../answer_error.ts";
import { brokerOf } from "../broker.ts";
import type { HttpContext } from "../env.ts";

/**
 * `GET /api/v1/me/upstream_tokens`: what upstreams issued for a person, for an app that they allowed it to, by an access
 * token in the header: of those upstreams that the app offers. Refusals are those of RFC 6750 section 3.
 */
export async function getMyUpstreamTokens(c: HttpContext): Promise<Response> {
  const authorization = c.req.header("authorization");
  const presented = await presentedPerson(c.var.provider, { authorization, body: undefined });
  if (!presented.ok) return answerResourceError(c, presented.error.error);
  const { token: { scopes }, client, account } = presented.value;
  if (!scopes.includes(upstreamTokensScope)) {
    const description = `The access token was not issued with the scope ${upstreamTokensScope}`;
    const why = `access_token.${upstreamTokensScope}`;
    return answerResourceError(c, { code: "insufficient_scope", why, description });
  }
  const tokens = await upstreamTokensOf(brokerOf(c), account.id, client);
  setNoStore(c);
  return c.json(shownUpstreamTokens(tokens));
}

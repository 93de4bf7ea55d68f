import { decodeJson, isJsonObject } from "../../domain/json.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { UpstreamSubject } from "../../domain/upstream_identity.ts";
import { type KeptTokens, keptTokens } from "../../protocol/upstream/upstream_kept_tokens.ts";
import { tokenRequestAt, upstreamRefreshRequest } from "../../protocol/upstream/upstream_token_request.ts";
import { readTokenResponse } from "../../protocol/upstream/upstream_response.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { clientCredentials } from "../credentials/client_credentials.ts";
import { upstreamAnswer } from "../upstream_answer.ts";
import { wayTo } from "../documents/upstream_way.ts";
import { verifyIdToken } from "../identify/verify_id_token.ts";

/**
 * Why there are no other tokens. `unreachable`: the upstream does not answer now. `refused`: it does not accept us.
 * `over`: it takes the refresh token no more, or answers for somebody else; what is kept is good for nothing.
 */
export type RefreshRefusal = "unreachable" | "refused" | "over";

/**
 * Exchanges a refresh token at an upstream. Not to be called inside a unit, and by one at a time: the upstream may take
 * the refresh token once.
 *
 * @param subject Who a new ID token has to be about, where one comes.
 * @see RFC 6749 section 6, OpenID Connect Core section 12.2
 */
export async function refreshAt(
  broker: Broker,
  upstream: UpstreamRow,
  { subject, kept }: { readonly subject: UpstreamSubject; readonly kept: KeptTokens },
): Promise<Result<KeptTokens, RefreshRefusal>> {
  const { refresh_token } = kept, way = await wayTo(broker, upstream);
  if (refresh_token === undefined) return err("over");
  if (!way) return err("unreachable");
  const credentials = await clientCredentials(broker, upstream, way);
  const asked = upstreamRefreshRequest(refresh_token, credentials, way.quirks);
  const answer = upstreamAnswer(await broker.request(...tokenRequestAt(way.token_endpoint, asked)));
  if (!answer) return err("unreachable");
  const { status, body } = answer, document = decodeJson(body);
  if (status !== 200) {
    return err(isJsonObject(document) && document.error === "invalid_grant" ? "over" : "refused");
  }
  const tokens = readTokenResponse(document, way.quirks);
  if (!tokens.ok) return err("refused");
  const { id_token } = tokens.value;
  if (way.kind === "oidc" && id_token !== undefined) {
    const presented = { id_token, way, nonce: undefined, auth_time_required: undefined };
    const verified = await verifyIdToken(broker, upstream, presented);
    if (!verified.ok) return err(verified.error.kind === "unreachable" ? "unreachable" : "over");
    const { iss, sub } = verified.value.claims;
    if (iss !== subject.iss || sub !== subject.sub) return err("over");
  }
  return ok(keptTokens(tokens.value, broker.clock(), kept));
}

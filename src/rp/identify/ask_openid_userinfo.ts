import type { Result } from "../../domain/result.ts";
import { mediaTypeOf } from "../../protocol/media_type.ts";
import type { UpstreamTokens } from "../../protocol/upstream/upstream_response.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import { documentIn, requestUserinfo } from "./ask_api.ts";
import type { Broker } from "../broker.ts";
import { upstreamAnswer } from "../upstream_answer.ts";
import type { UpstreamRefusal } from "../upstream_refusal.ts";
import type { WayOf } from "../documents/upstream_way.ts";
import { verifyUserinfo } from "./verify_userinfo.ts";

const jwtType = "application/jwt";

/**
 * Learns from an OpenID Provider's userinfo endpoint who somebody is, whether it answers in JSON or with a JWT.
 *
 * @see OpenID Connect Core section 5.3
 */
export async function askOpenidUserinfo(
  broker: Broker,
  upstream: UpstreamRow,
  { endpoint, way, tokens }: {
    readonly endpoint: string;
    readonly way: WayOf<"oidc">;
    readonly tokens: UpstreamTokens;
  },
): Promise<Result<unknown, UpstreamRefusal>> {
  const accept = ["application/json", jwtType];
  const answered = await requestUserinfo(broker, upstream, { endpoint, way, tokens, accept });
  const answer = upstreamAnswer(answered);
  if (answer?.status !== 200 || mediaTypeOf(answer.headers["content-type"]) !== jwtType) {
    return documentIn(answered, "userinfo_endpoint", way);
  }
  return await verifyUserinfo(broker, upstream, { jwt: new TextDecoder().decode(answer.body).trim(), way });
}

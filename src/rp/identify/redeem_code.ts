import { decodeJson } from "../../domain/json.ts";
import type { Result } from "../../domain/result.ts";
import type { GuardedRequest } from "../../outbound/guarded_request.ts";
import type { Parameters } from "../../protocol/parameters.ts";
import { tokenRequestAt, upstreamTokenRequest } from "../../protocol/upstream/upstream_token_request.ts";
import { readTokenResponse, type UpstreamTokens } from "../../protocol/upstream/upstream_response.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { clientCredentials } from "../credentials/client_credentials.ts";
import { upstreamAnswer } from "../upstream_answer.ts";
import { refuse, type UpstreamRefusal } from "../upstream_refusal.ts";
import { callbackAddress } from "../flow/callback_address.ts";
import type { TakenReturn } from "../flow/take_return.ts";
import type { Way } from "../documents/upstream_way.ts";

/** Asks an upstream's token endpoint for what a code stands for, and reads nothing of what it answers. */
export async function requestTokens(
  broker: Broker,
  upstream: UpstreamRow,
  { code, code_verifier, response, way }: {
    readonly code: string;
    readonly code_verifier: string;
    /** The authorization response, where there was one. */
    readonly response?: Parameters;
    readonly way: Pick<Way, "token_endpoint" | "quirks">;
  },
): ReturnType<GuardedRequest> {
  const asked = upstreamTokenRequest(
    { code, redirect_uri: callbackAddress(broker, upstream), code_verifier, ...(response && { response }) },
    await clientCredentials(broker, upstream, way),
    way.quirks,
  );
  return broker.request(...tokenRequestAt(way.token_endpoint, asked));
}

/** Redeems a code at an upstream's token endpoint (RFC 6749 section 4.1.3). */
export async function redeemCode(
  broker: Broker,
  { upstream, material: { code_verifier }, response: { parameters: response } }: TakenReturn,
  { code, way }: { readonly code: string; readonly way: Way },
): Promise<Result<UpstreamTokens, UpstreamRefusal>> {
  const asked = { code, code_verifier, response, way };
  const answer = upstreamAnswer(await requestTokens(broker, upstream, asked));
  if (!answer) return refuse("unreachable", "token_endpoint");
  const { status, body } = answer;
  if (status !== 200) return refuse("unusable", "token_endpoint.refused");
  const tokens = readTokenResponse(decodeJson(body), way.quirks);
  return tokens.ok ? tokens : refuse("unusable", `token_endpoint.${tokens.error}`);
}

import { decodeJson } from "../domain/json.ts";
import { ok, type Result } from "../domain/result.ts";
import type { GuardedRequest } from "../outbound/guarded_request.ts";
import type { Parameters } from "../protocol/parameters.ts";
import { mediaTypeOf } from "../protocol/media_type.ts";
import type { Oauth1Credentials } from "../protocol/oauth1_response.ts";
import type { ApiRequest } from "../protocol/upstream_api_request.ts";
import { quirkOf } from "../protocol/upstream_quirk.ts";
import { tokenRequestAt, upstreamTokenRequest } from "../protocol/upstream_request.ts";
import { readTokenResponse, type UpstreamTokens } from "../protocol/upstream_response.ts";
import type { UpstreamRow } from "../store/upstreams.ts";
import type { Broker } from "./broker.ts";
import { clientCredentials } from "./client_credentials.ts";
import { type IdentifyRefusal, refuse } from "./identify_refusal.ts";
import { sendSigned } from "./signed_request.ts";
import { callbackAddress } from "./start_flow.ts";
import type { TakenReturn } from "./take_return.ts";
import type { Way, WayOf } from "./upstream_way.ts";

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
): Promise<Result<UpstreamTokens, IdentifyRefusal>> {
  const answered = await requestTokens(broker, upstream, { code, code_verifier, response, way });
  if (!answered.ok || answered.value.status >= 500) return refuse("unreachable", "token_endpoint");
  const { status, body } = answered.value;
  if (status !== 200) return refuse("unusable", "token_endpoint.refused");
  const tokens = readTokenResponse(decodeJson(body), way.quirks);
  return tokens.ok ? tokens : refuse("unusable", `token_endpoint.${tokens.error}`);
}

/** The document in an API's answer. */
function documentIn(
  answered: Awaited<ReturnType<GuardedRequest>>,
  { place, quirks }: { readonly place: string } & Pick<Way, "quirks">,
): Result<unknown, IdentifyRefusal> {
  if (!answered.ok || answered.value.status >= 500) return refuse("unreachable", place);
  const { status, headers, body } = answered.value;
  if (status !== 200) return refuse("unusable", `${place}.refused`);
  const type = mediaTypeOf(headers["content-type"]);
  const isJson = type === "application/json" || (quirkOf(quirks, "json_as_text") && type === "text/plain");
  return isJson ? ok(decodeJson(body)) : refuse("unusable", `${place}.type`);
}

/** Asks an upstream's API for a document about a person. @param place How the log calls it. */
export async function askApi(
  { request }: Broker,
  { url, ...asked }: ApiRequest,
  { place, way: { quirks } }: { readonly place: string; readonly way: Pick<Way, "quirks"> },
): Promise<Result<unknown, IdentifyRefusal>> {
  return documentIn(await request(url, asked), { place, quirks });
}

/** Asks the same of one that wants requests signed (RFC 5849 section 3.1). */
export async function askSignedApi(
  broker: Broker,
  upstream: UpstreamRow,
  { place, way, credentials }: {
    readonly place: "userinfo_endpoint";
    readonly way: WayOf<"oauth1">;
    readonly credentials: Oauth1Credentials;
  },
): Promise<Result<unknown, IdentifyRefusal>> {
  const { quirks } = way, headers = quirkOf(quirks, "api_headers")?.headers, accept = ["application/json"];
  const asked = { endpoint: way[place], method: "GET", credentials, accept, headers } as const;
  return documentIn(await sendSigned(broker, upstream, asked), { place, quirks });
}

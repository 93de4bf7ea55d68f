import { decodeJson } from "../../domain/json.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { GuardedRequest } from "../../outbound/guarded_request.ts";
import { mediaTypeOf } from "../../protocol/media_type.ts";
import type { Oauth1Credentials } from "../../protocol/upstream/oauth1_response.ts";
import { upstreamApiRequest, upstreamPersonRequest } from "../../protocol/upstream/upstream_api_request.ts";
import { quirkOf } from "../../protocol/upstream/upstream_quirk.ts";
import type { UpstreamTokens } from "../../protocol/upstream/upstream_response.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { sendSigned } from "../oauth1/signed_request.ts";
import { upstreamAnswer } from "../upstream_answer.ts";
import { refuse, type UpstreamRefusal } from "../upstream_refusal.ts";
import type { Way, WayOf } from "../documents/upstream_way.ts";

/** A question to an API with a bearer token. */
interface Asked {
  readonly endpoint: string;
  readonly way: Pick<Way, "quirks">;
  /** Undefined where it is asked without any, only to see whether it answers. */
  readonly tokens: UpstreamTokens | undefined;
  /** Media types that will do; JSON where nothing is said. */
  readonly accept?: readonly string[];
}

/** A question to one that wants requests signed. */
interface AskedSigned {
  readonly way: WayOf<"oauth1">;
  readonly credentials: Oauth1Credentials | undefined;
}

/** Asks an upstream's API who somebody is, and reads nothing of what it answers. */
export function requestUserinfo(
  { request }: Broker,
  { client_id }: UpstreamRow,
  { endpoint, way: { quirks }, tokens, accept }: Asked,
): ReturnType<GuardedRequest> {
  const sources = { client_id, access_token: tokens?.access_token, members: tokens?.members ?? {} };
  const { url, ...asked } = upstreamPersonRequest(endpoint, sources, quirks);
  return request(url, accept ? { ...asked, accept } : asked);
}

/** Asks the same with our signature (RFC 5849 section 3.1). */
export function requestSignedUserinfo(
  broker: Broker,
  upstream: UpstreamRow,
  { way: { userinfo_endpoint: endpoint, quirks }, credentials }: AskedSigned,
): ReturnType<GuardedRequest> {
  const headers = quirkOf(quirks, "api_headers")?.headers, accept = ["application/json"];
  const asked = { endpoint, method: "GET", ...(credentials && { credentials }), accept, headers } as const;
  return sendSigned(broker, upstream, asked);
}

/** The document in an API's answer. @param place How the log calls it. */
export function documentIn(
  answered: Awaited<ReturnType<GuardedRequest>>,
  place: string,
  { quirks }: Pick<Way, "quirks">,
): Result<unknown, UpstreamRefusal> {
  const answer = upstreamAnswer(answered);
  if (!answer) return refuse("unreachable", place);
  const { status, headers, body } = answer;
  if (status !== 200) return refuse("unusable", `${place}.refused`);
  const type = mediaTypeOf(headers["content-type"]);
  const isJson = type === "application/json" || (quirkOf(quirks, "json_as_text") && type === "text/plain");
  return isJson ? ok(decodeJson(body)) : refuse("unusable", `${place}.type`);
}

/** Learns from an upstream's API who somebody is. */
export const askUserinfo = async (
  broker: Broker,
  upstream: UpstreamRow,
  asked: Asked & { readonly tokens: UpstreamTokens },
): Promise<Result<unknown, UpstreamRefusal>> =>
  documentIn(await requestUserinfo(broker, upstream, asked), "userinfo_endpoint", asked.way);

/** Learns the same from one that wants requests signed. */
export const askSignedUserinfo = async (
  broker: Broker,
  upstream: UpstreamRow,
  asked: AskedSigned & { readonly credentials: Oauth1Credentials },
): Promise<Result<unknown, UpstreamRefusal>> =>
  documentIn(await requestSignedUserinfo(broker, upstream, asked), "userinfo_endpoint", asked.way);

/** Asks an upstream's API for the addresses of somebody, where they have a place of their own. */
export async function askEmails(
  { request }: Broker,
  { endpoint, way, tokens }: Asked & { readonly tokens: UpstreamTokens },
): Promise<Result<unknown, UpstreamRefusal>> {
  const { url, ...asked } = upstreamApiRequest(endpoint, tokens.access_token, way.quirks);
  return documentIn(await request(url, asked), "emails", way);
}

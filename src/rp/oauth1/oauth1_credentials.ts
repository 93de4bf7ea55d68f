import { ok, type Result } from "../../domain/result.ts";
import type { Exchanged } from "../../outbound/exchange.ts";
import type { RequestRefused } from "../../outbound/guarded_request.ts";
import {
  hasDeclined,
  type Oauth1Credentials,
  oauth1Problem,
  readTemporaryCredentials,
  readTokenCredentials,
} from "../../protocol/upstream/oauth1_response.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { callbackWith } from "../flow/callback_address.ts";
import { upstreamAnswer } from "../upstream_answer.ts";
import { refuse, type UpstreamRefusal } from "../upstream_refusal.ts";
import { sendSigned } from "./signed_request.ts";
import type { TakenReturn } from "../flow/take_return.ts";
import type { WayOf } from "../documents/upstream_way.ts";

/** Credentials come as a form, which some servers call text; no type is refused, because what is in it decides. */
const accept = ["application/x-www-form-urlencoded", "*/*"];

type Credentials = Result<Oauth1Credentials, UpstreamRefusal>;

/** Judges the answer to a request for credentials. @param place How the log calls it. */
function judge<E extends string>(
  answered: Result<Exchanged, RequestRefused>,
  place: string,
  read: (body: Uint8Array) => Result<Oauth1Credentials, E>,
): Credentials {
  const answer = upstreamAnswer(answered);
  if (!answer) return refuse("unreachable", place);
  if (answer.status !== 200) {
    const problem = oauth1Problem(answer);
    return refuse(
      problem === "permission_denied" ? "denied" : "unusable",
      `${place}.${problem ?? "refused"}`,
    );
  }
  const credentials = read(answer.body);
  if (credentials.ok) return ok(credentials.value);
  return refuse(
    credentials.error === "not_confirmed" ? "outdated" : "unusable",
    `${place}.${credentials.error}`,
  );
}

/**
 * Asks for temporary credentials (RFC 5849 section 2.1). A server that does not confirm our callback speaks the original
 * OAuth 1.0, and nobody is sent there.
 *
 * @param state Of the flow, with which the person is to come back.
 */
export async function requestTemporaryCredentials(
  broker: Broker,
  upstream: UpstreamRow,
  { way, state }: { readonly way: WayOf<"oauth1">; readonly state: string },
): Promise<Credentials> {
  const place = "temporary_credential_endpoint", endpoint = way[place];
  const more = [["oauth_callback", callbackWith(broker, upstream, state)]] as const;
  const answered = await sendSigned(broker, upstream, { endpoint, method: "POST", more, accept });
  return judge(answered, place, readTemporaryCredentials);
}

/**
 * Takes token credentials for what a person came back with (RFC 5849 section 2.3). There is no code: the temporary
 * credentials of their own flow, which were sealed in it, and the verifier that only they were given.
 */
export async function requestTokenCredentials(
  broker: Broker,
  { upstream, material: { temporary }, response }: TakenReturn,
  way: WayOf<"oauth1">,
): Promise<Credentials> {
  if (!temporary) throw new Error("A flow through an upstream of this kind has temporary credentials");
  if (hasDeclined(response, way.quirks)) return refuse("denied", "response.denied");
  const { oauth_token, oauth_verifier } = response;
  if (oauth_token !== temporary.token) return refuse("unusable", "response.oauth_token");
  if (oauth_verifier === undefined || oauth_verifier === "") {
    return refuse("unusable", "response.oauth_verifier");
  }
  const place = "token_endpoint", endpoint = way[place], more = [["oauth_verifier", oauth_verifier]] as const;
  const asked = { endpoint, method: "POST", credentials: temporary, more, accept } as const;
  return judge(await sendSigned(broker, upstream, asked), place, readTokenCredentials);
}

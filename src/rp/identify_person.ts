import { isSignedBy } from "../crypto/client_key.ts";
import { decodeJson, type JsonObject } from "../domain/json.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Instant } from "../domain/time.ts";
import { readJws } from "../protocol/compact_jws.ts";
import { mediaTypeOf } from "../protocol/media_type.ts";
import type { UpstreamMetadata } from "../protocol/upstream_metadata.ts";
import { upstreamIdTokenFault } from "../protocol/upstream_id_token_checks.ts";
import { readUpstreamProfile, type UpstreamProfile } from "../protocol/upstream_profile.ts";
import { upstreamTokenRequest } from "../protocol/upstream_request.ts";
import { readTokenResponse, readUserinfo, type UpstreamTokens } from "../protocol/upstream_response.ts";
import { upstreamOf } from "../store/upstreams.ts";
import type { Broker } from "./broker.ts";
import { callbackAddress } from "./start_flow.ts";
import type { TakenReturn } from "./take_return.ts";
import { metadataOf, verificationKeys } from "./upstream_documents.ts";
import { openUpstreamSecret } from "./upstream_secret.ts";

/** Who an upstream says that somebody is. */
export interface UpstreamPerson {
  readonly iss: string;
  readonly sub: string;
  readonly profile: UpstreamProfile;
  /** When they proved themselves there, where the upstream says so. */
  readonly auth_time: Instant | undefined;
}

/**
 * Why an upstream does not say who somebody is. `denied`: the person, or the upstream, said no. `unreachable`: it does
 * not answer, or asks to come later. `unusable`: what it says cannot be believed; `why` names the demand for the log.
 */
export interface IdentifyRefusal {
  readonly kind: "denied" | "unreachable" | "unusable";
  readonly why: string;
}

const refuse = (kind: IdentifyRefusal["kind"], why: string): Result<never, IdentifyRefusal> =>
  err({ kind, why });

/** Errors that an upstream answers when it cannot do its work just now (RFC 6749 section 4.1.2.1). */
const passing = ["server_error", "temporarily_unavailable"];

/** Errors that stand for a person who did not go through with it (OpenID Connect Core section 3.1.2.6). */
const declined = ["access_denied", "login_required", "consent_required", "interaction_required"];

/** What stands in the response before anything is asked of the upstream. @returns the code. */
function codeIn(
  { response: { error, code, iss } }: TakenReturn,
  metadata: UpstreamMetadata,
): Result<string, IdentifyRefusal> {
  if (metadata.sends_iss && iss === undefined) return refuse("unusable", "response.iss");
  if (error !== undefined) {
    // The word is the upstream's own, so only one that is known goes into the log.
    if (declined.includes(error)) return refuse("denied", `response.${error}`);
    return passing.includes(error)
      ? refuse("unreachable", `response.${error}`)
      : refuse("unusable", "response.error");
  }
  return code === undefined ? refuse("unusable", "response.code") : ok(code);
}

async function redeem(
  broker: Broker,
  { upstream, material }: TakenReturn,
  { code, metadata }: { readonly code: string; readonly metadata: UpstreamMetadata },
): Promise<Result<UpstreamTokens, IdentifyRefusal>> {
  const { id, client_id, client_secret, token_endpoint_auth_method: method } = upstream;
  const secret = client_secret === null ? "" : openUpstreamSecret(broker, { id, client_secret });
  const { form, headers } = upstreamTokenRequest(
    { code, redirect_uri: callbackAddress(broker, upstream), code_verifier: material.code_verifier },
    { client_id, client_secret: secret, method },
  );
  const answered = await broker.request(metadata.token_endpoint, { form, headers });
  if (!answered.ok || answered.value.status >= 500) return refuse("unreachable", "token_endpoint");
  const { status, body } = answered.value;
  if (status !== 200) return refuse("unusable", "token_endpoint.refused");
  const tokens = readTokenResponse(decodeJson(body));
  return tokens.ok ? tokens : refuse("unusable", `token_endpoint.${tokens.error}`);
}

/** Judges an ID token in full. @returns its claims. */
async function verify(
  broker: Broker,
  { upstream, material }: TakenReturn,
  { id_token, metadata }: { readonly id_token: string; readonly metadata: UpstreamMetadata },
): Promise<Result<JsonObject, IdentifyRefusal>> {
  const read = readJws(id_token);
  if (!read) return refuse("unusable", "id_token.malformed");
  const fault = upstreamIdTokenFault({
    ...read,
    issuer: upstream.issuer,
    client_id: upstream.client_id,
    nonce: material.nonce,
    auth_time_required: material.auth_time_required,
    now: broker.clock(),
  });
  if (fault) return refuse("unusable", fault.id);
  const { alg, kid } = read.header, keys = await verificationKeys(broker, metadata, { alg, kid });
  if (!keys) return refuse("unreachable", "jwks_uri");
  return await isSignedBy(id_token, keys, String(alg))
    ? ok(read.claims)
    : refuse("unusable", "id_token.signature");
}

async function askUserinfo(
  { request }: Broker,
  { userinfo_endpoint }: UpstreamMetadata,
  { access_token, sub }: { readonly access_token: string; readonly sub: string },
): Promise<Result<JsonObject, IdentifyRefusal>> {
  if (userinfo_endpoint === undefined) return ok({});
  const answered = await request(userinfo_endpoint, {
    headers: { authorization: `Bearer ${access_token}` },
  });
  if (!answered.ok || answered.value.status >= 500) return refuse("unreachable", "userinfo_endpoint");
  const { status, headers, body } = answered.value;
  if (status !== 200) return refuse("unusable", "userinfo_endpoint.refused");
  if (mediaTypeOf(headers["content-type"]) !== "application/json") {
    return refuse("unusable", "userinfo_endpoint.type");
  }
  const said = readUserinfo(decodeJson(body), sub);
  return said.ok ? said : refuse("unusable", `userinfo_endpoint.${said.error}`);
}

/**
 * Learns from an upstream who came back: redeems the code, judges the ID token in full and asks userinfo. Not to be
 * called inside a unit.
 *
 * @see OpenID Connect Core section 3.1.3 and 5.3
 */
export async function identifyPerson(
  broker: Broker,
  taken: TakenReturn,
): Promise<Result<UpstreamPerson, IdentifyRefusal>> {
  const metadata = await metadataOf(broker, upstreamOf(taken.upstream));
  if (!metadata) return refuse("unreachable", "metadata");
  const code = codeIn(taken, metadata);
  if (!code.ok) return code;
  const tokens = await redeem(broker, taken, { code: code.value, metadata });
  if (!tokens.ok) return tokens;
  const { id_token, access_token } = tokens.value;
  const claims = await verify(broker, taken, { id_token, metadata });
  if (!claims.ok) return claims;
  const { iss, sub, auth_time } = claims.value as { iss: string; sub: string; auth_time?: unknown };
  const userinfo = await askUserinfo(broker, metadata, { access_token, sub });
  if (!userinfo.ok) return userinfo;
  return ok({
    iss,
    sub,
    profile: readUpstreamProfile(claims.value, userinfo.value),
    auth_time: typeof auth_time === "number" && Number.isInteger(auth_time) && auth_time > 0
      ? auth_time
      : undefined,
  });
}

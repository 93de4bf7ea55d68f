import { isJwe } from "../../crypto/decrypt.ts";
import { decodeJson, isJsonObject, type JsonObject } from "../../domain/json.ts";
import { ok, type Result } from "../../domain/result.ts";
import { readJws } from "../../protocol/compact_jws.ts";
import { issuerOfToken } from "../../protocol/upstream/upstream_issuer.ts";
import { upstreamUserinfoFault } from "../../protocol/upstream/upstream_userinfo_checks.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { refuse, type UpstreamRefusal } from "../upstream_refusal.ts";
import { decryptFromUpstream } from "./decrypt_from_upstream.ts";
import { algorithmsOf, isUpstreamsOwn } from "./upstream_signature.ts";
import type { WayOf } from "../documents/upstream_way.ts";

/** A userinfo response that is a JWT, as it came from the endpoint. */
export interface UserinfoJwt {
  readonly jwt: string;
  readonly way: WayOf<"oidc">;
}

async function verifySigned(
  broker: Broker,
  upstream: UpstreamRow,
  { jwt: jws, way }: UserinfoJwt,
): Promise<Result<JsonObject, UpstreamRefusal>> {
  const read = readJws(jws), { issuer, client_id } = upstream;
  if (!read) return refuse("unusable", "userinfo.malformed");
  const fault = upstreamUserinfoFault({
    ...read,
    issuer: issuerOfToken(issuer, way.quirks, read.claims.tid),
    algorithms: algorithmsOf(way),
    client_id,
    now: broker.clock(),
  });
  if (fault) return refuse("unusable", fault.id);
  const own = await isUpstreamsOwn(broker, upstream, { jws, read, way });
  if (own === undefined) return refuse("unreachable", "jwks_uri");
  return own ? ok(read.claims) : refuse("unusable", "userinfo.signature");
}

/**
 * The claims of a userinfo response that is signed, encrypted to us, or both; encrypted by the algorithm by which ID tokens
 * are. What is encrypted and not signed is believed as plain JSON is, because of where it came from.
 *
 * @see OpenID Connect Core section 5.3.2 and 5.3.4
 */
export async function verifyUserinfo(
  broker: Broker,
  upstream: UpstreamRow,
  { jwt, way }: UserinfoJwt,
): Promise<Result<JsonObject, UpstreamRefusal>> {
  if (!isJwe(jwt)) return await verifySigned(broker, upstream, { jwt, way });
  const opened = await decryptFromUpstream(broker, upstream, jwt);
  if (!opened.ok) return refuse("unusable", `userinfo.${opened.error}`);
  const plain = decodeJson(new TextEncoder().encode(opened.value));
  return isJsonObject(plain) ? ok(plain) : await verifySigned(broker, upstream, { jwt: opened.value, way });
}

import type { JsonObject } from "../../domain/json.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Instant } from "../../domain/time.ts";
import { readJws } from "../../protocol/compact_jws.ts";
import { upstreamIdTokenFault } from "../../protocol/upstream/upstream_id_token_checks.ts";
import { issuerOfToken } from "../../protocol/upstream/upstream_issuer.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { refuse, type UpstreamRefusal } from "../upstream_refusal.ts";
import { decryptIdToken } from "./decrypt_id_token.ts";
import { algorithmsOf, isUpstreamsOwn } from "./upstream_signature.ts";
import type { WayOf } from "../documents/upstream_way.ts";

/** An ID token that came from an upstream's token endpoint, and what is expected of it. */
export interface PresentedIdToken {
  readonly id_token: string;
  readonly way: WayOf<"oidc">;
  /** Undefined where none has to come back. */
  readonly nonce: string | undefined;
  /** When the person must have proven themselves at the earliest; undefined where any time will do. */
  readonly auth_time_required: Instant | undefined;
}

/** An ID token that is the upstream's own and good now. */
export interface VerifiedIdToken {
  /** As it was signed: what was encrypted to us would tell nobody else anything (OpenID Connect RP-Initiated Logout section 2). */
  readonly id_token: string;
  readonly claims: JsonObject;
}

/** Judges an ID token of an upstream in full. */
export async function verifyIdToken(
  broker: Broker,
  upstream: UpstreamRow,
  { id_token: sent, way, nonce, auth_time_required }: PresentedIdToken,
): Promise<Result<VerifiedIdToken, UpstreamRefusal>> {
  const opened = await decryptIdToken(broker, upstream, sent);
  if (!opened.ok) return opened;
  const id_token = opened.value, read = readJws(id_token), { issuer, client_id } = upstream;
  if (!read) return refuse("unusable", "id_token.malformed");
  const fault = upstreamIdTokenFault({
    ...read,
    issuer: issuerOfToken(issuer, way.quirks, read.claims.tid),
    allowed_tids: upstream.allowed_tids,
    algorithms: algorithmsOf(way),
    client_id,
    nonce,
    auth_time_required,
    now: broker.clock(),
  });
  if (fault) return refuse("unusable", fault.id);
  const own = await isUpstreamsOwn(broker, upstream, { jws: id_token, read, way });
  if (own === undefined) return refuse("unreachable", "jwks_uri");
  return own ? ok({ id_token, claims: read.claims }) : refuse("unusable", "id_token.signature");
}

import { isSignedBy } from "../../crypto/client_key.ts";
import { clientSigningAlgorithms } from "../../domain/client_metadata.ts";
import type { JsonObject } from "../../domain/json.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Instant } from "../../domain/time.ts";
import { readJws } from "../../protocol/compact_jws.ts";
import { upstreamIdTokenFault } from "../../protocol/upstream_id_token_checks.ts";
import { issuerOfToken } from "../../protocol/upstream_issuer.ts";
import { quirkOf } from "../../protocol/upstream_quirk.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { refuse, type UpstreamRefusal } from "../upstream_refusal.ts";
import { decryptIdToken } from "./decrypt_id_token.ts";
import { verificationKeys } from "../documents/upstream_documents.ts";
import { openUpstreamSecret } from "../credentials/upstream_secret.ts";
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
  const id_token = opened.value, read = readJws(id_token), { issuer, client_id, client_secret } = upstream;
  if (!read) return refuse("unusable", "id_token.malformed");
  const bySecret = quirkOf(way.quirks, "id_token_by_secret") !== undefined;
  const fault = upstreamIdTokenFault({
    ...read,
    issuer: issuerOfToken(issuer, way.quirks, read.claims.tid),
    allowed_tids: upstream.allowed_tids,
    algorithms: bySecret ? ["HS256"] : clientSigningAlgorithms,
    client_id,
    nonce,
    auth_time_required,
    now: broker.clock(),
  });
  if (fault) return refuse("unusable", fault.id);
  const keys = !bySecret
    ? await verificationKeys(broker, way, read, { namedByPublisher: true })
    // Without a secret nobody can have signed anything with it.
    : client_secret === null
    ? []
    : [new TextEncoder().encode(openUpstreamSecret(broker, { id: upstream.id, client_secret }))];
  if (!keys) return refuse("unreachable", "jwks_uri");
  return await isSignedBy(id_token, keys, String(read.header.alg))
    ? ok({ id_token, claims: read.claims })
    : refuse("unusable", "id_token.signature");
}

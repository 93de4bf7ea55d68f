import { isSignedBy } from "../../crypto/client_key.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Instant } from "../../domain/time.ts";
import { readJws } from "../../protocol/compact_jws.ts";
import { issuerOfToken, tenantOfIssuer } from "../../protocol/upstream/upstream_issuer.ts";
import {
  longestLogoutTokenAge,
  upstreamLogoutTokenFault,
} from "../../protocol/upstream/upstream_logout_token_checks.ts";
import type { NamedByUpstream } from "../../store/session_upstreams.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { verificationKeys } from "../documents/upstream_documents.ts";
import { refuse, type UpstreamRefusal } from "../upstream_refusal.ts";
import { quirksOf, wayTo } from "../documents/upstream_way.ts";

/** A logout token that is the upstream's own and good now. Whether it was taken before is not known yet. */
export interface UpstreamLogout {
  readonly named: NamedByUpstream;
  readonly jti: string;
  /** Until when it can be taken at most, by what was signed. */
  readonly expires_at: Instant;
}

/** The longest logout token that is looked at, in characters. */
const longest = 16_384;

/**
 * Judges a logout token of an upstream in full, but for whether it was taken before. Not to be called inside a unit.
 *
 * @see OpenID Connect Back-Channel Logout section 2.6
 */
export async function readLogoutToken(
  broker: Broker,
  upstream: UpstreamRow,
  token: string,
): Promise<Result<UpstreamLogout, UpstreamRefusal<"unreachable" | "unusable">>> {
  const { issuer, client_id, id: upstream_id } = upstream, now = broker.clock();
  const read = token.length <= longest ? readJws(token) : undefined;
  if (!read) return refuse("unusable", "logout_token.malformed");
  // Nothing obliges a logout token to name the tenant beside its issuer, so that the issuer may do that.
  const quirks = quirksOf(upstream), { iss: from, tid = tenantOfIssuer(issuer, quirks, from) } = read.claims;
  const by = { issuer: issuerOfToken(issuer, quirks, tid), client_id, now };
  const fault = upstreamLogoutTokenFault({ ...read, ...by });
  if (fault) return refuse("unusable", fault.id);
  const way = await wayTo(broker, upstream);
  if (!way) return refuse("unreachable", "metadata");
  if (way.kind !== "oidc") return refuse("unusable", "upstream.kind");
  const named = { ...read, claims: { ...read.claims, tid } };
  const keys = await verificationKeys(broker, way, named, { namedByPublisher: false });
  if (!keys) return refuse("unreachable", "jwks_uri");
  if (!(await isSignedBy(token, keys, String(read.header.alg)))) {
    return refuse("unusable", "logout_token.signature");
  }
  const { iss, sub, sid, jti, exp, iat } = read.claims as {
    readonly iss: string;
    readonly sub?: string;
    readonly sid?: string;
    readonly jti: string;
    readonly exp: number;
    readonly iat: number;
  };
  const expires_at = Math.floor(Math.min(exp, iat + longestLogoutTokenAge));
  return ok({ named: { upstream_id, iss, sub, sid }, jti, expires_at });
}

import { base62 } from "../crypto/random.ts";
import { equalInConstantTime } from "../crypto/digest.ts";
import type { Seconds } from "../domain/time.ts";
import type { Onward } from "../op/end_session.ts";
import { type LogoutWay, logoutWays } from "../rp/logout/upstream_logout.ts";
import type { LeftUpstream } from "../store/session_upstreams.ts";
import { openJson, type PlaceInTenant, sealJson } from "../store/tenant_seal.ts";
import { brokerOf } from "./broker.ts";
import { clearUpstreamLogout, readUpstreamLogout, writeUpstreamLogout } from "./cookies/upstream_logout.ts";
import type { HttpContext } from "./env.ts";

/** How long a person may take to sign out at an upstream. */
const lifetime: Seconds = 600;

/** The longest cookie that browsers keep for sure has 4096 bytes (RFC 6265 section 6.1), its name and attributes included. */
const longestCookie = 3800;

/** What a browser that signs out at an upstream brings back with it. */
interface Leaving {
  readonly state: string;
  readonly expires_at: number;
  /** Where the person goes afterwards. */
  readonly onward?: Onward | undefined;
}

const place: PlaceInTenant = ["cookie", "upstream_logout"];

function remember(c: HttpContext, leaving: Leaving): void {
  const sealed = (value: Leaving) =>
    sealJson(c.var.provider, place, value)
      .toBase64({ alphabet: "base64url", omitPadding: true });
  const whole = sealed(leaving);
  // An app's own address that is too long is forgotten rather than what makes the return safe.
  writeUpstreamLogout(
    c,
    whole.length <= longestCookie ? whole : sealed({ ...leaving, onward: undefined }),
    lifetime,
  );
}

/** The ways on to the upstreams that ended sessions came from, of which this browser alone comes back. */
export async function waysToUpstreams(
  c: HttpContext,
  lefts: readonly LeftUpstream[],
  onward: Onward | undefined,
): Promise<readonly LogoutWay[]> {
  if (lefts.length === 0) return [];
  const broker = brokerOf(c), state = base62(broker.random(32));
  const ways = await logoutWays(broker, lefts, state);
  if (ways.length > 0) remember(c, { state, expires_at: broker.clock() + lifetime, onward });
  return ways;
}

function bytesIn(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(text, { alphabet: "base64url" });
  } catch {
    return undefined;
  }
}

/**
 * Takes a person back who signed out at an upstream.
 *
 * @returns where they go on to, if anywhere; undefined where this browser did not leave with that state.
 * @see OpenID Connect RP-Initiated Logout section 3
 */
export function takeSignedOut(
  c: HttpContext,
  state: string,
): { readonly onward: Onward | undefined } | undefined {
  const { provider } = c.var, sealed = bytesIn(readUpstreamLogout(c) ?? "");
  const leaving = sealed && openJson<Leaving>(provider, place, sealed);
  if (!leaving) return undefined;
  if (leaving.expires_at <= provider.clock() || !equalInConstantTime(state, leaving.state)) return undefined;
  clearUpstreamLogout(c);
  return { onward: leaving.onward };
}

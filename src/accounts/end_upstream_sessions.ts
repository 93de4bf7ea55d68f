import { err, ok, type Result } from "../domain/result.ts";
import type { Instant } from "../domain/time.ts";
import type { Ports } from "../store/ports.ts";
import { type NamedByUpstream, openSessionsFrom } from "../store/session_upstreams.ts";
import { endSession } from "../store/sessions.ts";
import { spendJti } from "../store/spent_jtis.ts";
import { inUnit } from "../store/tenant_store.ts";

/**
 * Ends the sessions that came from an upstream because it says that they ended there, and queues what the apps in them
 * are to be told. Of many of one `jti` at once, on however many servers, one does.
 *
 * @param expires_at Until when what carried the `jti` can be taken.
 * @returns how many sessions ended; none that fits is no refusal. err: the `jti` was spent before.
 * @see OpenID Connect Back-Channel Logout section 2.6 item 8 and 2.7
 */
export const endUpstreamSessions = (
  { store, clock }: Ports,
  { named, jti, expires_at }: {
    readonly named: NamedByUpstream;
    readonly jti: string;
    readonly expires_at: Instant;
  },
): Promise<Result<number, "replayed">> =>
  inUnit(store, async (unit) => {
    const holder = named.upstream_id;
    if (!(await spendJti(unit, { kind: "logout_token", holder, jti, expires_at }))) return err("replayed");
    const sessions = await openSessionsFrom(unit, named);
    for (const session of sessions) await endSession(unit, session, "upstream_signed_out", clock());
    return ok(sessions.length);
  });

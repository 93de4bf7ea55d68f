import { mintId } from "../crypto/random.ts";
import type { Handle } from "../crypto/secret.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { UpstreamSubject } from "../domain/upstream_identity.ts";
import type { Ports } from "../store/ports.ts";
import type { SessionRow } from "../store/sessions.ts";
import { inUnit } from "../store/tenant_store.ts";
import { completeUpstreamFlow, failUpstreamFlow } from "../store/upstream_flows.ts";
import { accountOfIdentity, linkIdentity } from "../store/upstream_identities.ts";
import { keepUpstreamTokens, type SealedTokens } from "../store/upstream_tokens.ts";
import { lockActiveUpstream } from "../store/upstreams.ts";
import { lockSession } from "./lock_session.ts";
import { mayAddWayIn } from "./may_add_way.ts";

/**
 * Why nothing was linked. `linked_elsewhere`: another account here has that account elsewhere; `weak_way`: the account has
 * a way in by which somebody else vouches for its person, and they came by another.
 */
export type LinkRefusal = "weak_way" | "signed_out" | "upstream_gone" | "linked_elsewhere" | "flow_over";

/**
 * Links somebody's account elsewhere with the account that they are signed in to here, which one browser has proven
 * both of within minutes.
 *
 * @param flow The flow that brought the proof; it ends with this.
 */
export const linkUpstream = (
  { store, clock, random }: Ports,
  { flow, subject, tokens, session_id }: {
    readonly flow: Handle;
    readonly subject: UpstreamSubject;
    /** What the upstream gave us, where that is kept. */
    readonly tokens: SealedTokens | undefined;
    readonly session_id: string;
  },
): Promise<Result<SessionRow, LinkRefusal>> =>
  inUnit(store, async (unit) => {
    const at = clock(),
      refuse = async (why: LinkRefusal) => {
        await failUpstreamFlow(unit, flow, at);
        return err(why);
      };
    if (!(await lockActiveUpstream(unit, subject.upstream_id, "update"))) {
      return await refuse("upstream_gone");
    }
    const session = await lockSession(unit, session_id, at);
    if (!session) return await refuse("signed_out");
    const linked = await accountOfIdentity(unit, subject), { account_id } = session;
    if (!linked && !(await mayAddWayIn(unit, session, at))) return await refuse("weak_way");
    if (linked && linked.id !== account_id) return await refuse("linked_elsewhere");
    if (!(await completeUpstreamFlow(unit, flow, at)).ok) return err("flow_over");
    if (!linked) {
      const identity = {
        id: mintId(random),
        ...subject,
        account_id,
        evidence: "signed_in",
      } as const;
      await linkIdentity(unit, identity, at);
    }
    if (tokens) await keepUpstreamTokens(unit, subject, tokens);
    return ok(session);
  });

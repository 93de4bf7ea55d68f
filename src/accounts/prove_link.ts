import { mintId } from "../crypto/random.ts";
import type { Handle } from "../crypto/secret.ts";
import type { linkProof } from "../domain/link_proof.ts";
import type { Refusal } from "../domain/machine.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { findLinkProof, type LinkProofRow, refuseLinkProof, useLinkProof } from "../store/link_proofs.ts";
import type { Ports } from "../store/ports.ts";
import type { SessionRow } from "../store/sessions.ts";
import { noteSessionUpstream } from "../store/session_upstreams.ts";
import { inUnit, type TenantStore } from "../store/tenant_store.ts";
import { confirmUpstreamFlow, failUpstreamFlow } from "../store/upstream_flows.ts";
import { accountOfIdentity, linkIdentity } from "../store/upstream_identities.ts";
import { keepUpstreamTokens } from "../store/upstream_tokens.ts";
import { lockActiveUpstream, type UpstreamRow } from "../store/upstreams.ts";
import { lockSession } from "./lock_session.ts";
import { mayAddWayIn } from "./may_add_way.ts";

/** The session in which somebody has proven that the account is theirs, where one of these is such a session. */
export const provingSession = (
  { account_id, created_at }: LinkProofRow,
  sessions: readonly SessionRow[],
): SessionRow | undefined =>
  sessions.find((session) => session.account_id === account_id && session.signed_in_at >= created_at);

/** Why a proof does not link anything. `weak_way`: as where an account is linked by whoever is signed in to it. */
export type ProofRefusal =
  | Refusal<typeof linkProof, "use">
  | "signed_out"
  | "weak_way"
  | "upstream_gone"
  | "linked_elsewhere";

/** A proof that somebody speaks of: the flow that waits for it, and the digest of what binds that to their browser. */
export interface PresentedProof {
  readonly flow: Handle;
  readonly browser: string;
}

/** Refuses a proof, because its person said no. @returns err: it is not theirs to refuse, or there is none any more. */
export const declineLinkProof = (
  { store, clock }: Ports,
  { flow, browser }: PresentedProof,
): Promise<Result<void, Refusal<typeof linkProof, "refuse">>> =>
  inUnit(store, async (unit) => {
    const now = clock(), refused = await refuseLinkProof(unit, flow, { browser, now });
    if (!refused.ok) return err(refused.refusal);
    await failUpstreamFlow(unit, flow, now);
    return ok(undefined);
  });

/**
 * Keeps what the upstream gave us when they came, as far as it is still wanted. The session is one with that upstream from
 * now on, so that who signs out there is signed out here.
 */
async function keepBrought(
  unit: TenantStore,
  { proof, upstream, session_id }: {
    readonly proof: LinkProofRow;
    readonly upstream: UpstreamRow;
    readonly session_id: string;
  },
): Promise<void> {
  const { upstream_id, iss, sub, sid, tokens, tokens_expire_at } = proof, subject = { upstream_id, iss, sub };
  const id_token = upstream.logout === "none" ? null : proof.id_token;
  await noteSessionUpstream(unit, { session_id, ...subject, sid, id_token });
  if (tokens && tokens_expire_at !== null) {
    await keepUpstreamTokens(unit, subject, { tokens, expires_at: tokens_expire_at });
  }
}

/**
 * Links who somebody is at an upstream with the account that they have signed in to since they were asked to. The proof is
 * used up, the flow ends and the link is made in one unit.
 *
 * @param session_id The session in which they say yes; the caller has seen that it is this browser's.
 */
export const confirmLinkProof = (
  { store, clock, random }: Ports,
  { flow, browser, session_id }: PresentedProof & { readonly session_id: string },
): Promise<Result<SessionRow, ProofRefusal>> =>
  inUnit(store, async (unit) => {
    const now = clock(), proof = await findLinkProof(unit, flow);
    if (!proof) return err("unknown");
    const { upstream_id, iss, sub } = proof, subject = { upstream_id, iss, sub };
    const upstream = await lockActiveUpstream(unit, upstream_id, "update");
    const session = await lockSession(unit, session_id, now);
    if (!session) return err("signed_out");
    const { account_id, signed_in_at } = session;
    const linked = upstream && await accountOfIdentity(unit, subject);
    if (!upstream || linked && linked.id !== account_id) {
      const refused = await refuseLinkProof(unit, flow, { browser, now });
      if (!refused.ok) return err(refused.refusal);
      await failUpstreamFlow(unit, flow, now);
      return err(upstream ? "linked_elsewhere" : "upstream_gone");
    }
    if (!linked && !(await mayAddWayIn(unit, session, now))) return err("weak_way");
    const used = await useLinkProof(unit, flow, { browser, account: account_id, signed_in_at, now });
    if (!used.ok) return err(used.refusal);
    const confirmed = await confirmUpstreamFlow(unit, flow, { browser, now });
    if (!confirmed.ok) throw new Error(`A flow does not wait for its proof: ${confirmed.refusal}`);
    if (!linked) {
      const identity = { id: mintId(random), ...subject, account_id, evidence: "proof" } as const;
      await linkIdentity(unit, identity, now);
    }
    await keepBrought(unit, { proof, upstream, session_id });
    return ok(session);
  });

import { mintId, mintSubject } from "../crypto/random.ts";
import type { Handle } from "../crypto/secret.ts";
import { upstreamAcr } from "../domain/acr.ts";
import { arrivalPolicy, nobodyNew, noLimits } from "../domain/arrival_policy.ts";
import { unknownAuthTime } from "../domain/authentication.ts";
import type { StandardClaims } from "../domain/claims.ts";
import { linkProofLifetime } from "../domain/link_proof.ts";
import { none } from "../domain/machine.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { refreshedClaims } from "../domain/refreshed_claims.ts";
import type { Instant } from "../domain/time.ts";
import type { UpstreamPolicy } from "../domain/upstream.ts";
import {
  type Arrival,
  arrivalOf,
  type ArrivalRefusal,
  believedEmail,
  type LinkEvidence,
  type StatedEmail,
} from "../domain/upstream_arrival.ts";
import type { UpstreamSubject } from "../domain/upstream_identity.ts";
import {
  amendAccount,
  createAccount,
  lockAccountByEmail,
  moveAccount,
  refreshClaims,
} from "../store/accounts.ts";
import { findActiveClient } from "../store/clients.ts";
import { offerLinkProof } from "../store/link_proofs.ts";
import { withdrawLinks } from "../store/one_time_links.ts";
import type { Ports } from "../store/ports.ts";
import { noteSessionUpstream } from "../store/session_upstreams.ts";
import { inUnit, type TenantStore } from "../store/tenant_store.ts";
import { askProofOfFlow, completeUpstreamFlow, failUpstreamFlow } from "../store/upstream_flows.ts";
import { accountOfIdentity, linkIdentity } from "../store/upstream_identities.ts";
import { keepUpstreamTokens, type SealedTokens } from "../store/upstream_tokens.ts";
import { lockActiveUpstream, type UpstreamRow } from "../store/upstreams.ts";
import { beginSession, type SignedIn } from "./begin_session.ts";

/** Somebody for whom an upstream vouches. */
export interface UpstreamArrival {
  /** The flow that they came by, which ends with it. */
  readonly flow: Handle;
  readonly subject: UpstreamSubject;
  /** What the upstream calls its own session with them, where it says so. */
  readonly sid: string | undefined;
  /** Their ID token, sealed, where the upstream is shown it when the session ends. */
  readonly id_token: Uint8Array | null;
  /** What the upstream gave us for them, where that is kept. */
  readonly tokens: SealedTokens | undefined;
  readonly stated: StatedEmail;
  readonly claims: StandardClaims;
  /** How well they proved themselves at the upstream, where it says so. */
  readonly acr: string | undefined;
  /** How they proved themselves at the upstream, in its words. */
  readonly amr: readonly string[];
  /** When they proved themselves at the upstream, where it says so. */
  readonly auth_time: Instant | undefined;
  /** When they had to do so at the earliest; that they did was judged. */
  readonly auth_time_required: Instant | undefined;
  /** The client for whose authorization request they came; undefined where they came for none. */
  readonly client_id: string | undefined;
  /** The handle of the browser's cookie, where it sent one. */
  readonly browser: Handle | undefined;
}

/**
 * Why nobody was signed in. `upstream_gone`: an administrator closed it meanwhile; `flow_over`: it took too long;
 * `address_taken`: somebody got an account with the address a moment ago; `proof_asked`: an account has the address, and
 * the flow waits until its person has signed in to it.
 */
export type SignInThroughRefusal =
  | ArrivalRefusal
  | "upstream_gone"
  | "flow_over"
  | "address_taken"
  | "proof_asked";

type ArrivalPolicy = UpstreamPolicy & Pick<UpstreamRow, "refresh_claims">;
type Move = Exclude<Arrival, { readonly do: "refuse" }>;
type Settled = Exclude<Move, { readonly do: "prove" }>;

/** Decides what becomes of somebody. New people of one upstream are decided about one after the other. */
async function decide(
  { tenant }: Ports,
  unit: TenantStore,
  { subject, stated, client_id }: UpstreamArrival,
): Promise<
  Result<{ readonly move: Move; readonly policy: ArrivalPolicy }, ArrivalRefusal | "upstream_gone">
> {
  const known = await accountOfIdentity(unit, subject);
  const upstream = await lockActiveUpstream(unit, subject.upstream_id, known ? "share" : "update");
  if (!upstream) return err("upstream_gone");
  const client = client_id === undefined ? noLimits : await findActiveClient(unit, client_id);
  const narrowed = arrivalPolicy(upstream, [{ ...noLimits, ...tenant.policy }, client ?? nobodyNew]);
  const policy = { ...narrowed, refresh_claims: upstream.refresh_claims };
  // Whoever came in with the same identity in between has linked it by now.
  const linked = known ?? await accountOfIdentity(unit, subject), email = believedEmail(policy, stated);
  const holder = linked || email === undefined ? undefined : await lockAccountByEmail(unit, email);
  const move = arrivalOf(policy, { linked, stated, holder });
  return move.do === "refuse" ? err(move.why) : ok({ move, policy });
}

/** Makes an account of what the upstream says. @returns undefined where somebody took the address in between. */
async function makeAccount(
  { clock, random }: Ports,
  unit: TenantStore,
  { stated, claims }: UpstreamArrival,
  policy: UpstreamPolicy,
): Promise<string | undefined> {
  const at = clock(), id = mintSubject(random), email = believedEmail(policy, stated) ?? null;
  const record = { username: null, email, email_verified: email !== null, claims };
  if (!(await createAccount(unit, id, record, at))) return undefined;
  await moveAccount(unit, id, "activate", at);
  return id;
}

/** Gives an account that an administrator made to whoever has its address, which is verified with that. */
async function acceptInvitation(unit: TenantStore, id: string, email: string, at: Instant): Promise<void> {
  const account = await lockAccountByEmail(unit, email);
  if (account?.id !== id) throw new Error("A locked account has another address");
  const { username, claims } = account;
  await amendAccount(unit, id, account.version, { username, email, email_verified: true, claims }, at);
  await moveAccount(unit, id, "activate", at);
  // A link that was sent before would let somebody else in beside them.
  await withdrawLinks(unit, id, "set_password", at);
}

/** Does what was decided. @returns the account, linked with the identity; undefined where its address is taken. */
async function settle(
  ports: Ports,
  unit: TenantStore,
  arrival: UpstreamArrival,
  { move, policy }: { readonly move: Settled; readonly policy: ArrivalPolicy },
): Promise<string | undefined> {
  if (move.do === "sign_in") {
    const claims = refreshedClaims(policy.refresh_claims, arrival.claims);
    await refreshClaims(unit, move.account_id, claims, ports.clock());
    return move.account_id;
  }
  const linked_at = ports.clock(), evidence: LinkEvidence = move.do === "create" ? "created" : move.evidence;
  const account_id = move.do === "create" ? await makeAccount(ports, unit, arrival, policy) : move.account_id;
  if (account_id === undefined) return undefined;
  if (evidence === "invited") await acceptInvitation(unit, account_id, arrival.stated.email!, linked_at);
  const id = mintId(ports.random);
  await linkIdentity(unit, { id, ...arrival.subject, account_id, evidence }, linked_at);
  return account_id;
}

/** Has the flow wait for a proof that an account is its person's. */
async function askProof(
  unit: TenantStore,
  { flow, subject }: UpstreamArrival,
  account_id: string,
  now: Instant,
): Promise<"proof_asked" | "flow_over"> {
  const expires_at = now + linkProofLifetime;
  const asked = await askProofOfFlow(unit, flow, { now, expires_at });
  if (!asked.ok) return "flow_over";
  const { browser_digest } = asked.row;
  await offerLinkProof(unit, flow, { browser_digest, ...subject, account_id, expires_at }, now);
  return "proof_asked";
}

/**
 * Signs in somebody for whom an upstream vouches: with the account that the identity is linked with, one that it is
 * linked with now, or a new one, as upstream, tenant and client say. The session is one like after a password.
 *
 * @see OpenID Connect Core section 5.7 (an address names nobody for good), RFC 9700 section 4.4
 */
export const signInThrough = (
  ports: Ports,
  arrival: UpstreamArrival,
): Promise<Result<SignedIn, SignInThroughRefusal>> =>
  inUnit(ports.store, async (unit) => {
    const { flow, subject, sid, id_token, tokens, browser, auth_time, auth_time_required } = arrival,
      at = ports.clock();
    const decided = await decide(ports, unit, arrival);
    if (!decided.ok) {
      await failUpstreamFlow(unit, flow, at);
      return decided;
    }
    const { move, policy } = decided.value;
    if (move.do === "prove") return err(await askProof(unit, arrival, move.account_id, at));
    if (!(await completeUpstreamFlow(unit, flow, at)).ok) return err("flow_over");
    const account_id = await settle(ports, unit, arrival, { move, policy });
    if (account_id === undefined) return err("address_taken");
    if (tokens) await keepUpstreamTokens(unit, subject, tokens);
    const signedIn = await beginSession(ports, unit, account_id, browser, {
      // How well and how they proved themselves is the upstream's knowledge: its word counts as far as the operator says so.
      acr: upstreamAcr(policy, arrival.acr),
      amr: policy.trusted_amr.filter((word) => arrival.amr.includes(word)),
      // Its clock may be a little behind or ahead of ours.
      auth_time: auth_time === undefined
        ? unknownAuthTime
        : Math.min(at, Math.max(auth_time, auth_time_required ?? 0)),
      signed_in_by: subject.upstream_id,
    });
    await noteSessionUpstream(unit, {
      session_id: signedIn.session.id,
      ...subject,
      sid: sid ?? none,
      id_token,
    });
    return ok(signedIn);
  });

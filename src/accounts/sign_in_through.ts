import { mintId, mintSubject } from "../crypto/random.ts";
import type { Handle } from "../crypto/secret.ts";
import { upstreamAcr } from "../domain/acr.ts";
import { arrivalPolicy, nobodyNew, noLimits } from "../domain/arrival_policy.ts";
import { unknownAuthTime } from "../domain/authentication.ts";
import type { StandardClaims } from "../domain/claims.ts";
import { linkProofLifetime } from "../domain/link_proof.ts";
import { none } from "../domain/machine.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Instant } from "../domain/time.ts";
import type { UpstreamPolicy } from "../domain/upstream.ts";
import { followUpstream, type ToldClaims } from "../domain/upstream_claims.ts";
import {
  type Arrival,
  arrivalOf,
  type ArrivalRefusal,
  believedEmail,
  type LinkEvidence,
  type StatedEmail,
} from "../domain/upstream_arrival.ts";
import type { UpstreamSubject } from "../domain/upstream_identity.ts";
import { readUpstreamClaims, type Told } from "../protocol/upstream/upstream_claims.ts";
import { amendAccount, createAccount, lockAccountByEmail, moveAccount } from "../store/accounts.ts";
import { findActiveClient } from "../store/clients.ts";
import { offerLinkProof } from "../store/link_proofs.ts";
import { withdrawLinks } from "../store/one_time_links.ts";
import type { Ports } from "../store/ports.ts";
import { noteSessionUpstream } from "../store/session_upstreams.ts";
import { inUnit, type TenantStore } from "../store/tenant_store.ts";
import { askProofOfFlow, completeUpstreamFlow, failUpstreamFlow } from "../store/upstream_flows.ts";
import { accountOfIdentity, linkIdentity } from "../store/upstream_identities.ts";
import { keepUpstreamTokens, type SealedTokens } from "../store/upstream_tokens.ts";
import { lockActiveUpstream } from "../store/upstreams.ts";
import { beginSession, type Proven, type SignedIn } from "./begin_session.ts";
import { follow } from "./follow_upstream.ts";

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
  /** What an account that is made for them says. */
  readonly claims: StandardClaims;
  /** How well they proved themselves at the upstream, where it says so. */
  readonly acr: string | undefined;
  /** All that the upstream tells, for what it has the say over. */
  readonly told: Told;
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

/** Somebody who is signed in, and names of what the upstream has the say over and tells so that no account can hold it. */
export type SignedInThrough = SignedIn & { readonly left_out: readonly string[] };

type Move = Exclude<Arrival, { readonly do: "refuse" }>;

/** What becomes of somebody, and by which rules. */
interface Decided<M extends Move = Move> {
  readonly move: M;
  readonly policy: UpstreamPolicy;
  readonly told: ToldClaims;
}
type Settled = Decided<Exclude<Move, { readonly do: "prove" }>>;

/** Decides what becomes of somebody. New people of one upstream are decided about one after the other. */
async function decide(
  { tenant }: Ports,
  unit: TenantStore,
  { subject, stated, told, client_id }: UpstreamArrival,
): Promise<Result<Decided, ArrivalRefusal | "upstream_gone">> {
  const known = await accountOfIdentity(unit, subject);
  const upstream = await lockActiveUpstream(unit, subject.upstream_id, known ? "share" : "update");
  if (!upstream) return err("upstream_gone");
  const client = client_id === undefined ? noLimits : await findActiveClient(unit, client_id);
  const policy = arrivalPolicy(upstream, [{ ...noLimits, ...tenant.policy }, client ?? nobodyNew]);
  // Whoever came in with the same identity in between has linked it by now.
  const linked = known ?? await accountOfIdentity(unit, subject), email = believedEmail(policy, stated);
  const holder = linked || email === undefined ? undefined : await lockAccountByEmail(unit, email);
  const move = arrivalOf(policy, { linked, stated, holder });
  if (move.do === "refuse") return err(move.why);
  return ok({ move, policy, told: readUpstreamClaims(told, upstream.claims) });
}

/** The account that somebody is signed in to, and names of attributes for which it has no room. */
interface Settlement {
  readonly account_id: string;
  readonly left_out: readonly string[];
}

/** Makes an account of what the upstream says. @returns undefined where somebody took the address in between. */
async function makeAccount(
  { clock, random }: Ports,
  unit: TenantStore,
  { stated, claims }: UpstreamArrival,
  { policy, told }: Settled,
): Promise<Settlement | undefined> {
  const at = clock(), id = mintSubject(random), email = believedEmail(policy, stated) ?? null;
  const { left_out, ...said } = followUpstream({ claims, attributes: {} }, told);
  const record = { username: null, email, email_verified: email !== null, ...said };
  if (!(await createAccount(unit, id, record, at))) return undefined;
  await moveAccount(unit, id, "activate", at);
  return { account_id: id, left_out };
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

/** Does what was decided. @returns undefined where the address of the account is taken. */
async function settle(
  ports: Ports,
  unit: TenantStore,
  arrival: UpstreamArrival,
  decided: Settled,
): Promise<Settlement | undefined> {
  const { move, told } = decided, at = ports.clock();
  const link = (account_id: string, evidence: LinkEvidence) =>
    linkIdentity(unit, { id: mintId(ports.random), ...arrival.subject, account_id, evidence }, at);
  if (move.do === "create") {
    const made = await makeAccount(ports, unit, arrival, decided);
    if (made) await link(made.account_id, "created");
    return made;
  }
  const { account_id } = move;
  if (move.do === "link") {
    if (move.evidence === "invited") await acceptInvitation(unit, account_id, arrival.stated.email!, at);
    await link(account_id, move.evidence);
  }
  return { account_id, left_out: await follow(unit, account_id, told, at) };
}

/** Has the flow wait for a proof that an account is its person's, and keeps until then what came with them. */
async function askProof(
  unit: TenantStore,
  { flow, subject, sid = none, id_token, tokens }: UpstreamArrival,
  account_id: string,
  now: Instant,
): Promise<"proof_asked" | "flow_over"> {
  const expires_at = now + linkProofLifetime;
  const asked = await askProofOfFlow(unit, flow, { now, expires_at });
  if (!asked.ok) return "flow_over";
  const { browser_digest } = asked.row;
  const brought = {
    sid,
    id_token,
    tokens: tokens?.tokens ?? null,
    tokens_expire_at: tokens?.expires_at ?? null,
  };
  await offerLinkProof(unit, flow, { browser_digest, ...subject, ...brought, account_id, expires_at }, now);
  return "proof_asked";
}

/** How somebody proved themselves at an upstream: its word counts as far as the operator says so. */
const provenThere = (
  { subject, acr, amr, auth_time, auth_time_required = 0 }: UpstreamArrival,
  policy: UpstreamPolicy,
  at: Instant,
): Proven => ({
  acr: upstreamAcr(policy, acr),
  amr: policy.trusted_amr.filter((word) => amr.includes(word)),
  // Its clock may be a little behind or ahead of ours.
  auth_time: auth_time === undefined
    ? unknownAuthTime
    : Math.min(at, Math.max(auth_time, auth_time_required)),
  signed_in_by: subject.upstream_id,
});

/**
 * Signs in somebody for whom an upstream vouches: with the account that the identity is linked with, one that it is
 * linked with now, or a new one, as upstream, tenant and client say. The session is one like after a password.
 *
 * @see OpenID Connect Core section 5.7 (an address names nobody for good), RFC 9700 section 4.4
 */
export const signInThrough = (
  ports: Ports,
  arrival: UpstreamArrival,
): Promise<Result<SignedInThrough, SignInThroughRefusal>> =>
  inUnit(ports.store, async (unit) => {
    const { flow, subject, sid = none, id_token, tokens, browser } = arrival, at = ports.clock();
    const decided = await decide(ports, unit, arrival);
    if (!decided.ok) {
      await failUpstreamFlow(unit, flow, at);
      return decided;
    }
    const { move, policy, told } = decided.value;
    if (move.do === "prove") return err(await askProof(unit, arrival, move.account_id, at));
    if (!(await completeUpstreamFlow(unit, flow, at)).ok) return err("flow_over");
    const settled = await settle(ports, unit, arrival, { move, policy, told });
    if (!settled) return err("address_taken");
    if (tokens) await keepUpstreamTokens(unit, subject, tokens);
    const proven = provenThere(arrival, policy, at);
    const signedIn = await beginSession(ports, unit, settled.account_id, browser, proven);
    await noteSessionUpstream(unit, { session_id: signedIn.session.id, ...subject, sid, id_token });
    return ok({ ...signedIn, left_out: [...told.unusable, ...settled.left_out] });
  });

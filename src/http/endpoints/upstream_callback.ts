import { linkUpstream } from "../../accounts/link_upstream.ts";
import { signInThrough } from "../../accounts/sign_in_through.ts";
import { linkProofLifetime } from "../../domain/link_proof.ts";
import { keptTokens } from "../../protocol/upstream/upstream_kept_tokens.ts";
import { identifyPerson } from "../../rp/identify/identify_person.ts";
import type { UpstreamPerson } from "../../rp/identify/upstream_person.ts";
import { sealIdToken } from "../../rp/logout/id_token_seal.ts";
import { type ReturnFault, type TakenReturn, takeReturn } from "../../rp/flow/take_return.ts";
import { sealTokens } from "../../rp/tokens/token_seal.ts";
import { openSessions } from "../../store/sessions.ts";
import type { Rate } from "../../store/throttle.ts";
import { failUpstreamFlow } from "../../store/upstream_flows.ts";
import { logRefusal } from "../answer_error.ts";
import { addressWaits, answerWaits } from "../address_waits.ts";
import { brokerOf } from "../broker.ts";
import { giveBrowser } from "../browser_state.ts";
import { readBrowser } from "../cookies/browser.ts";
import { writeLastUsed } from "../cookies/last_used.ts";
import { clearUpstreamFlow, keepUpstreamFlow, readUpstreamFlow } from "../cookies/upstream_flow.ts";
import type { HttpContext } from "../env.ts";
import { readForm, readQuery } from "../form.ts";
import { goTo } from "../go_to.ts";
import { answerProblem, answerUnreadable } from "../page.tsx";
import { parkForm, unparked } from "../parked_form.ts";
import { proofPath } from "../proof_path.ts";
import type { Texts } from "../texts/catalogue.ts";
import { findHere, goBack } from "./account.tsx";
import { land } from "./land.ts";
import { answerUpstreamProblem, arrivalProblems, linkProblems } from "./upstream_problem.tsx";

const faultPages: Readonly<Record<ReturnFault, keyof Texts["refusals"]>> = {
  no_state: "invalidRequest",
  repeated: "invalidRequest",
  unknown_upstream: "expired",
  unknown: "expired",
  other_browser: "startedElsewhere",
  other_upstream: "invalidRequest",
  other_issuer: "invalidRequest",
  other_purpose: "invalidRequest",
  other_session: "startedElsewhere",
  expired: "expired",
  taken: "finished",
  failed: "finished",
};

function refuseReturn(c: HttpContext, fault: ReturnFault): Response {
  const description = "A return from an upstream is nobody's";
  logRefusal(c, { code: "invalid_request", why: `upstream_flow.${fault}`, description });
  return answerProblem(
    c,
    (refusals) => refusals[faultPages[fault]],
    faultPages[fault] === "startedElsewhere" ? 403 : 400,
  );
}

/** Who came back, as accounts here know them. */
const subjectOf = ({ upstream }: TakenReturn, { iss, sub }: UpstreamPerson) => ({
  upstream_id: upstream.id,
  iss,
  sub,
});

/** What an upstream gave us for whoever came back, sealed, where it is to be kept. */
function tokensToKeep(c: HttpContext, taken: TakenReturn, person: UpstreamPerson) {
  const broker = brokerOf(c), { tokens } = person;
  if (!taken.upstream.store_tokens || !tokens) return undefined;
  return sealTokens(broker, subjectOf(taken, person), keptTokens(tokens, broker.clock()));
}

/** Their ID token, sealed, where the upstream is to be shown it when the session ends. */
function idTokenToShow(c: HttpContext, taken: TakenReturn, person: UpstreamPerson) {
  const id_token = taken.upstream.logout === "none" ? undefined : person.tokens?.id_token;
  return id_token === undefined ? null : sealIdToken(brokerOf(c), subjectOf(taken, person), id_token);
}

/** Tells an operator which claims an upstream has the say over and tells so that no account can hold them. */
function logLeftOut(c: HttpContext, { slug }: TakenReturn["upstream"], names: readonly string[]): void {
  if (names.length === 0) return;
  const { deployment: { log }, requestId: request_id } = c.var;
  log("warn", "upstream_claims_left_out", { request_id, upstream: slug, claims: names.join(" ") });
}

/** Signs in whoever came back, and sends them on; or asks them to sign in to the account that has their address. */
async function signIn(
  c: HttpContext,
  taken: TakenReturn,
  person: UpstreamPerson,
): Promise<Response> {
  const { upstream, state, material } = taken,
    { sid, profile: { claims, ...stated }, told, acr, amr, auth_time } = person;
  const signedIn = await signInThrough(c.var.provider, {
    flow: state,
    subject: subjectOf(taken, person),
    sid,
    id_token: idTokenToShow(c, taken, person),
    tokens: tokensToKeep(c, taken, person),
    stated,
    claims,
    acr,
    told,
    amr,
    auth_time,
    auth_time_required: material.auth_time_required,
    client_id: material.client_id,
    browser: readBrowser(c),
  });
  if (!signedIn.ok) {
    const { error } = signedIn;
    if (error === "proof_asked") {
      keepUpstreamFlow(c, state, linkProofLifetime);
      return goTo(c, proofPath(taken.response.state));
    }
    clearUpstreamFlow(c, state);
    const page = arrivalProblems[error];
    return answerUpstreamProblem(c, upstream, { page, why: `arrival.${error}`, material });
  }
  logLeftOut(c, upstream, signedIn.value.left_out);
  clearUpstreamFlow(c, state);
  await giveBrowser(c, signedIn.value);
  writeLastUsed(c, upstream.slug);
  const { session, cookie } = signedIn.value;
  return await land(c, material, {
    session,
    browser: cookie.handle,
    otherwise: () => goTo(c, `/account?session=${session.id}`),
  });
}

/** Links who came back with the account that they are signed in to, and sends them back to its page. */
async function link(
  c: HttpContext,
  taken: TakenReturn,
  { person, session_id }: { readonly person: UpstreamPerson; readonly session_id: string },
): Promise<Response> {
  const { upstream, state, material } = taken, subject = subjectOf(taken, person);
  const tokens = tokensToKeep(c, taken, person);
  const linked = await linkUpstream(c.var.provider, { flow: state, subject, tokens, session_id });
  if (!linked.ok) {
    const { error } = linked, page = linkProblems[error];
    return answerUpstreamProblem(c, upstream, { page, why: `link.${error}`, material, session_id });
  }
  const { here } = await findHere(c, session_id);
  return here?.session.id === session_id ? goBack(c, here, "connected") : goTo(c, "/account");
}

/** How often people may come back to one address: each return has the upstream asked, and whoever starts many pays nothing. */
const perAddress: Rate = { burst: 300, interval: 0.5 };

/** Counts a return, before its flow is taken: whoever is held up can come again with it. @returns the answer instead. */
async function held(c: HttpContext): Promise<Response | undefined> {
  const waits = await addressWaits(c, "upstream_return", perAddress);
  if (waits === 0) return undefined;
  const description = "Too many returns from one address";
  return answerWaits(c, { waits, why: "upstream_flow.throttled", description });
}

/**
 * Takes a person back from an upstream. The flow is taken up, once and for good, before the upstream is asked anything;
 * then the upstream is asked; then, in one unit, the person is signed in, or linked.
 */
export async function getUpstreamCallback(c: HttpContext): Promise<Response> {
  const query = readQuery(c);
  if (!query.ok) return answerUnreadable(c, query.error);
  const parameters = await unparked(c, query.value);
  if (!parameters.ok) return answerProblem(c, (refusals) => refusals.expired, 400);
  const waits = await held(c);
  if (waits) return waits;
  const broker = brokerOf(c), { store, clock } = broker;
  const sessions = await openSessions(store, readBrowser(c), clock());
  const taken = await takeReturn(broker, {
    slug: c.req.param("idp") ?? "",
    parameters: parameters.value,
    cookieOf: (state) => readUpstreamFlow(c, state),
    session_ids: sessions.map(({ id }) => id),
  });
  if (!taken.ok) return refuseReturn(c, taken.error);
  const { upstream, state, material, session_id } = taken.value;
  const person = await identifyPerson(broker, taken.value);
  if (!person.ok) {
    clearUpstreamFlow(c, state);
    await failUpstreamFlow(store, state, clock());
    const { kind, why } = person.error;
    return answerUpstreamProblem(c, upstream, { page: kind, why, material, session_id });
  }
  if (session_id === undefined) return await signIn(c, taken.value, person.value);
  clearUpstreamFlow(c, state);
  return await link(c, taken.value, { person: person.value, session_id });
}

/** Takes a return that an upstream posts: from another site, and so without our cookies (OAuth 2.0 Form Post Response Mode). */
export async function postUpstreamCallback(c: HttpContext): Promise<Response> {
  const form = await readForm(c);
  return form.ok ? await parkForm(c, form.value) : answerUnreadable(c, form.error);
}

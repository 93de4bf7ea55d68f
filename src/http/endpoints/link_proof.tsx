import {
  confirmLinkProof,
  declineLinkProof,
  type ProofRefusal,
  provingSession,
} from "../../accounts/prove_link.ts";
import { displayName } from "../../domain/display_name.ts";
import { isLocalPath } from "../../domain/local_path.ts";
import type { Refusal } from "../../domain/machine.ts";
import { redirectSource } from "../../domain/redirect_uri.ts";
import type { upstreamFlow } from "../../domain/upstream_flow.ts";
import { relyingPartyPaths } from "../../protocol/endpoints.ts";
import { openWaitingFlow, type WaitingFlow } from "../../rp/flow/waiting_flow.ts";
import { findLinkProof, type LinkProofRow } from "../../store/link_proofs.ts";
import { openSessions, type SessionRow } from "../../store/sessions.ts";
import { findUpstreamById, type UpstreamRow } from "../../store/upstreams.ts";
import { logRefusal } from "../answer_error.ts";
import { brokerOf } from "../broker.ts";
import { clientCard, logoPath } from "../client_card.ts";
import { readBrowser } from "../cookies/browser.ts";
import { clearUpstreamFlow, readUpstreamFlow } from "../cookies/upstream_flow.ts";
import type { HttpContext } from "../env.ts";
import { field } from "../form.ts";
import { goTo } from "../go_to.ts";
import { ownAddress, ownPath } from "../own_address.ts";
import { csrfToken, hasCsrfToken, refuseForeign, takeOwnForm } from "../own_form.ts";
import { answerPage, answerProblem, pageSetting } from "../page.tsx";
import { LinkProofPage } from "../pages/link_proof.tsx";
import { SignInPage } from "../pages/sign_in.tsx";
import { proofPath } from "../proof_path.ts";
import type { Texts } from "../texts/catalogue.ts";
import { upstreamLinks } from "../upstream_links.ts";
import { findHere, goBack } from "./account.tsx";
import { answerSignInAgain } from "./account_upstreams.tsx";
import { attemptSignIn, type FormProblem } from "./attempt_sign_in.ts";
import { accountLabel, type OpenedInteraction, openHere } from "./interaction.tsx";
import { land } from "./land.ts";

/** A person who has yet to prove that the account with their address is theirs, in the browser in which they came. */
interface Proving {
  /** What addresses and forms carry. */
  readonly text: string;
  readonly flow: WaitingFlow;
  readonly proof: LinkProofRow;
  readonly upstream: UpstreamRow;
  /** The authorization request that they came for, where there is one. */
  readonly opened: OpenedInteraction | undefined;
}

const faultPages: Readonly<
  Partial<Record<Refusal<typeof upstreamFlow, "confirm"> | ProofRefusal, keyof Texts["refusals"]>>
> = { other_browser: "startedElsewhere", finished: "finished", failed: "finished", used: "finished" };

function refuse(
  c: HttpContext,
  why: Refusal<typeof upstreamFlow, "confirm"> | ProofRefusal,
): Response {
  logRefusal(c, { code: "access_denied", why: `link_proof.${why}`, description: "Nothing is linked" });
  const page = faultPages[why] ?? "expired";
  return answerProblem(c, (refusals) => refusals[page], page === "startedElsewhere" ? 403 : 400);
}

/** Opens what a request speaks of, or answers why it cannot go on in this browser. It changes nothing. */
async function openProof(c: HttpContext, text: string): Promise<Proving | Response> {
  const broker = brokerOf(c), { store } = broker;
  const flow = await openWaitingFlow(broker, text, (state) => readUpstreamFlow(c, state));
  if (!flow.ok) return refuse(c, flow.error);
  const proof = await findLinkProof(store, flow.value.state);
  const upstream = proof && await findUpstreamById(store, proof.upstream_id);
  if (!proof || !upstream) return refuse(c, "upstream_gone");
  const { interaction } = flow.value.material;
  const opened = interaction === undefined ? undefined : await openHere(c, interaction);
  if (opened instanceof Response) return opened;
  return { text, flow: flow.value, proof, upstream, opened };
}

/** What the tokens of the forms are bound to: the secret of the flow that this browser holds. */
const holderOf = ({ flow }: Proving) => `link_proof/${flow.browser}`;

const fieldsOf = (c: HttpContext, proving: Proving) => ({
  flow: proving.text,
  csrf: csrfToken(c, holderOf(proving)),
});

/**
 * Asks a person to sign in to the account. It says nothing of that account but that there is one: neither its name, nor
 * how its owner signs in, nor whether anybody can.
 */
async function askSignIn(
  c: HttpContext,
  proving: Proving,
  refused?: FormProblem & { readonly username: string },
): Promise<Response> {
  const { text, upstream, opened } = proving, standing = opened?.standing;
  const setting = pageSetting(c, standing?.request.ui_locales);
  const { title, message } = setting.texts.upstream.proof.ask;
  // Each has a button; the way by the domain of an address is one to an application.
  const upstreams = await upstreamLinks(c, {
    client: standing?.client,
    afterwards: { redirect_uri: proofPath(text) },
  });
  const page = (
    <SignInPage
      setting={setting}
      action={ownAddress(c, relyingPartyPaths.proof)}
      fields={fieldsOf(c, proving)}
      reason={{ title, message: message(displayName(upstream.display_name)) }}
      client={standing && clientCard(standing.client, standing.request.redirect_uri, {
        locale: setting.locale,
        logos: ownPath(c, logoPath),
      })}
      username={refused?.username}
      problem={refused?.problem(setting.texts)}
      upstreams={upstreams.map((link) => ({ ...link, hasDomains: false }))}
    />
  );
  return answerPage(c, page, { status: refused?.status ?? 200 });
}

/** Where the form leads that links: to the client, or to the app that they came from. */
function targetOf({ flow: { material: { redirect_uri } }, opened }: Proving): readonly string[] {
  const target = opened?.standing.request.redirect_uri ?? redirect_uri;
  return target === undefined || isLocalPath(target) ? [] : [redirectSource(target)];
}

async function askConfirmation(c: HttpContext, proving: Proving, session: SessionRow): Promise<Response> {
  const page = (
    <LinkProofPage
      setting={pageSetting(c, proving.opened?.standing.request.ui_locales)}
      name={proving.upstream.display_name}
      account={(await accountLabel(c, session)).label}
      action={ownAddress(c, relyingPartyPaths.proof)}
      fields={{ ...fieldsOf(c, proving), session: session.id }}
    />
  );
  return answerPage(c, page, { formTargets: targetOf(proving) });
}

/** Shows what is still to be done: to sign in to the account that has the address, then to say yes. It changes nothing. */
export async function getLinkProof(c: HttpContext): Promise<Response> {
  const proving = await openProof(c, c.req.query("flow") ?? "");
  if (proving instanceof Response) return proving;
  const { store, clock } = c.var.provider;
  const session = provingSession(proving.proof, await openSessions(store, readBrowser(c), clock()));
  return session ? await askConfirmation(c, proving, session) : await askSignIn(c, proving);
}

async function decline(c: HttpContext, { flow, opened }: Proving): Promise<Response> {
  const { state, browser } = flow;
  const declined = await declineLinkProof(c.var.provider, { flow: state, browser });
  if (!declined.ok) return refuse(c, declined.error);
  clearUpstreamFlow(c, state);
  return goTo(c, opened ? `/login?interaction=${opened.text}` : "/login");
}

async function confirm(c: HttpContext, { flow }: Proving, named: string): Promise<Response> {
  const { provider } = c.var, { state, browser, material } = flow, held = readBrowser(c);
  const sessions = await openSessions(provider.store, held, provider.clock());
  const mine = sessions.find(({ id }) => id === named);
  if (!mine) return refuse(c, "signed_out");
  const confirmed = await confirmLinkProof(provider, { flow: state, browser, session_id: mine.id });
  if (!confirmed.ok && confirmed.error === "weak_way") {
    logRefusal(c, { code: "access_denied", why: "link_proof.weak_way", description: "Nothing is linked" });
    return answerSignInAgain(c, "weakWay");
  }
  if (!confirmed.ok) return refuse(c, confirmed.error);
  clearUpstreamFlow(c, state);
  const session = confirmed.value, { here } = await findHere(c, session.id);
  return await land(c, material, {
    session,
    browser: held,
    otherwise: () => here ? goBack(c, here, "connected") : goTo(c, "/account"),
  });
}

/** Takes what a person answered: who they are, with a password; yes; or no. */
export async function postLinkProof(c: HttpContext): Promise<Response> {
  const form = await takeOwnForm(c);
  if (form instanceof Response) return form;
  const proving = await openProof(c, field(form, "flow"));
  if (proving instanceof Response) return proving;
  if (!hasCsrfToken(c, form, holderOf(proving)).ok) return refuseForeign(c);
  const decision = field(form, "decision");
  if (decision === "deny") return await decline(c, proving);
  if (decision === "allow") return await confirm(c, proving, field(form, "session"));
  const signedIn = await attemptSignIn(c, form);
  if (!signedIn.ok) return await askSignIn(c, proving, signedIn.error);
  if (provingSession(proving.proof, [signedIn.value.session])) {
    return goTo(c, proofPath(proving.text));
  }
  const problem = (texts: Texts) => texts.upstream.proof.otherAccount;
  return await askSignIn(c, proving, { username: field(form, "username"), status: 400, problem });
}

import { denied, openInteraction, type PersonAnswer, proceed, recordAnswer } from "../../op/interaction.ts";
import type { Parameters } from "../../protocol/parameters.ts";
import { openSessions } from "../../store/sessions.ts";
import { browserState } from "../browser_state.ts";
import { clearInteraction } from "../cookies/interaction.ts";
import type { HttpContext } from "../env.ts";
import { field } from "../form.ts";
import { hasCsrfToken, refuseForeign, takeOwnForm } from "../own_form.ts";
import { answerClient, answerProblem } from "../page.tsx";
import { postAccountLogin, showAccountLogin } from "./account_login.tsx";
import { flowFor } from "../flow_for.ts";
import { askedIn } from "../upstream_links.ts";
import { attemptSignIn, type FormProblem } from "./attempt_sign_in.ts";
import { leadHome, nobodysDomain } from "./lead_home.tsx";
import { answerNext, type OpenedInteraction, openHere, pageAddress, showPage } from "./interaction.tsx";

/** Shows what an interaction asks for on this page, or goes where it is asked; without one, the way to the account page. */
export async function getLogin(c: HttpContext): Promise<Response> {
  const interaction = c.req.query("interaction");
  if (interaction === undefined) return await showAccountLogin(c);
  const opened = await openHere(c, interaction);
  if (opened instanceof Response) return opened;
  const wish = (["account", "login"] as const).find((name) => name === c.req.query("ask"));
  const next = await proceed(c.var.provider, opened, wish);
  if (next.kind !== "ask" || next.situation.ask === "consent") return answerNext(c, opened, next);
  return await showPage(c, opened, next.situation);
}

/** A post of a page of an interaction: from our page, in the browser that started it, with its token. */
interface Answered {
  readonly form: Parameters;
  readonly opened: OpenedInteraction;
}

async function openAnswer(c: HttpContext, form: Parameters): Promise<Answered | Response> {
  const opened = await openHere(c, field(form, "interaction"));
  if (opened instanceof Response) return opened;
  return hasCsrfToken(c, form, opened.cookieDigest).ok ? { form, opened } : refuseForeign(c);
}

/** Reads a post of a page of an interaction. */
export async function readAnswer(c: HttpContext): Promise<Answered | Response> {
  const form = await takeOwnForm(c);
  return form instanceof Response ? form : await openAnswer(c, form);
}

/** The person said no, on whichever page. */
export async function answerDenied(c: HttpContext, opened: OpenedInteraction): Promise<Response> {
  const { provider } = c.var;
  if (!await recordAnswer(provider, opened, { event: "deny" })) {
    return answerProblem(c, (refusals) => refusals.finished, 400);
  }
  clearInteraction(c, opened.handle);
  return answerClient(c, await denied(provider, opened));
}

/** Records an answer and goes on with the interaction as it stands after it. */
export async function goOn(
  c: HttpContext,
  opened: OpenedInteraction,
  answer: PersonAnswer,
): Promise<Response> {
  const { provider } = c.var;
  if (!await recordAnswer(provider, opened, answer)) return c.redirect(pageAddress(c, "/login", opened), 303);
  const again = await openInteraction(provider, {
    interaction: opened.text,
    cookie: opened.cookie,
    browser: opened.standing.browser,
    browser_state: await browserState(c),
  });
  if (!again.ok) return answerProblem(c, (refusals) => refusals.expired, 400);
  const next = { ...again.value, text: opened.text };
  return answerNext(c, next, await proceed(provider, next));
}

async function choose(c: HttpContext, opened: OpenedInteraction, session_id: string): Promise<Response> {
  const { store, clock } = c.var.provider;
  if (session_id === "other") return c.redirect(pageAddress(c, "/login", opened, "&ask=login"), 303);
  const sessions = await openSessions(store, opened.standing.browser, clock());
  const session = sessions.find(({ id }) => id === session_id);
  if (!session) return c.redirect(pageAddress(c, "/login", opened), 303);
  return await goOn(c, opened, { event: "choose", session_id, account_id: session.account_id });
}

async function showSignIn(
  c: HttpContext,
  opened: OpenedInteraction,
  refused: FormProblem & { readonly username: string },
): Promise<Response> {
  const { store, clock } = c.var.provider;
  const sessions = await openSessions(store, opened.standing.browser, clock());
  return await showPage(c, opened, { ask: "login", sessions, barred: [] }, refused);
}

/** Leads a person to the upstream of their address, or says that there is none. */
async function askOrganisation(
  c: HttpContext,
  opened: OpenedInteraction,
  form: Parameters,
): Promise<Response> {
  const led = await leadHome(c, form, {
    ...askedIn(opened.standing),
    flow: (upstream, typed) => flowFor(opened, upstream, typed),
  });
  return led ?? await showSignIn(c, opened, { ...nobodysDomain, username: field(form, "username") });
}

/** Takes what a person answered on the sign-in page, with or without an app, or on the chooser. */
export async function postLogin(c: HttpContext): Promise<Response> {
  const posted = await takeOwnForm(c);
  if (posted instanceof Response) return posted;
  if (!posted.has("interaction")) return await postAccountLogin(c, posted);
  const answer = await openAnswer(c, posted);
  if (answer instanceof Response) return answer;
  const { form, opened } = answer;
  if (field(form, "decision") === "deny") return await answerDenied(c, opened);
  if (form.has("session")) return await choose(c, opened, field(form, "session"));
  if (field(form, "decision") === "organisation") return await askOrganisation(c, opened, form);
  const signedIn = await attemptSignIn(c, form);
  if (!signedIn.ok) return await showSignIn(c, opened, signedIn.error);
  const { session, cookie } = signedIn.value;
  const standing = { ...opened.standing, browser: cookie.handle };
  return await goOn(c, { ...opened, standing }, {
    event: "authenticate",
    session_id: session.id,
    account_id: session.account_id,
  });
}

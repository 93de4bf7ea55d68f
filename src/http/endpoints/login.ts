import { signIn, type SignInRefusal } from "../../accounts/sign_in.ts";
import { denied, openInteraction, type PersonAnswer, proceed, recordAnswer } from "../../op/interaction.ts";
import { openSessions } from "../../store/sessions.ts";
import { logRefusal } from "../answer_error.ts";
import { clientAddress, throttleKey, trustedNetworks } from "../client_address.ts";
import { clearInteraction, readBrowser, writeBrowser } from "../cookies.ts";
import type { HttpContext } from "../env.ts";
import { field, formFaults } from "../form.ts";
import { hasCsrfToken, readOwnForm } from "../own_form.ts";
import { answerClient, answerProblem } from "../page.tsx";
import type { Parameters } from "../../protocol/parameters.ts";
import {
  answerNext,
  type OpenedInteraction,
  openHere,
  pageAddress,
  type PageExtras,
  showPage,
} from "./interaction.tsx";

/** Shows what an interaction asks for on this page, or goes where it is asked. */
export async function getLogin(c: HttpContext): Promise<Response> {
  const opened = await openHere(c, c.req.query("interaction") ?? "");
  if (opened instanceof Response) return opened;
  const wish = (["account", "login"] as const).find((name) => name === c.req.query("ask"));
  const next = await proceed(c.var.provider, opened, wish);
  if (next.kind !== "ask" || next.situation.ask === "consent") return answerNext(c, opened, next);
  return await showPage(c, opened, next.situation);
}

/** Reads a post of a page of an interaction: from our page, in the browser that started it, with its token. */
export async function readAnswer(
  c: HttpContext,
): Promise<{ readonly form: Parameters; readonly opened: OpenedInteraction } | Response> {
  const form = await readOwnForm(c);
  if (!form.ok) {
    logRefusal(c, {
      code: "invalid_request",
      why: `form.${form.error}`,
      description: "A form cannot be taken",
    });
    return form.error === "foreign"
      ? answerProblem(c, (refusals) => refusals.foreignForm, 403)
      : answerProblem(c, (refusals) => refusals.invalidRequest, formFaults[form.error].status);
  }
  const opened = await openHere(c, field(form.value, "interaction"));
  if (opened instanceof Response) return opened;
  if (!hasCsrfToken(c, form.value, opened.cookieDigest).ok) {
    logRefusal(c, {
      code: "invalid_request",
      why: "form.csrf",
      description: "The form's token is not this browser's",
    });
    return answerProblem(c, (refusals) => refusals.foreignForm, 403);
  }
  return { form: form.value, opened };
}

/** The person said no, on whichever page. */
export async function answerDenied(c: HttpContext, opened: OpenedInteraction): Promise<Response> {
  const { provider } = c.var;
  if (!await recordAnswer(provider, opened, { event: "deny" })) {
    return answerProblem(c, (refusals) => refusals.finished, 400);
  }
  clearInteraction(c, opened.handle);
  return answerClient(c, denied(provider, opened));
}

const extras = (refusal: SignInRefusal, username: string): PageExtras => {
  switch (refusal.why) {
    case "wrong":
      return { username, status: 400, problem: (texts) => texts.signIn.failed };
    case "busy":
      return { username, status: 503, problem: (texts) => texts.signIn.busy };
    case "throttled": {
      const minutes = Math.ceil(refusal.retryAfter / 60);
      return { username, status: 429, problem: (texts) => texts.signIn.tooManyAttempts(minutes) };
    }
  }
};

/** Records an answer and goes on with the interaction as it stands after it. */
async function goOn(c: HttpContext, opened: OpenedInteraction, answer: PersonAnswer): Promise<Response> {
  const { provider } = c.var;
  if (!await recordAnswer(provider, opened, answer)) return c.redirect(pageAddress(c, "/login", opened), 303);
  const again = await openInteraction(provider, {
    interaction: opened.text,
    cookie: opened.cookie,
    browser: opened.standing.browser,
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

/** Takes what a person answered on the sign-in page or on the chooser. */
export async function postLogin(c: HttpContext): Promise<Response> {
  const answer = await readAnswer(c);
  if (answer instanceof Response) return answer;
  const { form, opened } = answer, { provider, deployment } = c.var;
  if (field(form, "decision") === "deny") return await answerDenied(c, opened);
  if (form.has("session")) return await choose(c, opened, field(form, "session"));
  const username = field(form, "username");
  const address = clientAddress(
    c.env?.remoteAddress,
    c.req.header("x-forwarded-for"),
    trustedNetworks(deployment.trustedProxies),
  );
  const signedIn = await signIn(provider, deployment.passwords, {
    username,
    password: field(form, "password"),
    browser: readBrowser(c),
    address: throttleKey(address),
  });
  if (!signedIn.ok) {
    const { error } = signedIn;
    logRefusal(c, {
      code: "access_denied",
      why: `sign_in.${error.why}`,
      description: "Nobody was signed in",
    });
    if (error.why !== "wrong") c.header("Retry-After", String(error.retryAfter));
    const sessions = await openSessions(provider.store, opened.standing.browser, provider.clock());
    return await showPage(c, opened, { ask: "login", sessions }, extras(error, username));
  }
  const { session, cookie, expiresAt } = signedIn.value;
  writeBrowser(c, cookie, expiresAt);
  const standing = { ...opened.standing, browser: cookie.handle };
  return await goOn(c, { ...opened, standing }, {
    event: "authenticate",
    session_id: session.id,
    account_id: session.account_id,
  });
}

import { redirectSource } from "../../domain/redirect_uri.ts";
import { judgeLogout, type LogoutDecision } from "../../op/end_session.ts";
import { endSessionParameters, parameter, type Parameters } from "../../protocol/parameters.ts";
import { logRefusal } from "../answer_error.ts";
import { readBrowser } from "../cookies/browser.ts";
import type { HttpContext } from "../env.ts";
import { field, readForm, readQuery } from "../form.ts";
import { goTo } from "../go_to.ts";
import { csrfToken, hasCsrfToken, refuseForeign, takeOwnForm } from "../own_form.ts";
import { ownAddress, ownPath } from "../own_address.ts";
import { answerPage, answerProblem, answerUnreadable, pageSetting } from "../page.tsx";
import { SignOutPage } from "../pages/sign_out.tsx";
import { parkForm, unparked } from "../parked_form.ts";
import { answerSignedOut, signOutHere } from "../sign_out.tsx";
import { clientCard, logoPath } from "../client_card.ts";
import { accountLabel } from "./interaction.tsx";

/** What the token of the sign-out form is bound to. */
const holderOf = (digest: string) => `sign_out/${digest}`;

/** Whether a person sees this answer as a page of its own: not an image, a frame or what a browser fetches ahead. */
const isSeen = (c: HttpContext): boolean =>
  (c.req.header("sec-fetch-dest") ?? "document") === "document" && c.req.header("sec-purpose") === undefined;

async function ask(c: HttpContext, parameters: Parameters, decision: LogoutDecision): Promise<Response> {
  const { client, sessions, onward } = decision;
  const sent = endSessionParameters.map((name) => [name, parameter(parameters, name)] as const)
    .filter((pair): pair is [typeof pair[0], string] => pair[1] !== undefined);
  const setting = pageSetting(c, parameter(parameters, "ui_locales"));
  const shown = { locale: setting.locale, logos: ownPath(c, logoPath) };
  const page = (
    <SignOutPage
      setting={setting}
      action={ownAddress(c, "/sign-out")}
      fields={{
        ...Object.fromEntries(decision.error ? [] : sent),
        csrf: csrfToken(c, holderOf(readBrowser(c)!.digest)),
      }}
      client={client && clientCard(client, client.metadata.redirect_uris[0], shown)}
      accounts={await Promise.all(sessions.map((session) => accountLabel(c, session)))}
      trace={c.var.deployment.development ? c.var.refusal?.trace : undefined}
    />
  );
  return answerPage(
    c,
    page,
    onward && !onward.shown ? { formTargets: [redirectSource(onward.location)] } : {},
  );
}

/**
 * Takes a logout request. The app that shows the ID token of a session in this browser ends it; in all other cases the
 * person is asked, so that nobody else's link or image signs anybody out.
 *
 * @see OpenID Connect RP-Initiated Logout section 2
 */
export async function getEndSession(c: HttpContext): Promise<Response> {
  const query = readQuery(c);
  if (!query.ok) return answerUnreadable(c, query.error);
  const parameters = await unparked(c, query.value);
  if (!parameters.ok) return answerProblem(c, (refusals) => refusals.expired, 400);
  const decision = await judgeLogout(c.var.provider, {
    parameters: parameters.value,
    browser: readBrowser(c),
  });
  const { sessions, session, client, onward, error } = decision;
  c.set("clientId", client?.client_id);
  if (error) logRefusal(c, error);
  const browser = readBrowser(c);
  // To other sites' frames our cookie does not come: led back there, an app would take for done what was not.
  if (sessions.length === 0 || !browser) {
    const seen = onward && { ...onward, shown: onward.shown || !client };
    return answerSignedOut(c, { onward: isSeen(c) ? seen : undefined });
  }
  return session && isSeen(c)
    ? await signOutHere(c, browser, { which: session, onward: () => onward })
    : await ask(c, parameters.value, decision);
}

/** Takes a logout request as a form, from wherever. */
export async function postEndSession(c: HttpContext): Promise<Response> {
  const form = await readForm(c);
  return form.ok ? await parkForm(c, form.value) : answerUnreadable(c, form.error);
}

/** Takes the answer of a person who was asked. */
export async function postSignOut(c: HttpContext): Promise<Response> {
  const form = await takeOwnForm(c);
  if (form instanceof Response) return form;
  const browser = readBrowser(c), { provider } = c.var;
  if (!browser || !hasCsrfToken(c, form, holderOf(browser.digest)).ok) return refuseForeign(c);
  if (field(form, "decision") !== "sign_out") return goTo(c, "/account");
  const { onward } = await judgeLogout(provider, { parameters: form, browser });
  return await signOutHere(c, browser, { which: undefined, onward: () => onward });
}

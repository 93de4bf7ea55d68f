import type { Parameters } from "../../protocol/parameters.ts";
import { hintFor } from "../../protocol/upstream/upstream_request.ts";
import { openSessions } from "../../store/sessions.ts";
import { readBrowser } from "../cookies/browser.ts";
import { clearPreSession } from "../cookies/pre_session.ts";
import type { HttpContext } from "../env.ts";
import { field } from "../form.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import { leadHome, nobodysDomain } from "./lead_home.tsx";
import { csrfToken, hasCsrfToken, refuseForeign } from "../own_form.ts";
import { goTo } from "../go_to.ts";
import { ownAddress } from "../own_address.ts";
import { answerPage, pageSetting } from "../page.tsx";
import { SignInPage } from "../pages/sign_in.tsx";
import { bindBrowser, boundBrowser } from "../pre_session.ts";
import { upstreamLinks } from "../upstream_links.ts";
import { attemptSignIn, type FormProblem } from "./attempt_sign_in.ts";

/** What the token of the sign-in form is bound to: the pre-session that this browser holds. */
const holderOf = (digest: string) => `sign_in/${digest}`;

/** Shows the sign-in page to a person whom no app has sent. */
export async function showAccountLogin(
  c: HttpContext,
  refused?: FormProblem & { readonly username: string },
): Promise<Response> {
  const { store, clock } = c.var.provider, setting = pageSetting(c);
  const sessions = await openSessions(store, readBrowser(c), clock());
  return answerPage(
    c,
    <SignInPage
      setting={setting}
      action={ownAddress(c, "/login")}
      fields={{ csrf: csrfToken(c, holderOf(bindBrowser(c))) }}
      username={refused?.username}
      problem={refused?.problem(setting.texts)}
      accountsHref={sessions.length > 0 ? ownAddress(c, "/account") : undefined}
      upstreams={await upstreamLinks(c)}
      cancellable={false}
    />,
    { status: refused?.status ?? 200 },
  );
}

/** Signs in a person whom no app has sent; they come to their account page, beside whoever was signed in before. */
export async function postAccountLogin(c: HttpContext, form: Parameters): Promise<Response> {
  const bound = boundBrowser(c);
  if (!bound || !hasCsrfToken(c, form, holderOf(bound)).ok) return refuseForeign(c);
  if (field(form, "decision") === "organisation") {
    const flow = (upstream: UpstreamRow, typed: string) => ({
      demands: { acr_values: upstream.trusted_acr, ...hintFor(upstream, typed) },
      auth_time_required: undefined,
    });
    return await leadHome(c, form, { flow }) ??
      await showAccountLogin(c, { ...nobodysDomain, username: field(form, "username") });
  }
  const signedIn = await attemptSignIn(c, form);
  if (!signedIn.ok) return await showAccountLogin(c, signedIn.error);
  clearPreSession(c);
  return goTo(c, `/account?session=${signedIn.value.session.id}`);
}

import { mintSecret, parseSecret } from "../../crypto/secret.ts";
import { lifetime } from "../../domain/tenant_policy.ts";
import type { Parameters } from "../../protocol/parameters.ts";
import { openSessions } from "../../store/sessions.ts";
import { clearPreSession, readBrowser, readPreSession, writePreSession } from "../cookies.ts";
import type { HttpContext } from "../env.ts";
import { csrfToken, hasCsrfToken, refuseForeign } from "../own_form.ts";
import { ownAddress } from "../own_address.ts";
import { answerPage, pageSetting } from "../page.tsx";
import { SignInPage } from "../pages/sign_in.tsx";
import { attemptSignIn, type FormProblem } from "./attempt_sign_in.ts";

/** What the token of the sign-in form is bound to: the pre-session that this browser holds. */
const holderOf = (digest: string) => `sign_in/${digest}`;

/** Binds this browser to the form that it is about to see, or keeps it bound. @returns the digest of its secret. */
function bindBrowser(c: HttpContext): string {
  const { clock, random, tenant } = c.var.provider, lives = lifetime(tenant.policy, "interaction");
  const held = readPreSession(c) ?? "", handle = parseSecret("pre_session", held);
  const fresh = handle ? undefined : mintSecret("pre_session", clock() + lives, random);
  writePreSession(c, fresh?.reveal() ?? held, lives);
  return (handle ?? fresh!.handle).digest;
}

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
      cancellable={false}
    />,
    { status: refused?.status ?? 200 },
  );
}

/** Signs in a person whom no app has sent; they come to their account page, beside whoever was signed in before. */
export async function postAccountLogin(c: HttpContext, form: Parameters): Promise<Response> {
  const handle = parseSecret("pre_session", readPreSession(c) ?? "");
  if (!handle || !hasCsrfToken(c, form, holderOf(handle.digest)).ok) return refuseForeign(c);
  const signedIn = await attemptSignIn(c, form);
  if (!signedIn.ok) return await showAccountLogin(c, signedIn.error);
  clearPreSession(c);
  c.header("Cache-Control", "no-store");
  const { issuer } = c.var.provider.tenant;
  return c.redirect(`${issuer}/account?session=${signedIn.value.session.id}`, 303);
}

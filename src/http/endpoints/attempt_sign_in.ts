import type { SignedIn } from "../../accounts/begin_session.ts";
import { signIn, type SignInRefusal } from "../../accounts/sign_in.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Parameters } from "../../protocol/parameters.ts";
import { logRefusal } from "../answer_error.ts";
import { addressKey } from "../client_address.ts";
import { giveBrowser } from "../browser_state.ts";
import { readBrowser } from "../cookies/browser.ts";
import { writeLastUsed } from "../cookies/last_used.ts";
import type { HttpContext } from "../env.ts";
import { field } from "../form.ts";
import type { Texts } from "../texts/catalogue.ts";

/** Why a form is shown again: the sentence, and the answer's status. */
export interface FormProblem {
  readonly problem: (texts: Texts) => string;
  readonly status: 400 | 429 | 503;
}

/** What a person is told who was not let in; when to come back stands in the header too. */
export function problemOf(
  c: HttpContext,
  refusal: SignInRefusal,
  wrong: (texts: Texts) => string = (texts) => texts.signIn.failed,
): FormProblem {
  if (refusal.why !== "wrong") c.header("Retry-After", String(refusal.retryAfter));
  switch (refusal.why) {
    case "wrong":
      return { status: 400, problem: wrong };
    case "busy":
      return { status: 503, problem: (texts) => texts.signIn.busy };
    case "throttled": {
      const minutes = Math.ceil(refusal.retryAfter / 60);
      return { status: 429, problem: (texts) => texts.signIn.tooManyAttempts(minutes) };
    }
  }
}

/**
 * Signs in whoever the form's `username` and `password` are; the browser has its new cookie then.
 *
 * @returns err: why the form is to be shown again, with what was typed as username.
 */
export async function attemptSignIn(
  c: HttpContext,
  form: Parameters,
): Promise<Result<SignedIn, FormProblem & { readonly username: string }>> {
  const { provider, deployment } = c.var, username = field(form, "username");
  const signedIn = await signIn(provider, deployment.passwords, {
    username,
    password: field(form, "password"),
    browser: readBrowser(c),
    address: addressKey(c),
  });
  if (!signedIn.ok) {
    const { error } = signedIn, description = "Nobody was signed in";
    logRefusal(c, { code: "access_denied", why: `sign_in.${error.why}`, description });
    return err({ username, ...problemOf(c, error) });
  }
  await giveBrowser(c, signedIn.value);
  writeLastUsed(c, undefined);
  return ok(signedIn.value);
}

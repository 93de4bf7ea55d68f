import {
  peekSetPassword,
  setPassword,
  type SetPasswordRefusal,
  shortestPassword,
} from "../../accounts/set_password.ts";
import { sha256 } from "../../crypto/digest.ts";
import type { HttpContext } from "../env.ts";
import { field } from "../form.ts";
import { csrfToken, hasCsrfToken, refuseForeign, takeOwnForm } from "../own_form.ts";
import { ownAddress } from "../own_address.ts";
import { answerPage, answerProblem, pageSetting } from "../page.tsx";
import { NoticePage } from "../pages/notice.tsx";
import { SetPasswordPage } from "../pages/set_password.tsx";
import type { Texts } from "../texts/catalogue.ts";

/** The sentence for a refusal that can be mended in the form. */
const problems: Readonly<Record<Exclude<SetPasswordRefusal, "link_spent">, (texts: Texts) => string>> = {
  too_short: (texts) => texts.setPassword.tooShort(shortestPassword),
  too_long: (texts) => texts.setPassword.tooLong,
  busy: (texts) => texts.signIn.busy,
};

async function showForm(c: HttpContext, link: string, refusal?: keyof typeof problems): Promise<Response> {
  const username = await peekSetPassword(c.var.provider, link);
  if (username === undefined) return answerProblem(c, (refusals) => refusals.linkSpent, 400);
  const setting = pageSetting(c);
  if (refusal === "busy") c.header("Retry-After", "2");
  return answerPage(
    c,
    <SetPasswordPage
      setting={setting}
      action={ownAddress(c, "/set-password")}
      fields={{ link, csrf: csrfToken(c, sha256(link)) }}
      username={username}
      minimumLength={shortestPassword}
      problem={refusal && problems[refusal](setting.texts)}
    />,
    { status: refusal === undefined ? 200 : refusal === "busy" ? 503 : 400 },
  );
}

/** Shows the form of a one-time link. Looking uses nothing up. */
export const getSetPassword = (c: HttpContext): Promise<Response> => showForm(c, c.req.query("link") ?? "");

/** Takes the new password, and with it the link. */
export async function postSetPassword(c: HttpContext): Promise<Response> {
  const form = await takeOwnForm(c);
  if (form instanceof Response) return form;
  const link = field(form, "link");
  if (!hasCsrfToken(c, form, sha256(link)).ok) return refuseForeign(c);
  const { provider, deployment } = c.var;
  const set = await setPassword(provider, deployment.passwords, {
    link,
    password: field(form, "password"),
  });
  if (!set.ok) {
    if (set.error !== "link_spent") return await showForm(c, link, set.error);
    return answerProblem(c, (refusals) => refusals.linkSpent, 400);
  }
  const setting = pageSetting(c), { texts } = setting, { title, message } = texts.notices.passwordSet;
  const names = set.value.map(({ display_name }) => display_name);
  const beside = names.length === 0
    ? undefined
    : { message: texts.upstream.links.stillSigns, names, href: ownAddress(c, "/account") };
  return answerPage(c, <NoticePage setting={setting} title={title} message={message} beside={beside} />);
}

import {
  createAdmin,
  type CreateAdminRefusal,
  type NewAdmin,
  peekAdminLink,
} from "../../accounts/create_admin.ts";
import { shortestPassword } from "../../accounts/set_password.ts";
import { sha256 } from "../../crypto/digest.ts";
import { logRefusal } from "../answer_error.ts";
import { giveBrowser } from "../browser_state.ts";
import { readBrowser } from "../cookies/browser.ts";
import type { HttpContext } from "../env.ts";
import { field } from "../form.ts";
import { csrfToken, hasCsrfToken, refuseForeign, takeOwnForm } from "../own_form.ts";
import { goTo } from "../go_to.ts";
import { ownAddress } from "../own_address.ts";
import { answerPage, answerProblem, pageSetting } from "../page.tsx";
import { CreateAdminPage } from "../pages/create_admin.tsx";
import type { Texts } from "../texts/catalogue.ts";

type Mendable = Exclude<CreateAdminRefusal, "link_spent">;

/** The sentence for a refusal that can be mended in the form. */
const problems: Readonly<Record<Mendable, (texts: Texts) => string>> = {
  bad_username: (texts) => texts.createAdmin.badUsername,
  bad_email: (texts) => texts.createAdmin.badEmail,
  username_taken: (texts) => texts.createAdmin.usernameTaken,
  email_taken: (texts) => texts.createAdmin.emailTaken,
  too_short: (texts) => texts.setPassword.tooShort(shortestPassword),
  too_long: (texts) => texts.setPassword.tooLong,
  busy: (texts) => texts.signIn.busy,
};

async function showForm(
  c: HttpContext,
  link: string,
  refused?: { readonly why: Mendable; readonly typed: Pick<NewAdmin, "username" | "email"> },
): Promise<Response> {
  if (!(await peekAdminLink(c.var.provider, link))) {
    return answerProblem(c, (refusals) => refusals.linkSpent, 400);
  }
  const setting = pageSetting(c);
  if (refused?.why === "busy") c.header("Retry-After", "2");
  return answerPage(
    c,
    <CreateAdminPage
      setting={setting}
      action={ownAddress(c, "/admin-link")}
      fields={{ link, csrf: csrfToken(c, sha256(link)) }}
      typed={refused?.typed ?? { username: "", email: "" }}
      minimumLength={shortestPassword}
      problem={refused && problems[refused.why](setting.texts)}
    />,
    { status: refused === undefined ? 200 : refused.why === "busy" ? 503 : 400 },
  );
}

/** Shows the form of an admin link. Looking uses nothing up. */
export const getAdminLink = (c: HttpContext): Promise<Response> => showForm(c, c.req.query("link") ?? "");

/** Takes who the administrator is, and with it the link; they are signed in then. */
export async function postAdminLink(c: HttpContext): Promise<Response> {
  const form = await takeOwnForm(c);
  if (form instanceof Response) return form;
  const link = field(form, "link");
  if (!hasCsrfToken(c, form, sha256(link)).ok) return refuseForeign(c);
  const { provider, deployment } = c.var;
  const typed = { username: field(form, "username").trim(), email: field(form, "email").trim() };
  const created = await createAdmin(provider, deployment.passwords, {
    ...typed,
    link,
    password: field(form, "password"),
    browser: readBrowser(c),
  });
  if (!created.ok) {
    const { error } = created, description = "No administrator was made";
    logRefusal(c, { code: "access_denied", why: `admin_link.${error}`, description });
    if (error !== "link_spent") return await showForm(c, link, { why: error, typed });
    return answerProblem(c, (refusals) => refusals.linkSpent, 400);
  }
  const { session } = created.value;
  await giveBrowser(c, created.value);
  return goTo(c, `/account?session=${session.id}`);
}

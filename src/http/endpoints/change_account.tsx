import { changePassword } from "../../accounts/change_password.ts";
import { disconnectApp } from "../../accounts/connected_apps.ts";
import { endOneSession, endOtherSessions } from "../../accounts/end_session.ts";
import { restoreLink, undoLink, unlinkUpstream } from "../../accounts/unlink_upstream.ts";
import { shortestPassword } from "../../accounts/set_password.ts";
import type { Result } from "../../domain/result.ts";
import type { Parameters } from "../../protocol/parameters.ts";
import { logRefusal } from "../answer_error.ts";
import { addressKey } from "../client_address.ts";
import { giveBrowser } from "../browser_state.ts";
import type { HttpContext } from "../env.ts";
import { field } from "../form.ts";
import { goTo } from "../go_to.ts";
import { ownAddress } from "../own_address.ts";
import { hasCsrfToken, refuseForeign, takeOwnForm } from "../own_form.ts";
import { signOutHere } from "../sign_out.tsx";
import { type Done, findHere, goBack, type Here, holderOf, showAccount } from "./account.tsx";
import { answerSignInAgain } from "./account_upstreams.tsx";
import { problemOf } from "./attempt_sign_in.ts";

type Change = (c: HttpContext, here: Here, form: Parameters) => Promise<Response>;

function refused(c: HttpContext, why: string): void {
  logRefusal(c, { code: "access_denied", why: `account.${why}`, description: "Nothing was changed" });
}

/** Back to the page, which shows how things are now; what was not there to be changed is not told apart. */
function answerChange(c: HttpContext, here: Here, result: Result<void, string>, done: Done): Response {
  if (result.ok) return goBack(c, here, done);
  refused(c, result.error);
  return goBack(c, here);
}

const endSession: Change = async (c, here, form) => {
  const ended = await endOneSession(c.var.provider, here.session, field(form, "end_session"));
  return answerChange(c, here, ended, "sessionEnded");
};

const endOthers: Change = async (c, here) => {
  await endOtherSessions(c.var.provider, here.session);
  return goBack(c, here, "othersEnded");
};

const disconnect: Change = async (c, here, form) => {
  const gone = await disconnectApp(c.var.provider, here.session.account_id, field(form, "disconnect"));
  return answerChange(c, here, gone, "disconnected");
};

type LinkChange = typeof undoLink | typeof restoreLink;

/** The refusals that another sign-in would mend, with the page that says so. */
const signInAgain: ReadonlyMap<string, "notRecent" | "newerWay" | "weakWay"> = new Map([
  ["not_recent", "notRecent"],
  ["newer_way", "newerWay"],
  ["weak_way", "weakWay"],
]);

/** Changes what the account is signed in to with, which wants a recent sign-in. */
const changeLink = (
  name: string,
  { change, done }: { readonly change: LinkChange; readonly done: Done },
): Change =>
async (c, here, form) => {
  const changed = await change(c.var.provider, here.session, field(form, name));
  const again = changed.ok ? undefined : signInAgain.get(changed.error);
  if (!changed.ok && again) {
    refused(c, changed.error);
    return answerSignInAgain(c, again);
  }
  return answerChange(c, here, changed, done);
};

const leave: Change = (c, { browser, session }, form) =>
  signOutHere(c, browser, {
    which: field(form, "sign_out") === "all" ? undefined : session,
    onward: (left) => left ? { location: ownAddress(c, "/account"), shown: false } : undefined,
  });

const replacePassword: Change = async (c, here, form) => {
  const { provider, deployment } = c.var, { session, browser } = here;
  const changed = await changePassword(provider, deployment.passwords, {
    session,
    browser,
    address: addressKey(c),
    oldPassword: field(form, "old_password"),
    newPassword: field(form, "new_password"),
  });
  if (changed.ok) {
    await giveBrowser(c, changed.value);
    return goBack(c, { ...here, browser: changed.value.cookie.handle }, "passwordChanged");
  }
  const { error } = changed;
  refused(c, `password.${error.why}`);
  switch (error.why) {
    case "signed_out":
      return goTo(c, "/account");
    case "too_short":
      return await showAccount(c, here, {
        status: 400,
        problem: (texts) => texts.setPassword.tooShort(shortestPassword),
      });
    case "too_long":
      return await showAccount(c, here, { status: 400, problem: (texts) => texts.setPassword.tooLong });
    default:
      return await showAccount(c, here, problemOf(c, error, (texts) => texts.account.wrongPassword));
  }
};

/** What the forms of the account page ask for, by the field that asks. */
const changes: Readonly<Record<string, Change>> = {
  end_session: endSession,
  end_others: endOthers,
  disconnect,
  unlink: changeLink("unlink", { change: unlinkUpstream, done: "upstreamDisconnected" }),
  undo_link: changeLink("undo_link", { change: undoLink, done: "upstreamUndone" }),
  restore_link: changeLink("restore_link", { change: restoreLink, done: "upstreamRestored" }),
  sign_out: leave,
  new_password: replacePassword,
};

/** Changes what a form of the account page asks to be changed, for the account whose session it names. */
export async function postAccount(c: HttpContext): Promise<Response> {
  const form = await takeOwnForm(c);
  if (form instanceof Response) return form;
  const named = field(form, "session"), { here } = await findHere(c, named);
  if (here?.session.id !== named) return goTo(c, "/account");
  if (!hasCsrfToken(c, form, holderOf(here)).ok) return refuseForeign(c);
  const asked = Object.keys(changes).find((name) => form.has(name));
  return asked === undefined ? goBack(c, here) : await changes[asked]!(c, here, form);
}

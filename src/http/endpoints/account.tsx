import { connectedApps } from "../../accounts/connected_apps.ts";
import { listSessions } from "../../accounts/list_sessions.ts";
import { shortestPassword } from "../../accounts/set_password.ts";
import type { Handle } from "../../crypto/secret.ts";
import { describedScopes } from "../../domain/scope.ts";
import { findAccount } from "../../store/accounts.ts";
import { openSessions, type SessionRow } from "../../store/sessions.ts";
import { readBrowser } from "../cookies/browser.ts";
import type { HttpContext } from "../env.ts";
import { clientCard, logoPath } from "../client_card.ts";
import { csrfToken, hasCsrfToken } from "../own_form.ts";
import { goTo } from "../go_to.ts";
import { ownAddress, ownPath } from "../own_address.ts";
import { answerPage, pageSetting } from "../page.tsx";
import { AccountPage } from "../pages/account.tsx";
import { ChooseAccountPage } from "../pages/choose_account.tsx";
import type { Texts } from "../texts/catalogue.ts";
import { waysIn } from "./account_upstreams.tsx";
import type { FormProblem } from "./attempt_sign_in.ts";
import { accountLabel } from "./interaction.tsx";

/** The account that a request is about: the session that is signed in to it, and the browser that holds it. */
export interface Here {
  readonly browser: Handle;
  readonly session: SessionRow;
  /** The sessions of all accounts in this browser. */
  readonly beside: readonly SessionRow[];
}

/** What the tokens of the account page's forms are bound to: this browser's present secret, and the session. */
export const holderOf = ({ browser, session }: Here): string => `account/${browser.digest}/${session.id}`;

/** Finds the session that a request names, or the only one. @returns undefined where there is none or a choice. */
export async function findHere(
  c: HttpContext,
  wanted: string | undefined,
): Promise<{ readonly here: Here | undefined; readonly beside: readonly SessionRow[] }> {
  const { store, clock } = c.var.provider, browser = readBrowser(c);
  const beside = await openSessions(store, browser, clock());
  const session = beside.find(({ id }) => id === wanted) ?? (beside.length === 1 ? beside[0] : undefined);
  return { here: browser && session && { browser, session, beside }, beside };
}

/** The names of what can be done on the account page, as far as the page has to say that it was. */
export type Done = keyof Texts["account"]["done"];

const holderOfNotice = (here: Here, done: Done) => `${holderOf(here)}/${done}`;

/** Goes back to the page, which says what was done. The word carries a token, so that nobody else's link can say it. */
export function goBack(c: HttpContext, here: Here, done?: Done): Response {
  const query = new URLSearchParams({ session: here.session.id });
  if (done) query.set("done", `${done}.${csrfToken(c, holderOfNotice(here, done))}`);
  return goTo(c, `/account?${query}`);
}

function doneIn(c: HttpContext, here: Here, { done: words }: Texts["account"]): string | undefined {
  const [name = "", token = ""] = (c.req.query("done") ?? "").split(".");
  if (!Object.hasOwn(words, name)) return undefined;
  const done = name as Done;
  return hasCsrfToken(c, new Map([["csrf", [token]]]), holderOfNotice(here, done)).ok
    ? words[done]
    : undefined;
}

/** Where an app starts a sign-in with this issuer (OpenID Connect Core section 4). */
function initiation(issuer: string, uri: string | undefined): string | undefined {
  if (uri === undefined) return undefined;
  const url = new URL(uri);
  url.searchParams.set("iss", issuer);
  return url.href;
}

async function appsOf(c: HttpContext, { session }: Here) {
  const offset = /^\d{1,6}$/.test(c.req.query("apps") ?? "") ? Number(c.req.query("apps")) : 0;
  const shown = { locale: pageSetting(c).locale, logos: ownPath(c, logoPath) };
  const { apps, next } = await connectedApps(c.var.provider, session.account_id, offset);
  return {
    apps: apps.map(({ grant_id, client_id, origin, metadata, scopes, claims, since, barred }) => ({
      grant: grant_id,
      client: clientCard({ client_id, origin, metadata }, metadata.redirect_uris[0], shown),
      openHref: barred ? undefined : initiation(c.var.provider.tenant.issuer, metadata.initiate_login_uri),
      scopes: scopes.map((name) => ({ name, known: describedScopes.includes(name) })),
      claims,
      since,
      barred,
    })),
    moreAppsHref: next === undefined
      ? undefined
      : ownAddress(c, `/account?session=${session.id}&apps=${next}`),
  };
}

/** Shows the account page. @param refused Why the password was not changed, where that was tried. */
export async function showAccount(c: HttpContext, here: Here, refused?: FormProblem): Promise<Response> {
  const { provider } = c.var, { session, beside } = here, setting = pageSetting(c);
  const account = await findAccount(provider.store, session.account_id);
  const page = (
    <AccountPage
      setting={setting}
      action={ownAddress(c, "/account")}
      fields={{ session: session.id, csrf: csrfToken(c, holderOf(here)) }}
      person={{
        login: account?.username ?? account?.email ?? session.account_id,
        name: account?.claims.name,
        email: account?.email ?? undefined,
      }}
      sessions={await listSessions(provider, session)}
      {...await appsOf(c, here)}
      {...await waysIn(c, session)}
      switchHref={beside.length > 1 ? ownAddress(c, "/account") : undefined}
      addHref={ownAddress(c, "/login")}
      now={provider.clock()}
      minimumLength={shortestPassword}
      done={doneIn(c, here, setting.texts.account)}
      problem={refused?.problem(setting.texts)}
    />
  );
  return answerPage(c, page, { status: refused?.status ?? 200 });
}

async function showChooser(c: HttpContext, sessions: readonly SessionRow[]): Promise<Response> {
  const accounts = await Promise.all(
    sessions.map(async (session) => ({ session: session.id, ...await accountLabel(c, session) })),
  );
  const page = (
    <ChooseAccountPage
      setting={pageSetting(c)}
      method="get"
      action={ownAddress(c, "/account")}
      fields={{}}
      accounts={accounts}
    />
  );
  return answerPage(c, page);
}

/** Shows a person their account; several ones to choose from; or the way to sign in. It changes nothing. */
export async function getAccount(c: HttpContext): Promise<Response> {
  const wanted = c.req.query("session");
  const { here, beside } = await findHere(c, wanted);
  if (beside.length === 0 || wanted === "other") return goTo(c, "/login");
  return here ? await showAccount(c, here) : await showChooser(c, beside);
}

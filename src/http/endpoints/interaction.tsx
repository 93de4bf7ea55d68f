import { parseSecret } from "../../crypto/secret.ts";
import { redirectSource } from "../../domain/redirect_uri.ts";
import { agreementOf } from "../../domain/consent_decision.ts";
import {
  type Interaction,
  type InteractionFault,
  type NextStep,
  openInteraction,
} from "../../op/interaction.ts";
import type { AskedSituation } from "../../op/situation.ts";
import { consentDigest, type ConsentState } from "../../op/consent.ts";
import { describedScopes } from "../../domain/scope.ts";
import { findAccount } from "../../store/accounts.ts";
import type { SessionRow } from "../../store/sessions.ts";
import { logRefusal } from "../answer_error.ts";
import { browserState } from "../browser_state.ts";
import { readBrowser } from "../cookies/browser.ts";
import { clearInteraction, readInteraction } from "../cookies/interaction.ts";
import type { HttpContext } from "../env.ts";
import { clientCard, logoPath } from "../client_card.ts";
import { csrfToken } from "../own_form.ts";
import { ownAddress, ownPath } from "../own_address.ts";
import { askedIn, upstreamLinks } from "../upstream_links.ts";
import { answerClient, answerPage, answerProblem, pageSetting } from "../page.tsx";
import { ChooseAccountPage } from "../pages/choose_account.tsx";
import { ConsentPage } from "../pages/consent.tsx";
import { SignInPage } from "../pages/sign_in.tsx";
import type { Texts } from "../texts/catalogue.ts";

/** An interaction with the text of its address, which forms and links carry on. */
export type OpenedInteraction = Interaction & { readonly text: string };

/** Opens the interaction of a request, or answers why it cannot go on in this browser. */
export async function openHere(c: HttpContext, text: string): Promise<OpenedInteraction | Response> {
  const handle = parseSecret("interaction", text);
  const cookie = handle && readInteraction(c, handle);
  const opened = await openInteraction(c.var.provider, {
    interaction: text,
    cookie,
    browser: readBrowser(c),
    browser_state: await browserState(c),
  });
  return opened.ok ? { ...opened.value, text } : refuseInteraction(c, opened.error);
}

const faultPages: Readonly<Record<InteractionFault, readonly [keyof Texts["refusals"], 400 | 403]>> = {
  unknown: ["expired", 400],
  other_browser: ["startedElsewhere", 403],
  expired: ["expired", 400],
  finished: ["finished", 400],
  client_inactive: ["unknownClient", 400],
  client_changed: ["expired", 400],
};

function refuseInteraction(c: HttpContext, fault: InteractionFault): Response {
  const [page, status] = faultPages[fault];
  logRefusal(c, { code: "invalid_request", why: `interaction.${fault}`, description: page });
  return answerProblem(c, (refusals) => refusals[page], status);
}

/** The address of a page of this interaction. */
export const pageAddress = (
  c: HttpContext,
  path: "/login" | "/consent",
  { text }: OpenedInteraction,
  more = "",
) => ownAddress(c, `${path}?interaction=${text}${more}`);

/** Goes on after an answer: to the next page, or to the client. */
export function answerNext(c: HttpContext, opened: OpenedInteraction, next: NextStep): Response {
  if (next.kind === "ask") {
    c.header("Cache-Control", "no-store");
    return c.redirect(pageAddress(c, next.situation.ask === "consent" ? "/consent" : "/login", opened), 303);
  }
  if (next.error) logRefusal(c, next.error);
  clearInteraction(c, opened.handle);
  return answerClient(c, next.response);
}

/** What a person calls an account: what they sign in with, and a name beside it. */
export async function accountLabel(c: HttpContext, { account_id }: SessionRow) {
  const account = await findAccount(c.var.provider.store, account_id);
  const label = account?.username ?? account?.email ?? account_id;
  const detail = account?.claims.name ?? account?.email ?? undefined;
  return detail === undefined || detail === label ? { label } : { label, detail };
}

/** What a page shows beside what it asks. */
export interface PageExtras {
  readonly username?: string;
  /** Chooses a sentence about the last attempt. */
  readonly problem?: (texts: Texts) => string;
  readonly status?: 200 | 400 | 429 | 503;
}

/** What the three asking pages have in common. */
function shared(c: HttpContext, opened: OpenedInteraction) {
  const { client, request } = opened.standing;
  const setting = pageSetting(c, request.ui_locales);
  return {
    setting,
    fields: { interaction: opened.text, csrf: csrfToken(c, opened.cookieDigest) },
    client: clientCard(client, request.redirect_uri, { locale: setting.locale, logos: ownPath(c, logoPath) }),
  };
}

async function chooser(
  c: HttpContext,
  opened: OpenedInteraction,
  { sessions, barred, refused }: Pick<AskedSituation, "sessions" | "barred"> & { readonly refused: boolean },
) {
  const accounts = await Promise.all(
    sessions.map(async (session) => ({
      session: session.id,
      barred: barred.includes(session.id),
      ...await accountLabel(c, session),
    })),
  );
  const trace = c.var.deployment.development ? c.var.refusal?.trace : undefined;
  const refusal = refused ? { reference: c.var.requestId, trace } : undefined;
  return (
    <ChooseAccountPage
      {...shared(c, opened)}
      action={ownAddress(c, "/login")}
      accounts={accounts}
      refusal={refusal}
    />
  );
}

async function signInForm(
  c: HttpContext,
  opened: OpenedInteraction,
  { several, username, problem }: PageExtras & { readonly several: boolean },
) {
  const page = shared(c, opened), asked = askedIn(opened.standing);
  return (
    <SignInPage
      {...page}
      action={ownAddress(c, "/login")}
      username={username ?? opened.standing.request.login_hint}
      problem={problem?.(page.setting.texts)}
      accountsHref={several ? pageAddress(c, "/login", opened, "&ask=account") : undefined}
      stronger={asked.acr_values.length > 0}
      upstreams={await upstreamLinks(c, { ...asked, afterwards: { interaction: opened.text } })}
    />
  );
}

async function consentForm(
  c: HttpContext,
  opened: OpenedInteraction,
  { session, consent, problem }: PageExtras & {
    readonly session: SessionRow;
    readonly consent: ConsentState;
  },
) {
  const page = shared(c, opened), { client, request } = opened.standing;
  const shown = consentDigest({ client, request, account_id: session.account_id }, session.id);
  const scopes = request.scopes.map((name) => ({
    name,
    known: describedScopes.includes(name),
    isNew: consent.fresh.scopes.includes(name),
  }));
  const claims = agreementOf(request).claims.map((name) => ({
    name,
    isNew: consent.fresh.claims.includes(name),
  }));
  return (
    <ConsentPage
      {...page}
      action={ownAddress(c, "/consent")}
      fields={{ ...page.fields, shown }}
      problem={problem?.(page.setting.texts)}
      account={{ label: (await accountLabel(c, session)).label }}
      scopes={scopes}
      claims={claims}
      switchHref={pageAddress(c, "/login", opened, "&ask=login")}
    />
  );
}

/** Shows the page that asks for what is missing. Its forms may lead to the client's redirect URI. */
export async function showPage(
  c: HttpContext,
  opened: OpenedInteraction,
  situation: AskedSituation,
  extras: PageExtras = {},
): Promise<Response> {
  const formTargets = [redirectSource(opened.standing.request.redirect_uri)];
  const answer = { status: extras.status ?? 200, formTargets };
  switch (situation.ask) {
    case "account":
      return answerPage(c, await chooser(c, opened, { ...situation, refused: false }), answer);
    case "other_account": {
      logRefusal(c, situation.error);
      const page = await chooser(c, opened, { ...situation, refused: true });
      return answerPage(c, page, { ...answer, status: 403 });
    }
    case "stronger": {
      logRefusal(c, situation.error);
      const problem = (texts: Texts) => texts.signIn.tooWeak, several = situation.sessions.length > 1;
      return answerPage(c, await signInForm(c, opened, { problem, several }), { ...answer, status: 403 });
    }
    case "login":
      return answerPage(
        c,
        await signInForm(c, opened, { ...extras, several: situation.sessions.length > 0 }),
        answer,
      );
    case "consent":
      return answerPage(c, await consentForm(c, opened, { ...extras, ...situation }), answer);
  }
}

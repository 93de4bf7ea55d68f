import { AccountPage } from "../../src/http/pages/account.tsx";
import { ChooseAccountPage } from "../../src/http/pages/choose_account.tsx";
import { ConsentPage } from "../../src/http/pages/consent.tsx";
import { ContinueUpstreamPage } from "../../src/http/pages/continue_upstream.tsx";
import { CreateAdminPage } from "../../src/http/pages/create_admin.tsx";
import { FormPostPage } from "../../src/http/pages/form_post.tsx";
import { HomePage } from "../../src/http/pages/home.tsx";
import type { PageSetting } from "../../src/http/pages/layout.tsx";
import { LeavePage } from "../../src/http/pages/leave.tsx";
import { LinkProofPage } from "../../src/http/pages/link_proof.tsx";
import { NoticePage } from "../../src/http/pages/notice.tsx";
import { ProblemPage } from "../../src/http/pages/problem.tsx";
import { SetPasswordPage } from "../../src/http/pages/set_password.tsx";
import { SignInPage } from "../../src/http/pages/sign_in.tsx";
import { SignedOutPage } from "../../src/http/pages/signed_out.tsx";
import { SignOutPage } from "../../src/http/pages/sign_out.tsx";
import { assetPaths } from "../../src/http/assets/assets.ts";
import { WayBackPage } from "../../src/http/pages/way_back.tsx";
import { catalogues, type Locale } from "../../src/http/texts/choose_locale.ts";

/** The languages under test. */
export const locales = Object.keys(catalogues) as readonly Locale[];

/** What pages are told in a language. */
export function settingIn(locale: Locale): PageSetting {
  return {
    locale,
    texts: catalogues[locale],
    assets: assetPaths,
    brand: { name: "Latchkey", logo: assetPaths.icon },
  };
}

const standardClaims = Object.keys(catalogues.en.claims);
const standardScopes = ["openid", "profile", "email", "phone", "address", "offline_access"];

/**
 * Renders every page, with every optional part in it.
 *
 * @param words.strange Stands wherever a page shows what somebody else chose.
 * @param words.own Stands wherever a page is given a text or a setting of the server.
 */
export function everyPage(
  locale: Locale,
  words: { readonly strange: string; readonly own: string },
): ReadonlyMap<string, string> {
  const { strange, own } = words;
  const setting = settingIn(locale);
  const action = "/login";
  const fields = { csrf: own, [strange]: "1" };
  const address = `https://client.example/${strange}`;
  const client = {
    name: strange,
    host: strange,
    target: strange,
    unverified: true,
    onDevice: true,
    elsewhere: true,
    uri: address,
    logoSrc: strange,
    policyUri: address,
    tosUri: address,
  };
  const account = { label: strange };
  const scopes = [...standardScopes.map((name) => ({ name, known: true })), { name: strange, known: false }];
  const asked = scopes.map((scope, place) => ({ ...scope, isNew: place % 2 === 0 }));
  const accounts = [{ session: "1", label: strange, detail: strange }, { session: own, label: strange }];
  // As many as the page lists at most, and one more.
  const sessions = Array.from(
    { length: 11 },
    (_, at) => ({ id: own, here: at === 0, since: 0, lastSeen: at }),
  );
  const apps = Array.from(
    { length: 10 },
    () => ({ grant: own, client, openHref: address, scopes, claims: [strange], since: 0, barred: true }),
  );
  const pages = {
    sign_in: (
      <SignInPage
        {...{ setting, action, fields, client, username: strange, problem: own, accountsHref: "/" }}
        upstreams={[{ name: strange, letters: "", href: address, lastUsed: true, hasDomains: true }, {
          name: own,
          letters: "GH",
          href: "/",
        }]}
      />
    ),
    sign_in_stronger: (
      <SignInPage
        {...{ setting, action, fields, client, stronger: true }}
        upstreams={[{ name: strange, letters: "GH", href: address, hasDomains: true }]}
      />
    ),
    sign_in_bare: <SignInPage {...{ setting, action, fields }} />,
    continue_upstream: (
      <ContinueUpstreamPage {...{ setting, action, fields, purpose: "confirm", name: strange }} />
    ),
    connect_upstream: (
      <ContinueUpstreamPage {...{ setting, action, fields, purpose: "connect", name: strange }} />
    ),
    leave: <LeavePage {...{ setting, name: strange, href: address }} />,
    consent: (
      <ConsentPage
        {...{
          setting,
          action,
          fields,
          client,
          account,
          scopes: asked,
          claims: [...standardClaims, strange].map((name, place) => ({ name, isNew: place % 2 === 0 })),
          switchHref: "/",
          problem: own,
        }}
      />
    ),
    choose_account: <ChooseAccountPage {...{ setting, action, fields, client, accounts }} />,
    choose_account_refused: (
      <ChooseAccountPage
        {...{ setting, action, fields, client }}
        accounts={accounts.map((account, at) => ({ ...account, barred: at === 0 }))}
        refusal={{ reference: own, trace: [{ id: own, section: own, held: false }] }}
      />
    ),
    sign_out: <SignOutPage {...{ setting, action, fields, client, accounts: [account, account] }} />,
    problem: <ProblemPage {...{ setting, title: own, message: own, reference: own, backHref: "/" }} />,
    form_post: <FormPostPage {...{ setting, action: address, fields }} />,
    signed_out: <SignedOutPage {...{ setting, frames: [] }} />,
    signed_out_and_on: (
      <SignedOutPage
        {...{ setting, frames: [], onward: { location: address, host: strange, shown: false } }}
      />
    ),
    signed_out_and_shown: (
      <SignedOutPage
        {...{ setting, frames: [], onward: { location: address, host: strange, shown: true } }}
      />
    ),
    way_back: <WayBackPage {...{ setting, host: strange, way: { href: address } }} />,
    way_back_posted: <WayBackPage {...{ setting, host: strange, way: { action: address, fields } }} />,
    set_password: (
      <SetPasswordPage {...{ setting, action, fields, username: strange, problem: own, minimumLength: 12 }} />
    ),
    notice: <NoticePage {...{ setting, title: own, message: own }} />,
    notice_of_ways: (
      <NoticePage
        {...{ setting, title: own, message: own }}
        beside={{ message: own, names: [strange], href: "/" }}
      />
    ),
    home: <HomePage {...{ setting, issuer: own, discoveryHref: address, accountHref: "/" }} />,
    choose_account_to_see: (
      <ChooseAccountPage
        {...{ setting, method: "get", action, fields: {}, accounts }}
      />
    ),
    account: (
      <AccountPage
        {...{ setting, action, fields, sessions, now: 90, addHref: "/", minimumLength: 12 }}
        {...{ apps, moreAppsHref: "/", switchHref: "/", done: own, problem: own }}
        person={{ login: strange, name: strange, email: strange }}
        links={[
          {
            ref: own,
            name: strange,
            letters: "",
            evidence: "created",
            since: 0,
            removable: true,
            undoable: true,
          },
          {
            ref: own,
            name: strange,
            letters: "GH",
            evidence: "signed_in",
            since: 0,
            removable: false,
            undoable: false,
          },
        ]}
        others={[{ name: strange, letters: "X", href: address }]}
        removed={[{ ref: own, name: strange, until: 90 }]}
      />
    ),
    link_proof: <LinkProofPage {...{ setting, action, fields, name: strange, account: strange }} />,
    account_bare: (
      <AccountPage
        {...{ setting, action, fields, sessions: sessions.slice(0, 1), apps: [], now: 90, addHref: "/" }}
        minimumLength={12}
        person={{ login: strange }}
      />
    ),
    create_admin: (
      <CreateAdminPage
        {...{ setting, action, fields, problem: own, minimumLength: 12 }}
        typed={{ username: strange, email: strange }}
      />
    ),
  };
  return new Map(Object.entries(pages).map(([name, page]) => [name, "<!doctype html>" + page.toString()]));
}

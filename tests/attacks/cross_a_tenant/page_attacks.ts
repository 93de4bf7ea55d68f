/** What browsers and people hold, at the pages. */
import { formOf, openBrowser } from "../../support/browser.ts";
import { offered } from "../../support/account.ts";
import type { Attack, Attacks } from "./attack.ts";
import type { Belongings, Opened } from "./belongings.ts";

const both = ["bare", "twin"] as const;

/** A browser's cookies at a page that shows something else to whoever is signed in. */
const cookies = (path: string, of: (a: Belongings) => Opened = ({ account }) => account): readonly Attack[] =>
  both.map((at) => ({
    with: "a browser's cookies",
    at,
    show: (a) => ({ path, browser: of(a).browser }),
    asNobody: () => ({ path }),
  }));

/** A page of A's form, with all that it carries, filled in. */
const filled = (visit: Opened["visit"], values: Readonly<Record<string, string>>) => ({
  ...formOf(visit.html).fields,
  ...values,
});

/** What somebody can have done on the account page, by the field that asks for it. */
const accountChanges: Readonly<Record<string, (a: Belongings) => Readonly<Record<string, string>>>> = {
  "the end of other sessions": () => ({ end_others: "yes" }),
  "that an app is disconnected": ({ account: { visit } }) => ({
    disconnect: offered(visit, "disconnect")[0] ?? "",
  }),
  "a new password": ({ person }) => ({
    old_password: person.password,
    new_password: "another good password",
  }),
  "a sign-out": () => ({ sign_out: "all" }),
};

const credentials = ({ person: { username, password } }: Belongings) => ({ username, password });

/** Nobody's sign-in page at B, filled in with what A's person signs in with. */
const freshLogin: Attack = {
  with: "a password",
  at: "bare",
  show: async (a, { side }) => {
    const browser = openBrowser(side.issuer, side.send), visit = await browser.open("/login");
    return { path: "/login", form: filled(visit, credentials(a)), browser };
  },
};

export const pageAttacks: Attacks = {
  "GET /": cookies("/"),
  "GET /account": [
    ...cookies("/account"),
    ...both.map((at): Attack => ({
      with: "a browser's cookies and a session",
      at,
      show: ({ account: { browser, visit } }) => ({
        path: `/account?session=${formOf(visit.html).fields.session}`,
        browser,
      }),
      asNobody: () => ({ path: "/account" }),
    })),
  ],
  "GET /login": [
    ...both.flatMap((at): readonly Attack[] => [
      {
        with: "an interaction and its cookie",
        at,
        show: ({ login: { browser, visit } }) => ({ path: `/login${new URL(visit.url).search}`, browser }),
      },
      {
        with: "a browser's cookies",
        at,
        show: ({ account: { browser } }) => ({ path: "/login", browser }),
        asNobody: () => ({ path: "/login" }),
      },
    ]),
  ],
  "GET /consent": both.map((at) => ({
    with: "an interaction and its cookie",
    at,
    show: ({ consent: { browser, visit } }) => ({ path: `/consent${new URL(visit.url).search}`, browser }),
  })),
  "GET /oauth2/end_session": [
    ...cookies("/oauth2/end_session"),
    ...both.map((at): Attack => ({
      with: "an ID token and a browser's cookies",
      at,
      show: ({ account: { browser }, tokens: { id_token = "" } }) => ({
        path: `/oauth2/end_session?${new URLSearchParams({
          id_token_hint: id_token,
          post_logout_redirect_uri: "https://app.example/bye",
        })}`,
        browser,
      }),
      asNobody: () => ({ path: "/oauth2/end_session" }),
    })),
    {
      with: "a request that was posted",
      at: "bare",
      show: ({ parkedLogout }) => ({ path: `/oauth2/end_session${new URL(parkedLogout).search}` }),
    },
  ],
  "POST /oauth2/end_session": [{
    with: "an ID token and a browser's cookies",
    at: "twin",
    show: ({ account: { browser }, tokens: { id_token = "" } }) => ({
      path: "/oauth2/end_session",
      form: { id_token_hint: id_token },
      browser,
    }),
    asNobody: () => ({ path: "/oauth2/end_session", form: {} }),
    mayWrite: ["parked_request"],
  }],
  "GET /oauth2/check_session": cookies("/oauth2/check_session"),
  "POST /sign-out": both.map((at) => ({
    with: "a form and its browser's cookies",
    at,
    show: ({ signOut: { browser, visit } }) => ({
      path: "/sign-out",
      form: filled(visit, { decision: "sign_out" }),
      browser,
    }),
  })),
  "POST /login": [
    ...both.flatMap((at): readonly Attack[] => [
      {
        with: "an interaction's form, its cookie and a password",
        at,
        show: (a) => ({
          path: "/login",
          form: filled(a.login.visit, credentials(a)),
          browser: a.login.browser,
        }),
      },
      {
        with: "the form of a sign-in without an app, its cookie and a password",
        at,
        show: (a) => ({
          path: "/login",
          form: filled(a.accountLogin.visit, credentials(a)),
          browser: a.accountLogin.browser,
        }),
      },
    ]),
    freshLogin,
  ],
  "POST /consent": both.map((at) => ({
    with: "an interaction's form and its cookie",
    at,
    show: ({ consent: { browser, visit } }) => ({
      path: "/consent",
      form: filled(visit, { decision: "allow" }),
      browser,
    }),
  })),
  "POST /account": both.flatMap((at) =>
    Object.entries(accountChanges).map(([what, values]): Attack => ({
      with: `the account page's form for ${what}`,
      at,
      show: (a) => ({
        path: "/account",
        form: filled(a.account.visit, values(a)),
        browser: a.account.browser,
      }),
      asNobody: (a) => ({ path: "/account", form: filled(a.account.visit, values(a)) }),
    }))
  ),
  "GET /admin-link": both.map((at) => ({
    with: "a link",
    at,
    show: ({ adminLink }) => ({ path: `/admin-link${new URL(adminLink.url).search}` }),
  })),
  "POST /admin-link": both.map((at) => ({
    with: "a link's form",
    at,
    show: ({ adminLink }) => ({
      path: "/admin-link",
      form: filled(adminLink, {
        username: "root",
        email: "root@example.com",
        password: "a good password for root",
      }),
    }),
  })),
  "GET /set-password": both.map((at) => ({
    with: "a link",
    at,
    show: ({ setPassword }) => ({ path: `/set-password${new URL(setPassword.url).search}` }),
  })),
  "POST /set-password": both.map((at) => ({
    with: "a link's form",
    at,
    show: ({ setPassword }) => ({
      path: "/set-password",
      form: filled(setPassword, { password: "chosen by an attacker" }),
    }),
  })),
  "GET /logos/:client_id": [{
    with: "a client_id",
    at: "bare",
    show: ({ app }) => ({ path: `/logos/${app.client_id}` }),
  }],
  "GET /healthz": [{
    ...cookies("/healthz")[0]!,
    sameEverywhere: "it answers without a tenant, and under none",
  }],
  "GET /readyz": [{
    ...cookies("/readyz")[0]!,
    sameEverywhere: "it answers without a tenant, and under none",
  }],
};

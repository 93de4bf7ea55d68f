/** What belongs to signing in with somebody else's server, and to how a tenant looks. */
import { brandPaths } from "../../../src/http/brand.ts";
import { formOf } from "../../support/browser.ts";
import type { Attack, Attacks } from "./attack.ts";

const both = ["bare", "twin"] as const;

/** The query of a return, at the path that the upstream of A's would have here. */
const returned = (url: string, upstream: string) => `/rp/callback/${upstream}${new URL(url).search}`;

/** What only a tenant with a look of its own has. */
const look = (path: string): readonly Attack[] => [{
  with: "a browser's cookies",
  at: "bare",
  show: ({ account: { browser } }) => ({ path, browser }),
}];

export const upstreamAttacks: Attacks = {
  "GET /rp/authorize": [
    { with: "an upstream", at: "bare", show: ({ upstream }) => ({ path: `/rp/authorize?idp=${upstream}` }) },
    {
      with: "an interaction and its cookie",
      at: "twin",
      show: ({ upstream, login: { browser, visit } }) => ({
        path: `/rp/authorize?idp=${upstream}&${new URL(visit.url).search.slice(1)}`,
        browser,
      }),
    },
  ],
  "POST /rp/authorize": both.map((at) => ({
    with: "the form that asks for one click and its browser's cookies",
    at,
    show: ({ leaving: { browser, visit } }) => ({
      path: "/rp/authorize",
      form: formOf(visit.html).fields,
      browser,
    }),
  })),
  "GET /rp/callback/:idp": [
    ...both.map((at): Attack => ({
      with: "a return and its browser's cookies",
      at,
      show: ({ upstream, returning: { browser, visit } }) => ({
        path: returned(visit.url, upstream),
        browser,
      }),
    })),
    {
      with: "a return that was posted",
      at: "twin",
      show: ({ upstream, parkedReturn }) => ({ path: returned(parkedReturn, upstream) }),
      sameEverywhere: "the cookie of its browser is missing",
    },
  ],
  "POST /rp/callback/:idp": both.map((at) => ({
    with: "a return and its browser's cookies",
    at,
    show: ({ upstream, returning: { browser, visit } }) => ({
      path: `/rp/callback/${upstream}`,
      form: Object.fromEntries(new URL(visit.url).searchParams),
      browser,
    }),
    mayWrite: ["parked_request"],
  })),
  "POST /rp/backchannel_logout/:idp": [{
    with: "a logout token",
    at: "bare",
    show: ({ upstream, logoutToken }) => ({
      path: `/rp/backchannel_logout/${upstream}`,
      form: { logout_token: logoutToken },
    }),
  }],
  "GET /rp/signed_out": [{
    with: "a state",
    at: "bare",
    show: ({ returning: { browser } }) => ({ path: "/rp/signed_out?state=a-state", browser }),
    sameEverywhere: "a state without the cookie that it left with leads nowhere",
  }],
  "GET /rp/link": both.map((at) => ({
    with: "a session, an upstream and the browser's cookies",
    at,
    show: ({ upstream, linking: { browser, visit } }) => ({
      path: `/rp/link?idp=${upstream}&session=${formOf(visit.html).fields.session}`,
      browser,
    }),
    asNobody: ({ upstream }) => ({ path: `/rp/link?idp=${upstream}` }),
  })),
  "POST /rp/link": both.map((at) => ({
    with: "the form that asks for one click and its browser's cookies",
    at,
    show: ({ linking: { browser, visit } }) => ({
      path: "/rp/link",
      form: formOf(visit.html).fields,
      browser,
    }),
    asNobody: ({ linking: { visit } }) => ({ path: "/rp/link", form: formOf(visit.html).fields }),
  })),
  "GET /rp/proof": both.map((at) => ({
    with: "what an arrival has yet to prove, and its browser's cookies",
    at,
    show: ({ proving: { browser, visit } }) => ({
      path: `/rp/proof?flow=${formOf(visit.html).fields.flow}`,
      browser,
    }),
  })),
  "POST /rp/proof": both.map((at) => ({
    with: "the form that asks to sign in first and its browser's cookies",
    at,
    show: ({ proving: { browser, visit } }) => ({
      path: "/rp/proof",
      form: { ...formOf(visit.html).fields, decision: "deny" },
      browser,
    }),
  })),
  "GET /rp/jwks.json": [{
    with: "a browser's cookies",
    at: "bare",
    show: ({ account: { browser } }) => ({ path: "/rp/jwks.json", browser }),
    asNobody: () => ({ path: "/rp/jwks.json" }),
  }],
  "GET /rp/providers": [
    {
      with: "a client_id",
      at: "bare",
      show: ({ app }) => ({ path: `/rp/providers?client_id=${app.client_id}` }),
    },
    {
      with: "a browser's cookies",
      at: "bare",
      show: ({ account: { browser } }) => ({ path: "/rp/providers", browser }),
      asNobody: () => ({ path: "/rp/providers" }),
    },
  ],
  [`GET ${brandPaths.colours}`]: look(brandPaths.colours),
  [`GET ${brandPaths.logo}`]: look(brandPaths.logo),
};

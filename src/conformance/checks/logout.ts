import type { Arrival, Page, Visit } from "../agent.ts";
import { type Check, shown } from "../check.ts";
import { textOf } from "../html.ts";

/** A browser that came back from signing out, and what it was to come back with. */
export interface LogoutResponse {
  readonly arrival: Arrival;
  /** The registered address that was asked for. */
  readonly uri: string;
  /** undefined: none was sent. */
  readonly state: string | undefined;
}

/** The browser comes back; it is the first thing to see. */
export const returned: Check<Visit> = {
  id: "logout.returned",
  section: "OpenID Connect RP-Initiated Logout section 3",
  level: "failure",
  expects: "The browser is sent back to the client",
  judge: ({ arrival, page }) =>
    arrival ? undefined : `It stays at ${page && new URL(page.url).pathname} (${page?.status})`,
};

/** How it comes back. */
export const logoutResponseChecks: readonly Check<LogoutResponse>[] = [
  {
    id: "logout.post_logout_redirect_uri",
    section: "OpenID Connect RP-Initiated Logout section 3",
    level: "failure",
    expects: "The post_logout_redirect_uri of the request",
    judge: ({ arrival: { url }, uri }) => {
      const found = url.origin + url.pathname;
      return found === uri ? undefined : found;
    },
  },
  {
    id: "logout.state",
    section: "OpenID Connect RP-Initiated Logout section 2",
    level: "failure",
    expects: "The state of the request, or none where none was sent",
    judge: ({ arrival: { url }, state }) => {
      const found = url.searchParams.get("state") ?? undefined;
      return found === state ? undefined : shown(found);
    },
  },
  {
    id: "logout.members",
    section: "OpenID Connect RP-Initiated Logout section 3",
    level: "warning",
    expects: "Nothing beside state",
    judge: ({ arrival: { url } }) => {
      const extra = [...url.searchParams.keys()].filter((name) => name !== "state");
      return extra.length === 0 ? undefined : extra.join(", ");
    },
  },
];

/** Nobody is sent to an address that the request alone names, or without proof of where it comes from. */
export const staysAfterLogout: Check<Visit> = {
  id: "logout.no_redirect",
  section: "OpenID Connect RP-Initiated Logout section 3",
  level: "failure",
  expects: "The browser is not sent to the client",
  judge: ({ arrival }) => arrival && `Sent to ${arrival.url.origin}${arrival.url.pathname}`,
};

/** A person sees what became of it. */
export const logoutPage: Check<Page> = {
  id: "logout.page",
  section: "OpenID Connect RP-Initiated Logout section 2",
  level: "failure",
  expects: "A page that tells the person of it",
  judge: ({ mediaType, html }) =>
    ["text/html", "application/xhtml+xml"].includes(mediaType) && textOf(html).length > 0
      ? undefined
      : mediaType || "No media type",
};

/** What a silent request gets afterwards. */
export const sessionEnded: Check<Visit> = {
  id: "logout.session_ended",
  section: "OpenID Connect RP-Initiated Logout section 2",
  level: "failure",
  expects: "Nobody is signed in any more: prompt=none grants nothing",
  judge: ({ arrival }) => {
    if (!arrival) return undefined;
    const parameters = [
      ...arrival.url.searchParams,
      ...new URLSearchParams(arrival.url.hash.slice(1)),
      ...arrival.fields,
    ];
    const granted = parameters.map(([name]) => name)
      .filter((name) => ["code", "access_token", "id_token"].includes(name));
    return granted.length === 0 ? undefined : granted.join(", ");
  },
};

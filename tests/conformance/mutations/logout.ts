import { header } from "../proxy/alter.ts";
import { answering, insteadOfLanding, landing, pageOf, redirectTo } from "../proxy/landing.ts";
import type { Alter } from "../proxy/traffic.ts";
import { inModule, type Mutation, signedOut } from "./mutation.ts";

const place = "end_session_endpoint";

/** Alters what answers a logout request, and nothing else. */
const leaving = (alter: Alter): Alter => (traffic) =>
  traffic.place === place ? alter(traffic) : traffic.pass();

/** Sends people wherever the request says, and ends nothing. */
export const endsNothing: Alter = leaving(({ request, pass }) => {
  const { searchParams } = new URL(request.url);
  const uri = searchParams.get("post_logout_redirect_uri"), state = searchParams.get("state");
  return uri === null ? pass() : redirectTo(state === null ? uri : `${uri}?state=${state}`);
});

export const mutations: readonly Mutation[] = [
  ...inModule("oidcc-rp-initiated-logout", [
    {
      id: "a page instead of the way back after signing out",
      fails: ["logout.returned"],
      alter: leaving(insteadOfLanding(() => pageOf(""))),
    },
    {
      id: "another path of the client after signing out",
      fails: ["logout.post_logout_redirect_uri"],
      alter: leaving(landing(({ url }) => ({ url: `${url}/elsewhere` }))),
    },
    {
      id: "another state after signing out",
      fails: ["logout.state"],
      alter: leaving(answering({ state: "of-another-request" })),
    },
    {
      id: "a member of its own after signing out",
      fails: ["logout.members"],
      alter: leaving(answering({ iss: "https://id.example" })),
    },
    { id: "a way back that ends no session", fails: ["logout.session_ended"], alter: endsNothing },
  ], signedOut),
  ...inModule("oidcc-rp-initiated-logout-no-state", [{
    id: "a state that nobody sent after signing out",
    fails: ["logout.state"],
    alter: leaving(answering({ state: "of-another-request" })),
  }], signedOut),
  ...inModule("oidcc-rp-initiated-logout-bad-post-logout-redirect-uri", [
    {
      id: "a redirect to an address that is not registered after signing out",
      fails: ["logout.no_redirect"],
      alter: endsNothing,
    },
    {
      id: "a page as plain text after signing out",
      fails: ["logout.page"],
      alter: header(place, "content-type", "text/plain"),
    },
  ], signedOut),
];

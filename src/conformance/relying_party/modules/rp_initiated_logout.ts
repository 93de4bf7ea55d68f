import { valueOf } from "../../parameters.ts";
import type { Module, Stage } from "../../stage.ts";
import {
  foreignReturnRefused,
  logoutEndsSession,
  logoutRequestChecks,
  logoutRequested,
  logoutReturned,
  type LogoutWay,
} from "../checks/rp_initiated_logout.ts";
import { expectAccepted } from "../expect.ts";
import type { Faults } from "../faults.ts";
import { meet } from "../meet.ts";
import { isPage, isSignedIn, openPersonsBrowser, signIn } from "../sign_in.ts";

/** Signs a person in and out again, through the provider and back, and has them come again. */
async function signOut(
  stage: Stage,
  logoutState?: Faults["logoutState"],
): Promise<LogoutWay & { readonly sendsState: boolean }> {
  const configured = stage.config.relying_party?.logout;
  if (!configured) return stage.skip("The configuration has no relying_party.logout");
  const meeting = await meet(stage, logoutState ? { logoutState } : {}), { provider, fill } = meeting;
  const browser = openPersonsBrowser(meeting), met = await signIn(meeting, { browser });
  expectAccepted(meeting, met);
  const before = provider.asked.length, { page } = await browser.open(fill(configured.start));
  const requests = provider.asked.slice(before).filter(({ place }) => place === "end_session_endpoint");
  const again = await browser.open(met.page!.url);
  const way = {
    requested: requests.length > 0,
    returned: page !== undefined && isPage(configured.done, page),
    stillSignedIn: again.page !== undefined && isSignedIn(meeting, again.page),
  };
  stage.require([logoutRequested], way);
  const [{ query, form }] = requests as [typeof requests[number]], request = [...query, ...form];
  const { post_logout_redirect_uri } = meeting;
  stage.verifyAll(logoutRequestChecks, { request, granted: met.granted!, post_logout_redirect_uri });
  return { ...way, sendsState: valueOf(request, "state") !== undefined };
}

/** There and back. */
export const relyingPartyLogout: Module = {
  id: "oidcc-client-test-rp-init-logout",
  summary: "A person signs out at the relying party and at the provider, and comes back",
  run: async (stage) => void stage.verifyAll([logoutReturned, logoutEndsSession], await signOut(stage)),
};

/** A module in which the way back is not the one that was asked for. */
const foreign = (suffix: string, summary: string, logoutState: Faults["logoutState"]): Module => ({
  id: `oidcc-client-test-rp-init-logout-${suffix}`,
  summary,
  run: async (stage) => {
    const way = await signOut(stage, logoutState);
    if (!way.sendsState) stage.skip("The relying party sends no state");
    stage.verify(foreignReturnRefused, way);
  },
});

/** Another state than was sent. */
export const relyingPartyLogoutOtherState = foreign(
  "other-state",
  "A return from signing out with another state is noticed",
  "other",
);

/** No state. */
export const relyingPartyLogoutNoState = foreign(
  "no-state",
  "A return from signing out without state is noticed",
  "none",
);

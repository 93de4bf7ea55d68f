import { backchannelLogout } from "../modules/backchannel_logout.ts";
import { frontchannelLogout } from "../modules/frontchannel_logout.ts";
import {
  backchannelLogoutDiscovery,
  frontchannelLogoutDiscovery,
  rpInitiatedLogoutDiscovery,
  sessionManagementDiscovery,
} from "../modules/logout_metadata.ts";
import {
  rpInitiatedLogout,
  rpInitiatedLogoutBadHint,
  rpInitiatedLogoutBadUri,
  rpInitiatedLogoutModifiedHint,
  rpInitiatedLogoutNoHint,
  rpInitiatedLogoutNoParams,
  rpInitiatedLogoutNoState,
  rpInitiatedLogoutNoUri,
  rpInitiatedLogoutOnlyState,
  rpInitiatedLogoutQueryAdded,
} from "../modules/rp_initiated_logout.ts";
import { sessionManagement } from "../modules/session_management.ts";
import { pin, type Plan } from "../plan.ts";

/** What all of these plans pin down. */
const pinned = { client_auth_type: "client_secret_basic", response_mode: "default" } as const;

/** RP-Initiated OP: clients sign people out. */
export const rpInitiatedLogoutPlan: Plan = {
  name: "oidcc-rp-initiated-logout-certification-test-plan",
  profile: "RP-Initiated OP",
  entries: pin(
    pinned,
    rpInitiatedLogoutDiscovery,
    rpInitiatedLogout,
    rpInitiatedLogoutBadUri,
    rpInitiatedLogoutModifiedHint,
    rpInitiatedLogoutNoHint,
    rpInitiatedLogoutNoParams,
    rpInitiatedLogoutNoUri,
    rpInitiatedLogoutNoState,
    rpInitiatedLogoutOnlyState,
    rpInitiatedLogoutQueryAdded,
    rpInitiatedLogoutBadHint,
  ),
};

/** Session OP: pages of clients watch whether the person is still signed in. */
export const sessionManagementPlan: Plan = {
  name: "oidcc-session-management-certification-test-plan",
  profile: "Session OP",
  entries: pin(pinned, sessionManagementDiscovery, sessionManagement),
};

/** Front-Channel OP: the browser tells clients that a person signed out. */
export const frontchannelLogoutPlan: Plan = {
  name: "oidcc-frontchannel-rp-initiated-logout-certification-test-plan",
  profile: "Front-Channel OP",
  entries: pin(pinned, frontchannelLogoutDiscovery, frontchannelLogout),
};

/** Back-Channel OP: the server tells them. */
export const backchannelLogoutPlan: Plan = {
  name: "oidcc-backchannel-rp-initiated-logout-certification-test-plan",
  profile: "Back-Channel OP",
  entries: pin(pinned, backchannelLogoutDiscovery, backchannelLogout),
};

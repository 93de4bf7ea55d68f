import type { Check } from "../check.ts";
import type { Discovered } from "../checks/discovery.ts";
import {
  backchannelAnnounced,
  checkSessionAnnounced,
  endSessionAnnounced,
  frontchannelAnnounced,
} from "../checks/logout_metadata.ts";
import type { Module } from "../stage.ts";
import { discover } from "../steps/discover.ts";

/** The metadata of one way of signing out. */
const announces = (
  id: string,
  summary: string,
  checks: readonly Check<Pick<Discovered, "document">>[],
): Module => ({
  id,
  summary,
  run: async (stage) => {
    const { found } = await discover(stage);
    stage.verifyAll([endSessionAnnounced, ...checks], found);
  },
});

/** Clients may start it. */
export const rpInitiatedLogoutDiscovery: Module = announces(
  "oidcc-rp-initiated-logout-discovery-endpoint-verification",
  "The metadata has what clients need to sign people out",
  [],
);

/** Clients may watch for it. */
export const sessionManagementDiscovery: Module = announces(
  "oidcc-session-management-discovery-endpoint-verification",
  "The metadata has what clients need to watch sign-ins",
  [checkSessionAnnounced],
);

/** Clients are told through the browser. */
export const frontchannelLogoutDiscovery: Module = announces(
  "oidcc-frontchannel-logout-discovery-endpoint-verification",
  "The metadata announces front-channel logout",
  frontchannelAnnounced,
);

/** Clients are told by the server. */
export const backchannelLogoutDiscovery: Module = announces(
  "oidcc-backchannel-logout-discovery-endpoint-verification",
  "The metadata announces back-channel logout",
  backchannelAnnounced,
);

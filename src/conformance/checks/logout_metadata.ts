import { type Check, shown } from "../check.ts";
import type { Discovered } from "./discovery.ts";

type Row = Check<Pick<Discovered, "document">>;

const address = (name: string, section: string): Row => ({
  id: `logout_metadata.${name}`,
  section,
  level: "failure",
  expects: `An https URL as ${name}`,
  judge: ({ document: { [name]: found } }) => /^https:\/\//.test(String(found)) ? undefined : shown(found),
});

const flag = (name: string, section: string): Row => ({
  id: `logout_metadata.${name}`,
  section,
  level: "failure",
  expects: `true as ${name}`,
  judge: ({ document: { [name]: found } }) => found === true ? undefined : shown(found),
});

/** Where a client sends people to sign out; every way of signing out begins there. */
export const endSessionAnnounced: Row = address(
  "end_session_endpoint",
  "OpenID Connect RP-Initiated Logout section 2.1",
);

/** What watches whether sign-ins changed. */
export const checkSessionAnnounced: Row = address(
  "check_session_iframe",
  "OpenID Connect Session Management section 3.3",
);

/** Clients are told through the browser, and of which session. */
export const frontchannelAnnounced: readonly Row[] = [
  flag("frontchannel_logout_supported", "OpenID Connect Front-Channel Logout section 3"),
  flag("frontchannel_logout_session_supported", "OpenID Connect Front-Channel Logout section 3"),
];

/** Clients are told by the server itself, and of which session. */
export const backchannelAnnounced: readonly Row[] = [
  flag("backchannel_logout_supported", "OpenID Connect Back-Channel Logout section 2.1"),
  flag("backchannel_logout_session_supported", "OpenID Connect Back-Channel Logout section 2.1"),
];

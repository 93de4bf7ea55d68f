import { type Check, shown } from "../check.ts";

/** Frames in which a browser told clients that somebody signed out, and what they were to tell. */
export interface FrontchannelLogout {
  /** Addresses of the client that were loaded in frames. */
  readonly frames: readonly URL[];
  /** The registered address. */
  readonly uri: string;
  readonly issuer: string;
  /** Of the ID token. */
  readonly sid: unknown;
}

type Row = Check<FrontchannelLogout>;

const frameOf = ({ frames, uri }: FrontchannelLogout) =>
  frames.find(({ origin, pathname }) => origin + pathname === uri);

/** The client is told; it is the first thing to see. */
export const frameLoaded: Row = {
  id: "frontchannel_logout.frame",
  section: "OpenID Connect Front-Channel Logout section 2",
  level: "failure",
  expects: "A frame with the frontchannel_logout_uri on a page on the way",
  judge: (logout) => frameOf(logout) ? undefined : `${logout.frames.length} frames, none of them with it`,
};

/** What the client is told. */
export const frameChecks: readonly Row[] = [
  {
    id: "frontchannel_logout.iss",
    section: "OpenID Connect Front-Channel Logout section 2",
    level: "failure",
    expects: "iss is the issuer",
    judge: (logout) => {
      const iss = frameOf(logout)?.searchParams.get("iss") ?? undefined;
      return iss === logout.issuer ? undefined : shown(iss);
    },
  },
  {
    id: "frontchannel_logout.sid",
    section: "OpenID Connect Front-Channel Logout section 3",
    level: "failure",
    expects: "sid is that of the ID token",
    judge: (logout) => {
      const sid = frameOf(logout)?.searchParams.get("sid") ?? undefined;
      return sid !== undefined && sid === logout.sid ? undefined : shown(sid);
    },
  },
];

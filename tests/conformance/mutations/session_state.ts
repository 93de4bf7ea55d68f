import { answering } from "../proxy/landing.ts";
import type { Alter } from "../proxy/traffic.ts";
import { endsNothing } from "./logout.ts";
import { inModule, type Mutation, signedOut } from "./mutation.ts";

/** Other parameters of the authorization response, and nothing else after signing out. */
const signingIn = (differing: Parameters<typeof answering>[0]): Alter => (traffic) =>
  traffic.place === "end_session_endpoint" ? traffic.pass() : answering(differing)(traffic);

export const mutations: readonly Mutation[] = inModule("oidcc-session-management-rp-initiated-logout", [
  {
    id: "no session_state",
    fails: ["session_state.present"],
    alter: signingIn({ session_state: undefined }),
  },
  {
    id: "a session_state of two words",
    fails: ["session_state.text"],
    alter: signingIn({ session_state: "two words" }),
  },
  {
    id: "the session_state of another browser",
    fails: ["session_state.unchanged"],
    alter: signingIn({ session_state: `${"a".repeat(43)}.salt` }),
  },
  {
    id: "a browser's state that stays with a session that does not end",
    fails: ["session_state.changed", "logout.session_ended"],
    alter: endsNothing,
  },
], signedOut);

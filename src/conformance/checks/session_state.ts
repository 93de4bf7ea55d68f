import { type Check, shown } from "../check.ts";

/** The authorization response brings what a page of the client watches with. */
export const sessionStatePresent: Check<string | undefined> = {
  id: "session_state.present",
  section: "OpenID Connect Session Management section 2",
  level: "failure",
  expects: "A session_state in the authorization response",
  judge: (state) => state ? undefined : shown(state),
};

/** It is a part of a message whose parts are told apart by a space. */
export const sessionStateText: Check<string> = {
  id: "session_state.text",
  section: "OpenID Connect Session Management section 2",
  level: "failure",
  expects: "A session_state without a space",
  judge: (state) => state.includes(" ") ? shown(state) : undefined,
};

const answers = (id: string, expected: string, expects: string): Check<unknown> => ({
  id,
  section: "OpenID Connect Session Management section 3.2",
  level: "failure",
  expects,
  judge: (answer) => answer === expected ? undefined : shown(answer),
});

/** While the person is signed in. */
export const unchangedBefore: Check<unknown> = answers(
  "session_state.unchanged",
  "unchanged",
  "The frame at check_session_iframe answers unchanged while the person is signed in",
);

/** Once the person has signed out. */
export const changedAfter: Check<unknown> = answers(
  "session_state.changed",
  "changed",
  "The frame at check_session_iframe answers changed once the person has signed out",
);

import type { Visit } from "../agent.ts";
import { type Check, shown } from "../check.ts";

type Claims = Readonly<Record<string, unknown>>;

/** Two sign-ins of one person in one browser, one after the other. */
export interface TwoLogins {
  readonly first: Claims;
  readonly second: Claims;
  /** Seconds since 1970-01-01T00:00:00Z when the second was asked for. */
  readonly asked: number;
}

const { isFinite } = Number;

/** The person was asked again. */
export const askedAgain: Check<Visit> = {
  id: "login_state.asked_again",
  section: "OpenID Connect Core section 3.1.2.1",
  level: "failure",
  expects: "The person is asked to sign in again",
  judge: ({ asked }) => asked.some(({ step }) => step === "login") ? undefined : "Nobody was asked",
};

/** The person was not asked again: the session is good. */
export const notAskedAgain: Check<Visit> = {
  id: "login_state.not_asked_again",
  section: "OpenID Connect Core section 3.1.2.1",
  level: "failure",
  expects: "Nobody is asked to sign in again",
  judge: ({ asked }) => asked.some(({ step }) => step === "login") ? "The sign-in page" : undefined,
};

/** prompt=none: no page whatever. */
export const noPage: Check<Visit> = {
  id: "login_state.no_page",
  section: "OpenID Connect Core section 3.1.2.1",
  level: "failure",
  expects: "prompt=none shows no page",
  judge: ({ asked, page, arrival }) => {
    const shownPage = asked[0]?.page ?? (arrival?.method === "POST" ? undefined : page);
    return shownPage && new URL(shownPage.url).pathname;
  },
};

/** Same person. */
export const sameSubject: Check<TwoLogins> = {
  id: "login_state.same_sub",
  section: "OpenID Connect Core section 2",
  level: "failure",
  expects: "The same sub for the same person",
  judge: ({ first, second }) => first.sub === second.sub ? undefined : shown(second.sub),
};

/** What is reused keeps the time at which the person signed in. */
export const sameAuthTime: Check<TwoLogins> = {
  id: "login_state.same_auth_time",
  section: "OpenID Connect Core section 2",
  level: "failure",
  expects: "The auth_time of the sign-in that is reused",
  judge: ({ first, second }) =>
    first.auth_time === second.auth_time || first.auth_time === undefined || second.auth_time === undefined
      ? undefined
      : `${shown(second.auth_time)} after ${shown(first.auth_time)}`,
};

/** Who signed in again did so later. */
export const laterAuthTime: Check<TwoLogins> = {
  id: "login_state.later_auth_time",
  section: "OpenID Connect Core section 3.1.2.1",
  level: "failure",
  expects: "An auth_time later than the first",
  judge: ({ first, second }) =>
    isFinite(first.auth_time) && isFinite(second.auth_time) &&
      Number(second.auth_time) <= Number(first.auth_time)
      ? `${shown(second.auth_time)} after ${shown(first.auth_time)}`
      : undefined,
};

/** max_age makes auth_time due. */
export const authTimePresent: Check<Claims> = {
  id: "id_token.auth_time_present",
  section: "OpenID Connect Core section 2",
  level: "failure",
  expects: "An auth_time, since the request has max_age",
  judge: ({ auth_time }) => auth_time === undefined ? "None" : undefined,
};

/** The sign-in is as recent as max_age asks. */
export const recentAuthTime: Check<TwoLogins & { readonly max_age: number }> = {
  id: "login_state.recent_auth_time",
  section: "OpenID Connect Core section 3.1.2.1",
  level: "failure",
  expects: "A sign-in no older than max_age when the request came",
  judge: ({ second, asked, max_age }) =>
    !isFinite(second.auth_time) || Number(second.auth_time) >= asked - max_age - 1
      ? undefined
      : `${asked - Number(second.auth_time)} seconds old`,
};

/** One of the classes that were asked for. */
export const askedAcr: Check<{ readonly claims: Claims; readonly asked: readonly string[] }> = {
  id: "id_token.asked_acr",
  section: "OpenID Connect Core section 3.1.2.1",
  level: "warning",
  expects: "An acr that is one of acr_values",
  judge: ({ claims, asked }) => asked.includes(String(claims.acr)) ? undefined : shown(claims.acr),
};

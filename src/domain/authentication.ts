import type { Instant } from "./time.ts";

/** Authentication context classes that this server vouches for: `1` is one factor. */
export const acrValues = ["1"] as const;

/** A session as the decisions see it. */
export interface SessionFacts {
  readonly id: string;
  readonly account_id: string;
  readonly auth_time: Instant;
  readonly acr: string;
}

/** What an authorization request demands of the sign-in, fixed when the request arrives. */
export interface AuthenticationDemand {
  readonly prompt: readonly string[];
  /** A sign-in for this very request is asked for: one of the same second, but before it, does not do. */
  readonly fresh: boolean;
  /** The sign-in must not be older than this; 0 where any will do. */
  readonly auth_time_required: Instant;
  /** The account that an id_token_hint names, if any. */
  readonly hinted_account: string | undefined;
}

/**
 * When the sign-in must have happened for this request.
 *
 * @param now When the request arrived: `prompt=login` wants a sign-in after it.
 * @param maxAge Seconds, from the request or the client's default_max_age.
 * @see OpenID Connect Core section 3.1.2.1
 */
export function authTimeRequired(
  prompt: readonly string[],
  maxAge: number | undefined,
  now: Instant,
): Instant {
  if (prompt.includes("login")) return now;
  return maxAge === undefined ? 0 : now - maxAge;
}

/** What the person, or the server for them, has answered so far. */
export interface InteractionFacts {
  /** The sessions that are open in this browser. */
  readonly sessions: readonly SessionFacts[];
  /** The session that was chosen or signed in for this request, where one was. */
  readonly chosen: string | undefined;
  /** Whether something asked for has to be agreed to by this account. */
  readonly consentNeeded: (session: SessionFacts) => boolean;
  /** Whether the person agreed to this very request. */
  readonly agreed: boolean;
}

/** What is still missing before a code can be issued, and from whom; nothing where it can be issued for that session. */
export type Missing =
  | { readonly ask: "account" | "login" }
  | { readonly ask: "consent" | undefined; readonly session: SessionFacts };

/** The session that a request would use, before anything is asked: the chosen one, the hinted one, or the only one. */
function sessionFor(demand: AuthenticationDemand, facts: InteractionFacts): SessionFacts | undefined {
  if (facts.chosen !== undefined) return facts.sessions.find((session) => session.id === facts.chosen);
  if (demand.hinted_account !== undefined) {
    return facts.sessions.find((session) => session.account_id === demand.hinted_account);
  }
  return facts.sessions.length === 1 ? facts.sessions[0] : undefined;
}

/**
 * Computes what is missing. Pure, so it is the same at the first request, at every return from a page, and for
 * prompt=none, where whatever is missing becomes an error.
 *
 * @see OpenID Connect Core section 3.1.2.1 (prompt, max_age, id_token_hint) and 3.1.2.4 (consent)
 */
export function missing(demand: AuthenticationDemand, facts: InteractionFacts): Missing {
  const session = sessionFor(demand, facts);
  const choosing = demand.prompt.includes("select_account") && facts.chosen === undefined;
  if (
    facts.sessions.length > 0 &&
    (choosing || (!session && demand.hinted_account === undefined && facts.chosen === undefined))
  ) {
    return { ask: "account" };
  }
  if (!session) return { ask: "login" };
  if (demand.hinted_account !== undefined && session.account_id !== demand.hinted_account) {
    return { ask: "login" };
  }
  if (demand.fresh && facts.chosen === undefined) return { ask: "login" };
  if (session.auth_time < demand.auth_time_required) return { ask: "login" };
  const mustAgree = demand.prompt.includes("consent") || facts.consentNeeded(session);
  return { ask: mustAgree && !facts.agreed ? "consent" : undefined, session };
}

/** The error of prompt=none for what is missing (OpenID Connect Core section 3.1.2.6). */
export const silentError = {
  account: "account_selection_required",
  login: "login_required",
  consent: "consent_required",
} as const;

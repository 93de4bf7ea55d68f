import { satisfiesSome } from "./acr.ts";
import type { Instant, Seconds } from "./time.ts";

/** A session as the decisions see it. */
export interface SessionFacts {
  readonly id: string;
  readonly account_id: string;
  readonly auth_time: Instant;
  readonly acr: string;
  /** When it was signed in to last. */
  readonly signed_in_at: Instant;
  /** When it was signed in to or used last. */
  readonly state_at: Instant;
}

/** What an authorization request demands of the sign-in, fixed when the request arrives. */
export interface AuthenticationDemand {
  readonly prompt: readonly string[];
  /** A sign-in for this very request is asked for: one of the same second, but before it, does not do. */
  readonly fresh: boolean;
  /** The sign-in must not be older than this; 0 where any will do. */
  readonly auth_time_required: Instant;
  /** The session must have been used since; 0 where any will do. */
  readonly use_required: Instant;
  /** The accounts that an id_token_hint or a value asked for `sub` leaves; undefined where anybody will do. */
  readonly hinted_accounts: readonly string[] | undefined;
  /** Authentication context classes of which one is to be reached; none where any will do. All are ones that are offered. */
  readonly acr_values: readonly string[];
  /** Whether nothing is issued where none of them is reached. */
  readonly acr_essential: boolean;
  /** When the request arrived. */
  readonly asked_at: Instant;
}

/**
 * When the sign-in must have happened for this request.
 *
 * @param now When the request arrived: `prompt=login` wants a sign-in after it.
 * @param max_age Seconds, from the request or the client's default_max_age.
 * @param session Seconds after which a sign-in is too old for this client: that, too, has to hold.
 * @see OpenID Connect Core section 3.1.2.1
 */
export function authTimeRequired(
  prompt: readonly string[],
  within: { readonly max_age?: Seconds | undefined; readonly session?: Seconds | undefined },
  now: Instant,
): Instant {
  if (prompt.includes("login")) return now;
  const oldest = within.max_age === undefined ? 0 : now - within.max_age;
  return Math.max(oldest, stillWithin(within.session, now));
}

/** The earliest instant from which a lifetime of so many seconds is not over yet; 0 where there is none. */
export const stillWithin = (lives: Seconds | undefined, now: Instant): Instant =>
  lives === undefined ? 0 : now - lives + 1;

/** What the person, or the server for them, has answered so far. */
export interface InteractionFacts {
  /** The sessions that are open in this browser. */
  readonly sessions: readonly SessionFacts[];
  /** The session that was chosen or signed in for this request, where one was. */
  readonly chosen: string | undefined;
  /** Whether something asked for has to be agreed to by this account. */
  readonly consentNeeded: (session: SessionFacts) => boolean;
  /** Whether this account may use the client at all. */
  readonly mayUse: (session: SessionFacts) => boolean;
  /** Whether the client takes the way by which this session was signed in to last. */
  readonly takesWay: (session: SessionFacts) => boolean;
  /** Whether the person agreed to this very request. */
  readonly agreed: boolean;
}

/** The `auth_time` of a session whose upstream did not say when the person proved themselves: too long ago for any demand. */
export const unknownAuthTime: Instant = 0;

/** `auth_time` as it is told to others: not at all where nobody knows it (OpenID Connect Core section 2). */
export const statedAuthTime = (auth_time: Instant): { readonly auth_time?: Instant } =>
  auth_time === unknownAuthTime ? {} : { auth_time };

/**
 * What is still missing before a code can be issued, and from whom; nothing where it can be issued for that session.
 * `other_account`: the accounts that the request can mean may not use the client. `stronger`: the person signed in for
 * this request, and not well enough for it.
 */
export type Missing =
  | { readonly ask: "account" | "login" }
  | { readonly ask: "other_account" | "stronger"; readonly session: SessionFacts }
  | { readonly ask: "consent" | undefined; readonly session: SessionFacts };

/** The sessions that a request may mean, before anything is asked: the chosen one, those hinted at, or all. */
const meantSessions = ({ hinted_accounts }: AuthenticationDemand, { sessions, chosen }: InteractionFacts) =>
  sessions.filter((session) =>
    chosen === undefined ? hinted_accounts?.includes(session.account_id) ?? true : session.id === chosen
  );

/** Whether a session's sign-in is recent enough for this request. */
const isRecent = (demand: AuthenticationDemand, session: SessionFacts): boolean =>
  session.auth_time >= demand.auth_time_required && session.state_at >= demand.use_required;

/** Whether a session's sign-in is strong enough. */
const isStrong = ({ acr_values }: AuthenticationDemand, { acr }: SessionFacts): boolean =>
  acr_values.length === 0 || satisfiesSome(acr, acr_values);

/**
 * What becomes of a session that is not strong enough. A class that is not essential is asked for once, where somebody
 * can be asked: what they reach then is what they have.
 *
 * @see OpenID Connect Core section 5.5.1.1, RFC 9470 section 5
 */
function weaknessOf(
  { acr_essential, asked_at, prompt }: AuthenticationDemand,
  { chosen }: InteractionFacts,
  session: SessionFacts,
): "login" | "stronger" | undefined {
  const tried = session.id === chosen && session.signed_in_at >= asked_at;
  if (acr_essential) return tried ? "stronger" : "login";
  return tried || prompt.includes("none") ? undefined : "login";
}

/**
 * Computes what is missing. Pure, so it is the same at the first request, at every return from a page, and for
 * prompt=none, where whatever is missing becomes an error.
 *
 * Accounts that may not use the client count only where there is no other.
 *
 * @see OpenID Connect Core section 3.1.2.1 (prompt, max_age, id_token_hint), 3.1.2.2 (sub), 3.1.2.4 (consent) and
 * 5.5.1.1 (acr)
 */
export function missing(demand: AuthenticationDemand, facts: InteractionFacts): Missing {
  const meant = meantSessions(demand, facts), able = meant.filter(facts.mayUse), { hinted_accounts } = demand;
  const choosing = demand.prompt.includes("select_account") && facts.chosen === undefined;
  if (able.length > 1 || (choosing && facts.sessions.some(facts.mayUse))) return { ask: "account" };
  const [session = meant[0]] = able;
  if (!session) return { ask: "login" };
  if (hinted_accounts && !hinted_accounts.includes(session.account_id)) return { ask: "login" };
  if (demand.fresh && facts.chosen === undefined) return { ask: "login" };
  if (!facts.mayUse(session)) return { ask: "other_account", session };
  // Whoever came by a way that the client does not take can still sign in: no client refuses a password.
  if (!isRecent(demand, session) || !facts.takesWay(session)) return { ask: "login" };
  const weakness = isStrong(demand, session) ? undefined : weaknessOf(demand, facts, session);
  if (weakness === "stronger") return { ask: weakness, session };
  if (weakness) return { ask: weakness };
  const mustAgree = demand.prompt.includes("consent") || facts.consentNeeded(session);
  return { ask: mustAgree && !facts.agreed ? "consent" : undefined, session };
}

/** The error of prompt=none for what is missing (OpenID Connect Core section 3.1.2.6). */
export const silentError = {
  account: "account_selection_required",
  login: "login_required",
  consent: "consent_required",
} as const;

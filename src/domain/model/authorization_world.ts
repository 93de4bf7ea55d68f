import { passwordAcr } from "../acr.ts";
import { type AuthenticationDemand, type Missing, missing, type SessionFacts } from "../authentication.ts";
import { none } from "../machine.ts";
import type { Parts } from "./parts.ts";
import { after, type Facts, fire, newRow, now, type Row } from "./row.ts";

/**
 * One authorization request on its way, in a browser that two people use. Sessions and consents stand at the number of
 * their account; one that never was is undefined.
 */
export interface AuthorizationWorld {
  readonly client: Row;
  readonly accounts: readonly Row[];
  readonly sessions: readonly (Row | undefined)[];
  readonly consents: readonly (Row | undefined)[];
  readonly interaction: Row;
  readonly codes: readonly Row[];
  /** How often the interaction was granted. */
  readonly grants: number;
  /** What a request saw that has not acted yet. */
  readonly flight: Standing | undefined;
  /** How often something was done to clients, accounts, sessions and consents. */
  readonly acts: number;
}

export const people = ["ada", "bob"];

/** What a request knows of the interaction from opening it. */
export interface Standing {
  readonly state: string;
  readonly chosen: string | undefined;
  readonly agreed: boolean;
  readonly version: number;
}

/** The browser that started the interaction, by its cookie. */
export const cookie = "cookie";

/** What a consent page shows, as the digest of it. */
export const digestOf = (account: number, session: string, version: number): string =>
  `${people[account]} ${session} version ${version}`;

/** The sessions that count in the browser. */
export const openSessions = ({ sessions, accounts }: AuthorizationWorld): readonly Row[] =>
  sessions.filter((row) => row !== undefined).filter((row) =>
    row.state === "open" && (row.expires_at as number) > now &&
    accounts[row.account as number]!.state === "active"
  );

/** Opens the interaction. @returns undefined where it is over, or its client does not count. */
export function openInteraction({ interaction, client }: AuthorizationWorld): Standing | undefined {
  const { state, session_id, account_id, consent_digest, expires_at } = interaction;
  const over = ["granted", "denied", "abandoned"].includes(state) || (expires_at as number) <= now;
  if (over || client.state !== "active") return undefined;
  const chosen = session_id === none ? undefined : session_id as string;
  const version = client.version as number, account = people.indexOf(account_id as string);
  const agreed = chosen !== undefined && account >= 0 &&
    consent_digest === digestOf(account, chosen, version);
  return { state, chosen, agreed, version };
}

const demandOf = ({ interaction }: AuthorizationWorld): AuthenticationDemand => ({
  prompt: interaction.prompt === "" ? [] : [interaction.prompt as string],
  fresh: interaction.prompt === "login",
  auth_time_required: interaction.auth_time_required as number,
  use_required: 0,
  hinted_accounts: interaction.hinted === none ? undefined : [interaction.hinted as string],
  acr_values: [],
  acr_essential: false,
  asked_at: now,
});

const sessionFacts = ({ id, account_id, auth_time }: Row): SessionFacts => ({
  id: id as string,
  account_id: account_id as string,
  auth_time: auth_time as number,
  acr: passwordAcr,
  signed_in_at: now,
  state_at: now,
});

/** What the request still lacks, by the same decision that the flows make. */
export const situationOf = (world: AuthorizationWorld, { chosen, agreed }: Standing): Missing =>
  missing(demandOf(world), {
    sessions: openSessions(world).map(sessionFacts),
    chosen,
    agreed,
    // Who may use a client, and by which way, is no state of any machine: here everybody may.
    mayUse: () => true,
    takesWay: () => true,
    consentNeeded: ({ account_id }) => world.consents[people.indexOf(account_id)]?.state !== "given",
  });

/** What was answered, and the world after it. */
export interface Answer {
  readonly world: AuthorizationWorld;
  readonly outcome: string;
  /** The session that a code was issued for. */
  readonly session?: string;
}

const bound: Facts = { browser: cookie };

const moved = ({ machines }: Parts, world: AuthorizationWorld, event: string, facts: Facts = {}) => {
  const fired = fire(machines.interaction, event, world.interaction, { ...bound, ...facts });
  return {
    world: fired.refusal === undefined ? { ...world, interaction: fired.row } : world,
    refusal: fired.refusal,
  };
};

/** Asks for what is missing: a row that asks for something else lapses first. */
function ask(parts: Parts, world: AuthorizationWorld, standing: Standing, wanted: string): Answer {
  const outcome = `asks for ${wanted}`;
  if (standing.state === wanted) return { world, outcome };
  const lapsed = standing.state === "ready" ? world : moved(parts, world, "lapse").world;
  return { world: moved(parts, lapsed, `ask_${wanted}`).world, outcome };
}

/** Grants: the last move and the code are one unit, which computes once more what is missing. */
function grant(parts: Parts, world: AuthorizationWorld, standing: Standing): Answer {
  const found = situationOf(world, standing), changed = { world, outcome: "changed_meanwhile" };
  if (!("session" in found) || found.ask !== undefined) return changed;
  const { id, account_id, auth_time } = found.session, account = people.indexOf(account_id);
  const chosen = standing.chosen !== undefined;
  const lapsed = standing.state === "ready" ? world : moved(parts, world, "lapse").world;
  const granted = moved(parts, lapsed, "grant", {
    session: chosen ? id : none,
    account: chosen ? account_id : none,
    auth_time,
    acr: none,
    consent: standing.agreed ? digestOf(account, id, standing.version) : none,
  });
  if (granted.refusal !== undefined) return { ...changed, world: lapsed };
  const next = { ...granted.world, grants: Math.min(2, world.grants + 1) };
  if (!parts.rules.grant.includes("issue_code")) return { world: next, outcome: "granted" };
  const touched = fire(parts.machines.session, "touch", world.sessions[account]!, { browser: "browser" });
  if (touched.refusal !== undefined) return { ...changed, world: next };
  const code = newRow(parts.machines.authorizationCode, { session_id: id, account_id });
  return {
    world: { ...next, codes: [...next.codes, code].slice(0, 2) },
    outcome: "issues a code",
    session: id,
  };
}

/** Asks for what is missing, or grants where nothing is. @param wish What the person would rather be asked. */
export function proceed(
  parts: Parts,
  world: AuthorizationWorld,
  standing: Standing,
  wish?: "account" | "login",
): Answer {
  const wished = wish === "account" && openSessions(world).length === 0 ? "login" : wish;
  const wanted = wished ?? situationOf(world, standing).ask;
  return wanted === undefined ? grant(parts, world, standing) : ask(parts, world, standing, wanted);
}

/** Signs somebody in: a session of theirs that is open is renewed, else there is a new one. */
export function signIn(parts: Parts, world: AuthorizationWorld, account: number): AuthorizationWorld {
  const { machines: { session } } = parts, present = world.sessions[account], account_id = people[account]!;
  const facts = { account: account_id, browser: "browser" };
  const renewed = present && fire(session, "reauthenticate", present, facts, { auth_time: now });
  const row = renewed?.refusal === undefined && renewed ? renewed.row : newSession(parts, account, now);
  const id = present && row !== renewed?.row ? `${present.id}'` : row.id!;
  return { ...world, sessions: world.sessions.with(account, { ...row, id }) };
}

/** A session of an account in the browser. */
export const newSession = ({ machines }: Parts, account: number, auth_time: number): Row =>
  newRow(machines.session, {
    id: `session of ${people[account]}`,
    account,
    account_id: people[account]!,
    browser_id: "browser",
    idle_expires_at: after,
    expires_at: after,
    auth_time,
  });

/** Records who signed in or was chosen for this request. */
export function recordPerson(
  parts: Parts,
  world: AuthorizationWorld,
  event: "authenticate" | "choose",
  account: number,
): Answer {
  const set = {
    session_id: world.sessions[account]!.id!,
    account_id: people[account]!,
    consent_digest: none,
  };
  const fired = fire(parts.machines.interaction, event, world.interaction, bound, set);
  const { refusal } = fired;
  return {
    world: refusal === undefined ? { ...world, interaction: fired.row } : world,
    outcome: refusal ?? "done",
  };
}

/** Records that the person allowed what a page showed. */
export function allow(parts: Parts, world: AuthorizationWorld, standing: Standing, shown: string): Answer {
  const found = situationOf(world, standing);
  if (!("session" in found) || found.ask !== "consent") return { world, outcome: "not_asked" };
  const { id, account_id } = found.session, account = people.indexOf(account_id);
  if (digestOf(account, id, standing.version) !== shown) return { world, outcome: "shown_before" };
  const set = { session_id: id, account_id, consent_digest: shown };
  const fired = fire(parts.machines.interaction, "allow", world.interaction, bound, set);
  if (fired.refusal !== undefined) return { world, outcome: fired.refusal };
  const given = world.consents[account]?.state === "given";
  const consents = given ? world.consents : world.consents.with(account, newRow(parts.machines.consent));
  return { world: { ...world, interaction: fired.row, consents }, outcome: "done" };
}

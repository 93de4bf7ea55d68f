import { authTimeRequired } from "../authentication.ts";
import { none } from "../machine.ts";
import { authorizationInvariants } from "./authorization_invariants.ts";
import {
  allow,
  type Answer,
  type AuthorizationWorld,
  cookie,
  digestOf,
  newSession,
  openInteraction,
  openSessions,
  people,
  proceed,
  recordPerson,
  signIn,
} from "./authorization_world.ts";
import type { Actor, Model, Move } from "./exploration.ts";
import type { Parts } from "./parts.ts";
import { after, before, type Facts, fire, newRow, now, type Row } from "./row.ts";

type Moves = Move<AuthorizationWorld>[];

/** What an authorization request asks for. */
interface Request {
  readonly prompt: string;
  readonly max_age?: number;
  readonly hinted?: string;
}

/** Kinds of request, each in a world of its own. */
const requests: readonly Request[] = [
  { prompt: "" },
  { prompt: "login" },
  { prompt: "consent" },
  { prompt: "select_account" },
  { prompt: "", max_age: 0 },
  { prompt: "", hinted: "bob" },
];

/** A request in a browser in which Ada has been signed in before, or nobody. */
const begin = (parts: Parts, request: Request, signedIn: boolean): AuthorizationWorld => {
  const { machines } = parts, active = { ...newRow(machines.account), state: "active" };
  return {
    client: newRow(machines.client, { version: 1 }),
    accounts: [active, active],
    sessions: [signedIn ? newSession(parts, 0, before) : undefined, undefined],
    consents: [undefined, undefined],
    interaction: newRow(machines.interaction, {
      browser_digest: cookie,
      expires_at: after,
      session_id: none,
      account_id: none,
      auth_time_required: Math.max(0, authTimeRequired([request.prompt], request, now)),
      acr_required: none,
      consent_digest: none,
      prompt: request.prompt,
      hinted: request.hinted ?? none,
    }),
    codes: [],
    grants: 0,
    flight: undefined,
    acts: 0,
  };
};

/** What the person does in the browser, on pages that may have been opened some time ago. */
function personMoves(parts: Parts, world: AuthorizationWorld, limits: AuthorizationBounds): Moves {
  const moves: Moves = [], standing = openInteraction(world), { flight } = world;
  const add = (event: string, { world: after, outcome, session }: Answer, late = false) =>
    moves.push({
      by: "person",
      event,
      outcome,
      after,
      note: { late, opens: event.startsWith("opens"), ...(session === undefined ? {} : { session }) },
    });
  if (flight) add("is answered at last", proceed(parts, { ...world, flight: undefined }, flight), true);
  if (!standing) return moves;
  if (limits.overlapping && !flight) {
    add("sends a request", { world: { ...world, flight: standing }, outcome: "done" });
  }
  add("opens the page", proceed(parts, world, standing));
  for (const wish of ["account", "login"] as const) {
    add(`wants to be asked for ${wish}`, proceed(parts, world, standing, wish));
  }
  for (const [account, name] of people.slice(0, limits.people).entries()) {
    if (world.accounts[account]!.state === "active") {
      add(`signs in as ${name}`, recordPerson(parts, signIn(parts, world, account), "authenticate", account));
    }
    const session = openSessions(world).find((row) => row.account === account);
    if (!session) continue;
    add(`chooses ${name}`, recordPerson(parts, world, "choose", account));
    for (const version of [1, 2]) {
      const shown = digestOf(account, session.id as string, version);
      add(`allows what was shown (${shown})`, allow(parts, world, standing, shown));
    }
  }
  const denied = fire(parts.machines.interaction, "deny", world.interaction, { browser: cookie });
  add("denies", { world: { ...world, interaction: denied.row }, outcome: denied.refusal ?? "done" });
  return moves;
}

/** Facts that pass every guard of the interaction but its expiry. */
const rightFacts = ({ session_id, account_id, consent_digest }: Row): Facts => ({
  browser: cookie,
  session: session_id!,
  account: account_id!,
  auth_time: now,
  acr: none,
  consent: consent_digest!,
});

/** Whoever was sent the interaction's address does what the person could, with everything right but the cookie. */
function strangerMoves({ machines }: Parts, world: AuthorizationWorld): Moves {
  const { interaction } = world, facts = { ...rightFacts(interaction), browser: "another cookie" };
  return Object.keys(machines.interaction.guards).map((event) => {
    const fired = fire(machines.interaction, event, interaction, facts);
    const after = fired.row === interaction ? world : { ...world, interaction: fired.row };
    return { by: "stranger", event: `${event} in another browser`, outcome: fired.refusal ?? "done", after };
  });
}

/** What the right browser sends after the time of the interaction, from a page that it still shows. */
function lateMoves({ machines }: Parts, world: AuthorizationWorld): Moves {
  const { interaction } = world;
  if ((interaction.expires_at as number) > now) return [];
  return Object.keys(machines.interaction.guards).map((event) => {
    const fired = fire(machines.interaction, event, interaction, rightFacts(interaction));
    const after = fired.row === interaction ? world : { ...world, interaction: fired.row };
    return { by: "person", event: `${event} when it is too late`, outcome: fired.refusal ?? "done", after };
  });
}

/** What happens around the interaction. */
function otherMoves({ machines }: Parts, world: AuthorizationWorld): Moves {
  const moves: Moves = [], acts = world.acts + 1;
  const add = (by: Actor, event: string, changed: Partial<AuthorizationWorld>) =>
    moves.push({ by, event, outcome: "done", after: { ...world, acts, ...changed } });
  for (const [account, name] of people.entries()) {
    const row = world.accounts[account]!, event = row.state === "active" ? "disable" : "enable";
    const accounts = world.accounts.with(account, fire(machines.account, event, row).row);
    add("administrator", `${event} ${name}`, { accounts });
    const session = world.sessions[account], consent = world.consents[account];
    const withSession = (row: typeof session) => ({ sessions: world.sessions.with(account, row) });
    if (session?.state === "open") {
      add(
        "person",
        `${name} signs out`,
        withSession(fire(machines.session, "end", session, { account: name }).row),
      );
      add("time", `session of ${name} runs out`, withSession({ ...session, expires_at: before }));
    }
    if (consent?.state === "given") {
      const consents = world.consents.with(account, fire(machines.consent, "withdraw", consent).row);
      add("person", `${name} withdraws consent`, { consents });
    }
  }
  const disabled = fire(
    machines.client,
    world.client.state === "active" ? "disable" : "enable",
    world.client,
  );
  add("administrator", "disable or enable client", { client: disabled.row });
  if (world.client.version === 1) {
    add("administrator", "amend client", { client: { ...world.client, version: 2 } });
  }
  add("time", "interaction runs out", { interaction: { ...world.interaction, expires_at: before } });
  return moves;
}

/** How much of everything there is, and how much happens. */
export interface AuthorizationBounds {
  readonly name: string;
  readonly bounds: string;
  /** How often something is done to clients, accounts, sessions and consents. */
  readonly acts: number;
  /** How many people use the browser: 1 or 2. */
  readonly people: number;
  /** Whether one request may act on what it saw some time ago; then only the plainest kind is asked for. */
  readonly overlapping: boolean;
}

/** An authorization request from its first page to its code, within some bounds. */
export function authorizationModel(parts: Parts, limits: AuthorizationBounds): Model<AuthorizationWorld> {
  const { name, bounds, acts, overlapping } = limits, kinds = overlapping ? requests.slice(0, 1) : requests;
  return {
    name,
    bounds,
    initial: kinds.flatMap((request) => [true, false].map((signedIn) => begin(parts, request, signedIn))),
    moves: (world) =>
      [
        ...personMoves(parts, world, limits),
        ...strangerMoves(parts, world),
        ...lateMoves(parts, world),
        ...otherMoves(parts, world),
      ].filter(({ after }) => after.acts <= acts),
    invariants: authorizationInvariants,
  };
}

import { none } from "../machine.ts";
import { type AuthorizationWorld, digestOf, openSessions, people } from "./authorization_world.ts";
import type { Invariant, Move } from "./exploration.ts";
import { now, type Row } from "./row.ts";

type Issue = Move<AuthorizationWorld> & { readonly note: { readonly session: string } };

const issues = (move: Move<AuthorizationWorld>): move is Issue => move.note?.session !== undefined;

/** Something that has to be true before a code is issued, of the session that it is issued for. */
const ifIssued = (
  holds: (before: AuthorizationWorld, session: Row, move: Issue) => boolean,
) =>
(before: AuthorizationWorld, move: Move<AuthorizationWorld>): boolean => {
  if (!issues(move)) return true;
  const session = before.sessions.find((row) => row?.id === move.note.session);
  return session !== undefined && holds(before, session, move);
};

/** The person agreed to what the client was before it was changed. */
const agreedBefore = ({ interaction, client }: AuthorizationWorld): boolean =>
  interaction.consent_digest !== none &&
  !String(interaction.consent_digest).endsWith(`version ${client.version}`);

/** The states that nothing leads out of, whatever the tables say. */
const last = ["granted", "denied", "abandoned"];

/** What has to hold of an authorization request. */
export const authorizationInvariants: readonly Invariant<AuthorizationWorld>[] = [
  {
    name: "an interaction is granted at most once",
    source: "RFC 6749 section 4.1.2",
    always: ({ grants }) => grants <= 1,
  },
  {
    name: "no two live codes come from one interaction",
    source: "RFC 6749 section 4.1.2",
    always: ({ codes }) => codes.length <= 1,
  },
  {
    name: "nothing but a grant yields a code, and a grant yields one",
    source: "OpenID Connect Core section 3.1.2.5",
    whenever: (before, { after, outcome }) =>
      after.codes.length - before.codes.length === after.grants - before.grants ||
      outcome === "changed_meanwhile" && after.codes.length === before.codes.length,
  },
  {
    name: "another browser changes nothing",
    source: "RFC 6749 section 10.12",
    whenever: (before, { by, after }) => by !== "stranger" || after === before,
  },
  {
    name: "an interaction whose time is over does not move",
    source: "RFC 9700 section 4.7",
    whenever: ({ interaction }, { by, after }) =>
      by === "time" || (interaction.expires_at as number) > now ||
      JSON.stringify(after.interaction) === JSON.stringify(interaction),
  },
  {
    name: "a code is issued only for somebody who is signed in",
    source: "OpenID Connect Core section 3.1.2.3",
    whenever: ifIssued((before, session) => openSessions(before).includes(session)),
  },
  {
    name: "a code is issued only for a sign-in as recent as was asked",
    source: "OpenID Connect Core section 3.1.2.1 (max_age, prompt=login)",
    whenever: ifIssued(({ interaction }, { auth_time }) =>
      (auth_time as number) >= (interaction.auth_time_required as number) &&
      (interaction.prompt !== "login" || auth_time === now)
    ),
  },
  {
    name: "a code is issued only for the account that was chosen or hinted",
    source: "OpenID Connect Core section 3.1.2.1 (select_account, id_token_hint)",
    whenever: ifIssued(({ interaction }, { id, account_id }) =>
      (interaction.session_id === none
        ? interaction.prompt !== "select_account"
        : interaction.session_id === id && interaction.account_id === account_id) &&
      (interaction.hinted === none || interaction.hinted === account_id)
    ),
  },
  {
    name: "a code is issued only for what that person agreed to",
    source: "OpenID Connect Core section 3.1.2.4",
    whenever: ifIssued(({ interaction, client, consents }, { id, account }, { note }) => {
      if (consents[account as number]?.state === "given" && interaction.prompt !== "consent") return true;
      const digest = (version: number) => digestOf(account as number, id as string, version);
      // A request that looked before the client was changed answers what its person saw then.
      return interaction.consent_digest === digest(client.version as number) ||
        note.late === true && interaction.consent_digest === digest(1);
    }),
  },
  {
    name: "a code is issued only in time and for a client that counts",
    source: "OpenID Connect Core section 3.1.2.2",
    whenever: ifIssued(({ interaction, client }, _, { note }) =>
      (interaction.expires_at as number) > now && (client.state === "active" || note.late === true)
    ),
  },
  {
    name: "whoever opens the page is asked for what is missing, or answered",
    source: "OpenID Connect Core section 3.1.2",
    // A client that was changed after the person agreed is told so, and has to ask anew.
    whenever: (before, { outcome, note, after }) =>
      note?.opens !== true || outcome === "issues a code" ||
      outcome === `asks for ${after.interaction.state}` ||
      outcome === "changed_meanwhile" && agreedBefore(before),
  },
  {
    name: "what has ended stays ended",
    source: "OpenID Connect Core section 3.1.2.6",
    whenever: (before, { after }) =>
      (!last.includes(before.interaction.state) || before.interaction.state === after.interaction.state) &&
      people.every((_, account) => {
        const session = before.sessions[account];
        return session?.state !== "ended" || after.sessions[account]!.id !== session.id ||
          after.sessions[account]!.state === "ended";
      }),
  },
];

import type { Handle } from "../crypto/secret.ts";
import { type AuthenticationDemand, type Missing, missing } from "../domain/authentication.ts";
import { type ClientUser, isRestricted, mayUse } from "../domain/client_access.ts";
import type { Client } from "../domain/client_metadata.ts";
import { takesSession } from "../domain/client_upstreams.ts";
import { accountChecks } from "../protocol/authorize/account_checks.ts";
import type { AuthorizationRequest } from "../protocol/authorize/authorization_request.ts";
import { runChecks } from "../protocol/check.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import { groupsOf } from "../store/accounts.ts";
import { openSessions, type SessionRow } from "../store/sessions.ts";
import type { TenantStore } from "../store/tenant_store.ts";
import { slugsOfUpstreams } from "../store/upstreams.ts";
import { type ConsentState, consentState } from "./consent.ts";

/** Where an authorization request stands: what it asks for, and what the browser and its people have answered. */
export interface Standing {
  readonly client: Client;
  readonly request: AuthorizationRequest;
  readonly browser: Handle | undefined;
  /** What pages of apps may learn of the browser; undefined where the tenant does not offer that. */
  readonly browser_state: string | undefined;
  readonly auth_time_required: number;
  readonly use_required: number;
  /** The authentication context classes asked for that somebody vouches for. */
  readonly acr_values: readonly string[];
  /** When the request arrived. */
  readonly asked_at: number;
  /** The accounts that an id_token_hint or a value asked for `sub` leaves; undefined where anybody will do. */
  readonly hinted_accounts: readonly string[] | undefined;
  /** The session chosen or signed in for this request. */
  readonly chosen: string | undefined;
  readonly agreed: boolean;
  readonly now: number;
}

interface Found {
  readonly sessions: readonly SessionRow[];
  /** Ids of those sessions whose accounts may not use the client. */
  readonly barred: readonly string[];
}

interface Answerable extends Found {
  readonly session: SessionRow;
  readonly consent: ConsentState;
}

/** A situation in which the person acts next, with the rows that pages are made from. */
export type AskedSituation =
  | Found & { readonly ask: "account" | "login" }
  /** @property error Why the client gets nothing, unless the person signs in with another account, or another way. */
  | Found & { readonly ask: "other_account" | "stronger"; readonly error: OAuthError }
  | Answerable & { readonly ask: "consent" };

/** What is missing; or nothing is, and a code can be issued for the session. */
export type Situation = AskedSituation | Answerable & { readonly ask: undefined };

/** What an authorization request demands of the sign-in. */
const demandOf = (
  { request, auth_time_required, use_required, hinted_accounts, acr_values, asked_at }: Standing,
): AuthenticationDemand => ({
  prompt: request.prompt,
  fresh: request.prompt.includes("login") || request.max_age === 0,
  auth_time_required,
  use_required,
  hinted_accounts,
  acr_values,
  acr_essential: request.acr_essential ?? false,
  asked_at,
});

/** Why a client gets nothing whose person signed in and reached no class that is essential to it. */
const tooWeak: OAuthError = {
  code: "unmet_authentication_requirements",
  why: "interaction.acr",
  description: "The sign-in reached none of the classes that the request asks for as essential",
};

/** The people of these sessions, where it matters who they are: where the client is not for everybody. */
async function usersOf(
  store: TenantStore,
  client: Client,
  sessions: readonly SessionRow[],
): Promise<ReadonlyMap<string, ClientUser>> {
  if (!isRestricted(client)) return new Map();
  const groups = await groupsOf(store, sessions.map(({ account_id }) => account_id));
  return new Map(
    sessions.map(({ id, account_id }) => [id, { id: account_id, groups: groups.get(account_id) ?? [] }]),
  );
}

/** Ids of the sessions that were signed in to last by a way that the client does not take. */
async function refusedWays(
  store: TenantStore,
  client: Client,
  sessions: readonly SessionRow[],
): Promise<readonly string[]> {
  if (client.allowed_upstreams === null) return [];
  const slugs = await slugsOfUpstreams(store, sessions.map(({ signed_in_by }) => signed_in_by));
  const wrong = sessions.filter(({ signed_in_by }) => !takesSession(client, signed_in_by, slugs));
  return wrong.map(({ id }) => id);
}

/** Gathers the facts of a request and computes what is missing. */
export async function situationOf(store: TenantStore, standing: Standing): Promise<Situation> {
  const { client, request, browser, chosen, agreed, now } = standing;
  const sessions = await openSessions(store, browser, now);
  const states = new Map(
    await Promise.all(
      sessions.map(async ({ id, account_id }) =>
        [id, await consentState(store, { client, request, account_id })] as const
      ),
    ),
  );
  const users = await usersOf(store, client, sessions);
  const barred = [...users].filter(([, user]) => !mayUse(client, user)).map(([id]) => id);
  const wrongly = await refusedWays(store, client, sessions);
  const found: Missing = missing(demandOf(standing), {
    sessions,
    chosen,
    mayUse: ({ id }) => !barred.includes(id),
    takesWay: ({ id }) => !wrongly.includes(id),
    consentNeeded: (session) => states.get(session.id)!.needed,
    agreed,
  });
  if (found.ask === "other_account") {
    const judged = runChecks(accountChecks, { client, user: users.get(found.session.id)! });
    if (judged.ok) throw new Error("An account was barred that no check refuses");
    return { ask: found.ask, sessions, barred, error: judged.error };
  }
  if (found.ask === "stronger") return { ask: found.ask, sessions, barred, error: tooWeak };
  if (!("session" in found)) return { ask: found.ask, sessions, barred };
  const session = sessions.find(({ id }) => id === found.session.id)!;
  return { ask: found.ask, sessions, barred, session, consent: states.get(session.id)! } as Situation;
}

import { type Handle, parseSecret } from "../crypto/secret.ts";
import { broughtAcr, offeredAcr } from "../domain/acr.ts";
import { stillWithin } from "../domain/authentication.ts";
import { interaction as machine } from "../domain/interaction.ts";
import { none } from "../domain/machine.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { AuthorizationRequest } from "../protocol/authorize/authorization_request.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import type { AuthorizationResponse } from "../protocol/authorize/response_mode.ts";
import { findActiveClient } from "../store/clients.ts";
import { findInteraction, type InteractionRow } from "../store/interactions.ts";
import { holdOpenSession } from "../store/sessions.ts";
import { inUnit, type TenantStore } from "../store/tenant_store.ts";
import { fire } from "../store/transition.ts";
import { acrVouchedFor } from "./acr_vouched.ts";
import { consentDigest, recordConsent } from "./consent.ts";
import { completeResponse, type GrantedResponse, grantResponse } from "./issue_response.ts";
import type { Provider } from "./provider.ts";
import { errorResponse } from "./respond.ts";
import { type ResumptionFault, resumptionFault } from "./resumed_request.ts";
import { type AskedSituation, type Situation, situationOf, type Standing } from "./situation.ts";
import { hintedAccounts } from "./subject.ts";

/** Why an interaction cannot go on in this browser. */
export type InteractionFault =
  | "unknown"
  | "other_browser"
  | "expired"
  | "finished"
  | ResumptionFault;

/** What a browser presents: the interaction of its address, the interaction's own cookie, and the browser's. */
export interface PresentedInteraction {
  readonly interaction: string;
  readonly cookie: string | undefined;
  readonly browser: Handle | undefined;
  readonly browser_state: string | undefined;
}

/** An interaction that is open in this browser. */
export interface Interaction {
  readonly handle: Handle;
  readonly cookie: string;
  readonly cookieDigest: string;
  readonly row: InteractionRow;
  readonly standing: Standing;
}

const finished: readonly string[] = ["granted", "denied", "abandoned"];

/**
 * Opens an interaction in the browser that presents it.
 *
 * The address alone is worth nothing: whoever was sent it, or sent it to another, does not have the cookie.
 */
export async function openInteraction(
  provider: Provider,
  presented: PresentedInteraction,
): Promise<Result<Interaction, InteractionFault>> {
  const { store, clock, tenant } = provider;
  const handle = parseSecret("interaction", presented.interaction), now = clock();
  const row = handle && await findInteraction(store, handle);
  if (!handle || !row) return err("unknown");
  // The cookie goes with the answer, so whoever comes back is known by the state alone. There is nothing left to guard.
  if (finished.includes(row.state)) return err("finished");
  const cookie = presented.cookie ?? "";
  const cookieDigest = parseSecret("interaction_cookie", cookie)?.digest;
  if (cookieDigest !== row.browser_digest) return err("other_browser");
  if (row.expires_at <= now) return err("expired");
  const client = await findActiveClient(store, row.client_id);
  if (!client) return err("client_inactive");
  const request = row.request as unknown as AuthorizationRequest;
  const { acr_values: asked } = request;
  const acr_values = offeredAcr(asked, await acrVouchedFor(store, client, asked));
  const fault = resumptionFault(client, request, { policy: tenant.policy, acr_values });
  if (fault) return err(fault);
  const { auth_time_required } = row;
  const chosen = row.session_id === none ? undefined : row.session_id;
  const agreed = chosen !== undefined && row.account_id !== none &&
    row.consent_digest === consentDigest({ client, request, account_id: row.account_id }, chosen);
  const hinted_accounts = hintedAccounts(provider, client, request);
  const use_required = stillWithin(client.lifetimes.session_idle, row.created_at);
  const { browser, browser_state } = presented;
  const standing = {
    client,
    request,
    browser,
    browser_state,
    auth_time_required,
    use_required,
    acr_values,
    asked_at: row.created_at,
    hinted_accounts,
    chosen,
    agreed,
    now,
  };
  return ok({ handle, cookie, cookieDigest, row, standing });
}

/** What comes next for an interaction: a page that asks, or the client's answer. */
export type NextStep =
  | { readonly kind: "ask"; readonly situation: AskedSituation }
  | { readonly kind: "respond"; readonly response: AuthorizationResponse; readonly error?: OAuthError };

const keyOf = ({ tenant }: TenantStore, { bucket, digest }: Handle) => ({ tenant, bucket, digest });
const bound = ({ cookieDigest, standing }: Interaction) => ({ browser: cookieDigest, now: standing.now });

/** For each thing to ask the state in which the row asks it, and the event that leads there. */
const asking = {
  account: ["account", "ask_account"],
  other_account: ["account", "ask_account"],
  login: ["login", "ask_login"],
  stronger: ["login", "ask_login"],
  consent: ["consent", "ask_consent"],
} as const;

/** Moves the row to the state in which it asks for what is missing. A row that asks for something else lapses first. */
async function ask(
  { store }: Provider,
  interaction: Interaction,
  wanted: keyof typeof asking,
): Promise<void> {
  const { row, handle, standing } = interaction, [state, event] = asking[wanted];
  if (row.state === state) return;
  await inUnit(store, async (unit) => {
    const key = keyOf(unit, handle);
    if (row.state !== "ready") await fire(unit.db, [machine, "lapse"], key, standing.now, bound(interaction));
    await fire(unit.db, [machine, event], key, standing.now, bound(interaction));
  });
}

/** Grants: the row's last move and what it grants are one unit, and everything that the person did must still hold. */
function grant(provider: Provider, interaction: Interaction): Promise<GrantedResponse | undefined> {
  const { handle, standing, row } = interaction, { client, request, now } = standing;
  return inUnit(provider.store, async (unit) => {
    const situation = await situationOf(unit, standing);
    if (situation.ask !== undefined) return undefined;
    const { session, consent } = situation, { browser_state } = standing;
    if (row.state !== "ready") {
      await fire(unit.db, [machine, "lapse"], keyOf(unit, handle), now, bound(interaction));
    }
    // Nothing was agreed to in this interaction where nothing had to be, so then the row must say so too.
    const agreedDigest = standing.agreed
      ? consentDigest({ client, request, account_id: session.account_id }, session.id)
      : none;
    const moved = await fire(unit.db, [machine, "grant"], keyOf(unit, handle), now, {
      ...bound(interaction),
      session: standing.chosen === undefined ? none : session.id,
      account: standing.chosen === undefined ? none : session.account_id,
      auth_time: session.auth_time,
      acr: broughtAcr(session.acr, row.acr_required),
      consent: agreedDigest,
    });
    if (!moved.ok) return undefined;
    return await grantResponse(provider, unit, {
      client,
      request,
      session,
      browser_state,
      consent_id: consent.consent_id,
    });
  });
}

/**
 * Computes what an interaction needs next, and does it where nothing is missing.
 *
 * @param wish What the person wants to be asked although it is not missing: to sign in with another account, or to choose one.
 */
export async function proceed(
  provider: Provider,
  interaction: Interaction,
  wish: "account" | "login" | undefined = undefined,
): Promise<NextStep> {
  const found = await situationOf(provider.store, interaction.standing);
  const wished = wish === "account" && found.sessions.length === 0 ? "login" : wish;
  const situation: Situation = wished === undefined ? found : { ...found, ask: wished };
  if (situation.ask !== undefined) {
    await ask(provider, interaction, situation.ask);
    return { kind: "ask", situation };
  }
  const granted = await grant(provider, interaction);
  if (granted) return { kind: "respond", ...await completeResponse(provider, granted) };
  // What held a moment ago does not any more; the person is asked again from the start.
  const { request } = interaction.standing;
  const error: OAuthError = {
    code: "server_error",
    why: "interaction.changed_meanwhile",
    description: "The sign-in changed while it was being answered",
  };
  return { kind: "respond", response: errorResponse(provider, request, error), error };
}

/** What the person answered. */
export type PersonAnswer =
  | { readonly event: "authenticate" | "choose"; readonly session_id: string; readonly account_id: string }
  | { readonly event: "deny" };

/** Records an answer on the interaction. @returns whether it was asked for. */
export async function recordAnswer(
  { store }: Provider,
  interaction: Interaction,
  answer: PersonAnswer,
): Promise<boolean> {
  const { handle, standing } = interaction;
  const set = answer.event === "authenticate" || answer.event === "choose"
    ? { session_id: answer.session_id, account_id: answer.account_id, consent_digest: none }
    : {};
  const key = keyOf(store, handle);
  return (await fire(store.db, [machine, answer.event], key, standing.now, bound(interaction), set)).ok;
}

/** The response that tells the client that the person said no, may not use it, or signed in too weakly (RFC 6749 section 4.1.2.1). */
export async function denied(provider: Provider, { standing }: Interaction): Promise<AuthorizationResponse> {
  const situation = await situationOf(provider.store, standing);
  const error = "error" in situation
    ? situation.error
    : { code: "access_denied", why: "interaction.denied", description: "The person said no" } as const;
  return errorResponse(provider, standing.request, error);
}

/**
 * Records that the person allowed what the page with this digest showed.
 *
 * @returns false where that is no longer what would be granted: the page has to be shown again.
 */
export async function allow(provider: Provider, interaction: Interaction, shown: string): Promise<boolean> {
  const { store } = provider, { handle, standing } = interaction, { client, request, now } = standing;
  return await inUnit(store, async (unit) => {
    const situation = await situationOf(unit, standing);
    if (situation.ask !== "consent") return false;
    const { session } = situation, { account_id } = session;
    const subject = { client, request, account_id };
    if (consentDigest(subject, session.id) !== shown) return false;
    // Who ends the session because it was not its owner's withdraws what was agreed to in it, and has to find this.
    if (!(await holdOpenSession(unit, session.id, now))) return false;
    const set = { session_id: session.id, account_id, consent_digest: shown };
    const moved = await fire(unit.db, [machine, "allow"], keyOf(unit, handle), now, bound(interaction), set);
    if (!moved.ok) return false;
    await recordConsent(provider, unit, subject, now);
    return true;
  });
}

import { type Handle, mintSecret, type Secret } from "../crypto/secret.ts";
import { offeredAcr, requiredAcr, vouchedAcr } from "../domain/acr.ts";
import { authTimeRequired, silentError, stillWithin } from "../domain/authentication.ts";
import { isVouchedFor } from "../domain/client_origin.ts";
import type { Client } from "../domain/client_metadata.ts";
import { none } from "../domain/machine.ts";
import { ok } from "../domain/result.ts";
import { lifetime } from "../domain/tenant_policy.ts";
import {
  type AuthorizationRequest,
  judgeAuthorizationRequest,
  withRequestObject,
} from "../protocol/authorize/authorization_request.ts";
import { acrDemand } from "../protocol/authorize/claims_demands.ts";
import type { OAuthError, OAuthErrorCode } from "../protocol/oauth_error.ts";
import { parameter, type Parameters } from "../protocol/parameters.ts";
import type { AuthorizationResponse } from "../protocol/authorize/response_mode.ts";
import { createInteraction } from "../store/interactions.ts";
import { inUnit } from "../store/tenant_store.ts";
import { acrVouchedFor } from "./acr_vouched.ts";
import { consentState } from "./consent.ts";
import { completeResponse, type GrantedResponse, grantResponse } from "./issue_response.ts";
import { type Asker, namedClient } from "./named_client.ts";
import type { Provider } from "./provider.ts";
import { readHint } from "./read_hint.ts";
import { readRequestObject } from "./request_object.ts";
import { errorResponse } from "./respond.ts";
import { type Situation, situationOf, type Standing } from "./situation.ts";
import { hintedAccounts } from "./subject.ts";

/** What an authorization request leads to. */
export type AuthorizeAnswer =
  /** Nothing is proven to belong to a client: the person sees a page. */
  | { readonly kind: "refuse"; readonly error: OAuthError }
  /**
   * The client gets its answer. @property error The refusal in it, for the log. @property shown The person sees first
   * where it goes.
   */
  | {
    readonly kind: "respond";
    readonly response: AuthorizationResponse;
    readonly error?: OAuthError;
    readonly shown?: true;
  }
  /**
   * The person is asked, in this browser, which the cookie's secret binds to the interaction. @property asks What they
   * are asked first.
   */
  | {
    readonly kind: "interact";
    readonly interaction: Secret<"interaction">;
    readonly cookie: Secret<"interaction_cookie">;
    readonly asks: Situation["ask"];
    readonly standing: Standing;
  };

const silentDescriptions = {
  login_required: "Nobody is signed in who may answer this request silently",
  consent_required: "The person has not agreed to what the client asks for",
  account_selection_required: "Several accounts are signed in and none was chosen",
} as const;

/**
 * What prompt=none is answered where a person would have to be asked.
 *
 * @param told Whether the client may learn that somebody is signed in who has not agreed to tell it.
 */
function silentRefusal(situation: Situation, told: boolean): OAuthError {
  if (told && "error" in situation) return situation.error;
  const ask = told && !("error" in situation) ? situation.ask ?? "login" : "login";
  const code: OAuthErrorCode & keyof typeof silentDescriptions = silentError[ask];
  return { code, why: `prompt_none.${code}`, description: silentDescriptions[code] };
}

/** Grants at once, where nothing is missing; undefined where that changed a moment ago. */
function grantAtOnce(provider: Provider, standing: Standing): Promise<GrantedResponse | undefined> {
  return inUnit(provider.store, async (unit) => {
    const situation = await situationOf(unit, standing);
    if (situation.ask !== undefined) return undefined;
    const { client, request, browser_state } = standing, { session } = situation;
    const { consent_id } = await consentState(unit, { client, request, account_id: session.account_id });
    return await grantResponse(provider, unit, { client, request, session, browser_state, consent_id });
  });
}

async function interact(
  provider: Provider,
  standing: Standing,
  asks: Situation["ask"],
): Promise<AuthorizeAnswer> {
  const { store, random, tenant } = provider, { client, request, auth_time_required, now } = standing;
  const expires_at = now + lifetime(tenant.policy, "interaction");
  const interaction = mintSecret("interaction", expires_at, random);
  const cookie = mintSecret("interaction_cookie", expires_at, random);
  await createInteraction(store, interaction.handle, {
    browser_digest: cookie.handle.digest,
    client_id: client.client_id,
    request: { ...request },
    session_id: none,
    account_id: none,
    auth_time_required,
    acr_required: requiredAcr(standing.acr_values, request.acr_essential ?? false),
    consent_digest: none,
    expires_at,
  }, now);
  return { kind: "interact", interaction, cookie, asks, standing };
}

/** Answers a request that passed every check: with what it asks for, with an error, or by asking the person. @param told As in {@link silentRefusal}. */
async function answer(provider: Provider, standing: Standing, told: boolean): Promise<AuthorizeAnswer> {
  const { request } = standing;
  const situation = await situationOf(provider.store, standing);
  const granted = situation.ask === undefined ? await grantAtOnce(provider, standing) : undefined;
  if (granted) return { kind: "respond", ...await completeResponse(provider, granted) };
  if (!request.prompt.includes("none")) return await interact(provider, standing, situation.ask);
  const error = silentRefusal(situation, told);
  return { kind: "respond", response: errorResponse(provider, request, error), error };
}

function standingOf(
  provider: Provider,
  client: Client,
  request: AuthorizationRequest,
  { now, ...here }: Pick<Standing, "browser" | "browser_state" | "now" | "acr_values">,
): Standing {
  const { max_age } = request, { session, session_idle } = client.lifetimes;
  return {
    client,
    request,
    ...here,
    auth_time_required: authTimeRequired(request.prompt, { max_age, session }, now),
    use_required: stillWithin(session_idle, now),
    asked_at: now,
    hinted_accounts: hintedAccounts(provider, client, request),
    chosen: undefined,
    agreed: false,
    now,
  };
}

/**
 * Whether an error goes to the client before the person has done anything here. Whoever registers a client openly could
 * make this server lead people anywhere by it; prompt=none is for frames in which nobody could see a page.
 *
 * @see RFC 9700 section 4.11.2
 */
const isAutomatic = (client: Client, parameters: Parameters): boolean =>
  isVouchedFor(client) || parameter(parameters, "prompt") === "none";

/**
 * Answers an authorization request.
 *
 * @param addressKey What fetches for clients never heard of are counted under.
 * @param browser The handle of the browser's cookie, where it sent one.
 * @param embedded That of the cookie which frames of other sites send too, where the tenant allows that. It is looked at
 * where no page can come of it.
 * @param browser_state What pages of apps may learn of the browser, where the tenant offers that.
 * @see RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2
 */
export async function authorize(
  provider: Provider,
  { parameters, browser, embedded, browser_state, addressKey }:
    & { readonly parameters: Parameters; readonly embedded: Handle | undefined }
    & Pick<Standing, "browser" | "browser_state">
    & Asker,
): Promise<AuthorizeAnswer> {
  const { tenant, clock } = provider;
  const client_id = parameter(parameters, "client_id");
  const named = client_id === undefined
    ? ok(undefined)
    : await namedClient(provider, client_id, { addressKey });
  const client = named.ok ? named.value : undefined;
  const document = named.ok ? undefined : named.error;
  const object = client && await readRequestObject(provider, client, parameters);
  const asked = withRequestObject({
    parameters,
    client,
    document,
    policy: tenant.policy,
    acr_vouched: vouchedAcr([]),
    hint: undefined,
    object,
  });
  // The hint may be in the object.
  const hint = parameter(asked.parameters, "id_token_hint");
  const acr_vouched = client
    ? await acrVouchedFor(provider.store, client, acrDemand(asked).values)
    : asked.acr_vouched;
  const judged = judgeAuthorizationRequest({
    ...asked,
    acr_vouched,
    hint: client && hint !== undefined ? await readHint(provider, client, hint) : undefined,
  });
  if (!judged.ok) {
    const { delivery, error } = judged.error;
    if (delivery === "page") return { kind: "refuse", error };
    const response = errorResponse(provider, judged.error.to, error);
    return isAutomatic(client!, asked.parameters)
      ? { kind: "respond", response, error }
      : { kind: "respond", response, error, shown: true };
  }
  const silent = judged.value.prompt.includes("none");
  const framed = silent && browser === undefined ? embedded : undefined;
  const acr_values = offeredAcr(judged.value.acr_values, acr_vouched);
  const here = { browser: browser ?? framed, browser_state, acr_values, now: clock() };
  // Any page can hold a frame that nobody sees, with an app of its own in it.
  const told = framed === undefined || isVouchedFor(client!);
  return await answer(provider, standingOf(provider, client!, judged.value, here), told);
}

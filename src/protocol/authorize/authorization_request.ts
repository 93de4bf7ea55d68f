import type { ClaimsRequest } from "../../domain/claims_request.ts";
import { isRegisteredRedirectUri } from "../../domain/redirect_uri.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { parseScope, sortScopes } from "../../domain/scope.ts";
import { none } from "../../domain/machine.ts";
import { issuesOf, responseTypeName } from "../../domain/response_type.ts";
import { redirectChecks } from "./authorization_checks.ts";
import type { AuthorizationFacts } from "./authorization_facts.ts";
import { acrDemand, claimsRequested, subjectsMeant } from "./claims_demands.ts";
import { clientIdChecks, redirectUriChecks } from "../client/proof_checks.ts";
import { parametersBeside } from "../request_object/request_object.ts";
import { requestObjectChecks } from "../request_object/request_object_checks.ts";
import { isAlone, parametersOf } from "../request_object/request_object_mend.ts";
import { runChecks } from "../check.ts";
import type { OAuthError } from "../oauth_error.ts";
import { parameter } from "../parameters.ts";
import { type ResponseMode, responseModeFor } from "./response_mode.ts";

/** An authorization request that passed every check. */
export interface AuthorizationRequest {
  readonly client_id: string;
  readonly redirect_uri: string;
  readonly response_mode: ResponseMode;
  /** By its registered name. */
  readonly response_type: string;
  readonly scopes: readonly string[];
  readonly state?: string;
  readonly nonce?: string;
  /** The S256 challenge, or `-`. */
  readonly code_challenge: string;
  readonly prompt: readonly string[];
  readonly max_age?: number;
  /** Authentication context classes, preferred first. */
  readonly acr_values: readonly string[];
  /** Whether one of them has to be reached. */
  readonly acr_essential?: true;
  readonly login_hint?: string;
  readonly ui_locales?: string;
  /** The upstream that the person is to sign in with, where there is one of this id and the client offers it. */
  readonly idp_hint?: string;
  /** The subjects of which one is meant: by a valid id_token_hint, or by a value asked for `sub`. */
  readonly hinted_subs?: readonly string[];
  /** Claims asked for by name. */
  readonly claims?: ClaimsRequest;
}

/** Where the answer to an authorization request goes. */
export interface ResponseTarget {
  readonly redirect_uri: string;
  readonly response_mode: ResponseMode;
  readonly state?: string;
}

/**
 * A refused authorization request. Before the redirect URI is proven it can only become a page; the two are different
 * types, so that one cannot be mistaken for the other.
 */
export type AuthorizationRefusal =
  | { readonly delivery: "page"; readonly error: OAuthError }
  | {
    readonly delivery: "redirect";
    readonly error: OAuthError;
    readonly to: ResponseTarget;
  };

/** The parameters under their names, without those that were not sent. */
function optional<N extends string>(
  entries: Readonly<Record<N, string | undefined>>,
): { readonly [name in N]?: string } {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as {
    readonly [name in N]?: string;
  };
}

/** A hint that can be an upstream's id. Any other says nothing, as one does that names none. */
function upstreamHint({ parameters }: AuthorizationFacts): string | undefined {
  const hint = parameter(parameters, "idp_hint");
  return hint !== undefined && /^[a-z0-9-]{1,40}$/.test(hint) ? hint : undefined;
}

/** The scopes that are granted: without a code there is no refresh token for offline_access (OpenID Connect Core section 11). */
function scopesGranted({ parameters, client, policy }: AuthorizationFacts, response_type: string) {
  const { granted } = sortScopes(parseScope(parameter(parameters, "scope") ?? ""), client!, policy);
  return issuesOf(response_type)?.includes("code")
    ? granted
    : granted.filter((scope) => scope !== "offline_access");
}

/**
 * Where errors of this request may go, once its client and redirect URI are proven.
 *
 * @returns undefined where they are not: the person sees a page.
 */
function responseTarget({ parameters, client }: AuthorizationFacts): ResponseTarget | undefined {
  const redirect_uri = parameter(parameters, "redirect_uri");
  if (!client || redirect_uri === undefined) return undefined;
  if (!isRegisteredRedirectUri(client.metadata.redirect_uris, redirect_uri)) return undefined;
  // Of a state that was sent twice neither is echoed.
  const state = parameters.get("state")?.length === 1 ? parameter(parameters, "state") : undefined;
  const asked = parameter(parameters, "response_mode");
  const response_mode = responseModeFor(parameter(parameters, "response_type") ?? "", asked);
  return { redirect_uri, response_mode, ...optional({ state }) };
}

/** The rows about a request object, where there is one or has to be. */
const objectRows = (facts: AuthorizationFacts) => facts.object || isAlone(facts) ? requestObjectChecks : [];

/**
 * The request with the parameters that count: an object in which everything holds says them, else they are those
 * beside it.
 */
export function withRequestObject(facts: AuthorizationFacts): AuthorizationFacts {
  if (!facts.object) return facts;
  const holds = facts.object.read.jws !== undefined &&
    requestObjectChecks.every((check) => check.holds(facts));
  const parameters = holds ? parametersOf(facts) : parametersBeside(facts.object.beside);
  return { ...facts, parameters };
}

/**
 * Judges an authorization request. What is wrong with a request object is told to the client where the redirect URI
 * beside it is one of the client's.
 *
 * @returns the request in typed form, or the refusal and where it may be delivered.
 * @see RFC 6749 section 4.1.1 and 4.1.2.1, OpenID Connect Core section 3.1.2.2
 */
export function judgeAuthorizationRequest(
  sent: AuthorizationFacts,
): Result<AuthorizationRequest, AuthorizationRefusal> {
  const facts = withRequestObject(sent);
  const to = responseTarget(facts), about = objectRows(facts);
  const proven = runChecks([...clientIdChecks, ...to ? [] : about, ...redirectUriChecks], facts);
  if (!proven.ok) return err({ delivery: "page", error: proven.error });
  if (!to || !facts.client) {
    throw new Error("The checks of client and redirect_uri let an unproven request pass");
  }
  const judged = runChecks([...about, ...redirectChecks], facts);
  if (!judged.ok) return err({ delivery: "redirect", error: judged.error, to });

  const { parameters, client } = facts;
  const { metadata } = client;
  const response_type = responseTypeName(parameter(parameters, "response_type")!);
  const acr = acrDemand(facts), hinted_subs = subjectsMeant(facts), claims = claimsRequested(facts);
  const maxAge = parameter(parameters, "max_age") ?? metadata.default_max_age?.toString();
  return ok({
    client_id: client.client_id,
    ...to,
    response_type,
    ...optional({
      nonce: parameter(parameters, "nonce"),
      login_hint: parameter(parameters, "login_hint"),
      ui_locales: parameter(parameters, "ui_locales"),
      idp_hint: upstreamHint(facts),
    }),
    scopes: scopesGranted(facts, response_type),
    code_challenge: parameter(parameters, "code_challenge") ?? none,
    prompt: (parameter(parameters, "prompt") ?? "").split(" ").filter((value) => value !== ""),
    ...(maxAge === undefined ? {} : { max_age: Number(maxAge) }),
    acr_values: acr.values,
    ...(acr.essential ? { acr_essential: true } : {}),
    ...(hinted_subs === undefined ? {} : { hinted_subs }),
    ...(claims === undefined ? {} : { claims }),
  });
}

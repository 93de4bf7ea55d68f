import { type FetchRules, fetchTarget, targetWords } from "../../domain/fetch_target.ts";
import { failure, type Finding, fine, warning } from "../../domain/finding.ts";
import { isJsonObject } from "../../domain/json.ts";
import type { Result } from "../../domain/result.ts";
import type { UpstreamAuthenticationMethod } from "../../domain/upstream.ts";
import { type Missed, missedWords } from "./upstream_document_findings.ts";

/** What an endpoint answered. */
export interface Seen {
  readonly status: number;
  /** Where it leads, as it says it. */
  readonly location: string | undefined;
  /** What it says as JSON; undefined where it says none. */
  readonly document: unknown;
}

/** What came of one request to an endpoint. */
export type Look = Result<Seen, Missed>;

const isRedirect = ({ status }: Seen) => status >= 300 && status < 400;

const errorOf = ({ document }: Seen): string | undefined =>
  isJsonObject(document) && typeof document.error === "string" ? document.error.slice(0, 100) : undefined;

const said = (seen: Seen): string => {
  const error = errorOf(seen);
  return error === undefined ? `the status ${seen.status}` : `${error} (${seen.status})`;
};

const gone = (status: number) => [404, 405, 410, 501].includes(status);

const wrongAddress = "Its documentation has the right address";

/** Why an endpoint may not be used at all: it has to be https, or one that this server's operator allows. */
export function addressFinding(check: string, address: string, rules: FetchRules): Finding | undefined {
  const target = fetchTarget(address, rules);
  if (target.ok) return undefined;
  return failure(check, `${address} ${targetWords[target.error]}`, wrongAddress);
}

/** What is found of an endpoint that was asked for nothing: it answers, or it does not. */
export function reachFinding(check: string, look: Look): Finding {
  const remedy = "Look whether it works elsewhere";
  if (!look.ok) return failure(check, missedWords(look.error), remedy);
  const { status } = look.value, found = `it answers with the status ${status}`;
  return status < 500 ? fine(check, found) : failure(check, found, remedy);
}

/** What is found of the endpoint that says who somebody is. @param look At it without an access token. */
export function userinfoFinding(look: Look): Finding {
  const check = "userinfo_endpoint";
  if (!look.ok) return failure(check, missedWords(look.error), wrongAddress);
  const { status } = look.value, found = `it answers with ${said(look.value)} without an access token`;
  if (isRedirect(look.value) || gone(status)) return failure(check, found, wrongAddress);
  // Some say no with status 200.
  return status < 500 && (status >= 400 || errorOf(look.value) !== undefined)
    ? fine(check, found)
    : warning(check, found, "A 401 is due there: look whether it works elsewhere");
}

/** Answers that say that we are not who we say (RFC 6749 section 5.2), and what single upstreams call it. */
const unknownClient = [
  "invalid_client",
  "incorrect_client_credentials",
  "bad_client_secret",
  "invalid_client_id",
];

/** Answers that say that we are believed, and the code is not. */
const unknownCode = ["invalid_grant", "bad_verification_code", "invalid_code"];

const isRefused = (seen: Seen) => {
  const error = errorOf(seen);
  // X calls it so, with the status of RFC 6749 section 5.2 for it.
  if (error === undefined || error === "unauthorized_client") return seen.status === 401;
  return unknownClient.includes(error);
};

const isSame = (one: Seen, other: Look) =>
  other.ok && one.status === other.value.status && errorOf(one) === errorOf(other.value);

/**
 * What is found of how we authenticate at the token endpoint.
 *
 * @param look At what it answers to a code that was made up: the code has to be what it refuses.
 * @param wrong The same with a secret that was made up as well; undefined where we have none. Many look at the code
 * first, and then the answer says nothing of the secret.
 * @see RFC 6749 section 5.2
 */
export function authenticationFinding(
  { look, wrong, method }: {
    readonly look: Look;
    readonly wrong: Look | undefined;
    readonly method: UpstreamAuthenticationMethod;
  },
): Finding {
  const check = "client_authentication";
  if (!look.ok) return failure(check, `token_endpoint: ${missedWords(look.error)}`, wrongAddress);
  const seen = look.value, error = errorOf(seen), answer = said(seen);
  if (isRedirect(seen) || gone(seen.status) && error === undefined) {
    return failure(check, `token_endpoint answers with ${answer}`, wrongAddress);
  }
  if (isRefused(seen)) {
    return failure(
      check,
      `it does not believe who we are: ${answer} by ${method}`,
      "Set client_id and client_secret anew as its console shows them, or another token_endpoint_auth_method",
    );
  }
  if (error === "unauthorized_client") {
    return failure(check, answer, "Allow the authorization code flow to this application in its console");
  }
  if (wrong && isSame(seen, wrong)) {
    return warning(
      check,
      `it answers with ${answer} to a wrong secret as well, so that says nothing of ours`,
      "Sign in with it once to find out",
    );
  }
  // What is told apart from a wrong secret believed the right one, whatever it calls the code.
  const told = wrong?.ok === true && isRefused(wrong.value);
  if (told || error !== undefined && unknownCode.includes(error)) {
    return fine(check, `it takes us by ${method}, and refuses a code that was made up: ${answer}`);
  }
  return warning(
    check,
    `it answers with ${answer} to a code that was made up`,
    "Sign in with it once to find out",
  );
}

/** Errors that come back where somebody would have to sign in first (OpenID Connect Core section 3.1.2.6). */
const unattended = [
  "login_required",
  "interaction_required",
  "consent_required",
  "account_selection_required",
  "access_denied",
];

const leadsTo = (look: Look, redirect_uri: string): URL | undefined => {
  if (!look.ok || !isRedirect(look.value) || !URL.canParse(look.value.location ?? "")) return undefined;
  const url = new URL(look.value.location!);
  return url.origin + url.pathname === redirect_uri ? url : undefined;
};

/**
 * What is found of the authorization endpoint and of our redirect URI there.
 *
 * @param look At what our authorization request is answered with, where nobody is signed in.
 * @param other The same with `other_uri`, which nobody registered: what differs says that ours is.
 */
export function redirectFinding(
  { look, other, redirect_uri, other_uri }: {
    readonly look: Look;
    readonly other: Look;
    readonly redirect_uri: string;
    readonly other_uri: string;
  },
): Finding {
  const check = "redirect_uri", register = `Register ${redirect_uri} there`;
  if (!look.ok) {
    // Browsers go there, and they may reach what this server does not.
    return warning(
      "authorization_endpoint",
      missedWords(look.error),
      "Open it in a browser; if that fails too, its address is wrong",
    );
  }
  const { status } = look.value, back = leadsTo(look, redirect_uri);
  if (leadsTo(other, other_uri)) {
    const found = "it sends people back to addresses that nobody registered";
    return warning(check, found, "Let its operator demand registered redirect URIs");
  }
  if (back) {
    const error = back.searchParams.get("error");
    return error === null || unattended.includes(error)
      ? fine(check, "it sends people back to ours")
      : failure(
        "authorization_request",
        `it sends our request back with ${error.slice(0, 100)}`,
        "Change scopes to ones that it has, and allow the authorization code flow there",
      );
  }
  if ([400, 401, 404, 410, 422].includes(status)) {
    return failure(
      check,
      `it refuses our authorization request with the status ${status}`,
      `${register}, and compare the client_id`,
    );
  }
  if (status < 400 && other.ok && other.value.status >= 400) {
    return fine(check, "it takes ours, and refuses one that nobody registered");
  }
  return warning(
    check,
    `what it answers (${status}) does not tell whether ours is registered`,
    `${register}, and sign in with it once to find out`,
  );
}

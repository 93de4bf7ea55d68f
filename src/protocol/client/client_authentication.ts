import type { ClientAuthenticationMethod } from "../../domain/client_metadata.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { OAuthError } from "../oauth_error.ts";
import { methodOf, type PresentedAssertion, readAssertion, subjectOf } from "./client_assertion.ts";
import { decodeParameters, parameter, type Parameters } from "../parameters.ts";

/** Credentials as a client sent them. */
export interface PresentedCredentials {
  readonly method: ClientAuthenticationMethod;
  readonly client_id: string;
  /** Of the methods that send the secret itself. */
  readonly secret?: string;
  /** Of the methods that sign. */
  readonly assertion?: PresentedAssertion;
}

const invalid = (why: string, description: string): Result<never, OAuthError> =>
  err({ code: "invalid_client", why, description });

/** Reads one half of Basic credentials, which are form-encoded before they are base64 (RFC 6749 section 2.3.1). */
function decodeHalf(half: string): string | undefined {
  const decoded = decodeParameters(`v=${half.replaceAll("&", "%26")}`);
  return decoded.ok ? decoded.value.get("v")?.[0] ?? "" : undefined;
}

function decodeBasic(header: string): PresentedCredentials | undefined {
  const [, encoded] = /^Basic +([A-Za-z0-9+/_-]+=*)$/i.exec(header) ?? [];
  if (!encoded) return undefined;
  let text: string;
  try {
    const octets = Uint8Array.fromBase64(encoded.replaceAll("-", "+").replaceAll("_", "/"));
    text = new TextDecoder("utf-8", { fatal: true }).decode(octets);
  } catch {
    return undefined;
  }
  const cut = text.indexOf(":");
  if (cut < 0) return undefined;
  const client_id = decodeHalf(text.slice(0, cut)), secret = decodeHalf(text.slice(cut + 1));
  return client_id === undefined || secret === undefined
    ? undefined
    : { method: "client_secret_basic", client_id, secret };
}

const severalMethods: Result<never, OAuthError> = err({
  code: "invalid_request",
  why: "client_authentication.one_method",
  description: "A request may use one method of client authentication",
});

function recogniseBasic(
  authorization: string,
  client_id: string | undefined,
): Result<PresentedCredentials, OAuthError> {
  const basic = decodeBasic(authorization);
  if (!basic) {
    return invalid(
      "client_authentication.readable",
      "The Authorization header is not readable as Basic credentials",
    );
  }
  if (client_id !== undefined && client_id !== basic.client_id) {
    return invalid(
      "client_authentication.one_client",
      "The client_id differs from the one that authenticates",
    );
  }
  return ok(basic);
}

function recogniseAssertion(parameters: Parameters): Result<PresentedCredentials, OAuthError> {
  const assertion = readAssertion(parameters);
  if (!assertion) {
    return invalid(
      "client_assertion.readable",
      "The client_assertion is missing or not readable as a signed JWT",
    );
  }
  // The parameter is optional, because the assertion names the client (RFC 7521 section 4.2).
  const client_id = parameter(parameters, "client_id") ?? subjectOf(assertion);
  return client_id === undefined
    ? invalid("client_assertion.subject", "The client_assertion has no sub")
    : ok({ method: methodOf(assertion), client_id, assertion });
}

/**
 * Recognises how a client authenticates. Whether it may do so, and whether the secret or the assertion is right, is judged
 * later.
 *
 * @param authorization The Authorization header, where one was sent.
 * @returns err `invalid_client` or `invalid_request`: no credentials, unreadable ones, or more than one method (RFC 6749 section 2.3).
 */
export function recogniseClientAuthentication(
  authorization: string | undefined,
  parameters: Parameters,
): Result<PresentedCredentials, OAuthError> {
  const client_id = parameter(parameters, "client_id"), secret = parameter(parameters, "client_secret");
  const signs = parameters.has("client_assertion") || parameters.has("client_assertion_type");
  const methods = [authorization !== undefined, secret !== undefined, signs].filter(Boolean).length;
  if (authorization !== undefined) {
    const basic = recogniseBasic(authorization, client_id);
    return basic.ok && methods > 1 ? severalMethods : basic;
  }
  if (methods > 1) return severalMethods;
  if (signs) return recogniseAssertion(parameters);
  if (client_id === undefined) {
    return invalid("client_authentication.present", "Client authentication is missing");
  }
  return ok(
    secret === undefined
      ? { method: "none", client_id }
      : { method: "client_secret_post", client_id, secret },
  );
}

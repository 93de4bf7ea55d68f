import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import { none } from "../../domain/machine.ts";
import { isStorableText } from "../../domain/storable_text.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Parameters } from "../parameters.ts";
import { type Quirk, quirkOf } from "./upstream_quirk.ts";

/**
 * Parameters of an authorization response (RFC 6749 section 4.1.2, RFC 9207 section 2) and of OAuth 1.0a (RFC 5849 section
 * 2.2), and two of single upstreams: Apple's `user`, and X's `denied`, which stands where a person said no.
 */
const responseParameters = [
  "state",
  "code",
  "error",
  "iss",
  "user",
  "oauth_token",
  "oauth_verifier",
  "denied",
] as const;

/** What an upstream sent back with a person. */
export interface UpstreamResponse extends Record<typeof responseParameters[number], string | undefined> {
  readonly state: string;
  /** All that was sent back, for what an upstream wants to have again. */
  readonly parameters: Parameters;
}

/** Reads an authorization response. @returns err: it names no flow of ours, or says something twice. */
export function readUpstreamResponse(
  parameters: Parameters,
): Result<UpstreamResponse, "no_state" | "repeated"> {
  if (responseParameters.some((name) => (parameters.get(name)?.length ?? 0) > 1)) return err("repeated");
  const read = Object.fromEntries(
    responseParameters.map((name) => [name, parameters.get(name)?.[0]]),
  ) as Record<typeof responseParameters[number], string | undefined>;
  const { state } = read;
  return state === undefined ? err("no_state") : ok({ ...read, state, parameters });
}

/** What a token response has for us. */
export interface UpstreamTokens {
  /** Only OpenID Providers send one (OpenID Connect Core section 3.1.3.3). */
  readonly id_token: string | undefined;
  readonly access_token: string;
  /** All that it has, for what an upstream's API wants to have again. */
  readonly members: JsonObject;
}

/** Reads a token response. @returns err: what it lacks (RFC 6749 section 5.1). */
export function readTokenResponse(
  document: unknown,
  quirks: readonly Quirk[] = [],
): Result<UpstreamTokens, "not_an_object" | "token_type" | "no_access_token"> {
  if (!isJsonObject(document)) return err("not_an_object");
  const { access_token, id_token } = document;
  const token_type = quirkOf(quirks, "without_token_type") ? "bearer" : document.token_type;
  if (typeof access_token !== "string" || !/^[\x20-\x7e]{1,16384}$/.test(access_token)) {
    return err("no_access_token");
  }
  if (typeof token_type !== "string" || token_type.toLowerCase() !== "bearer") return err("token_type");
  const usable = typeof id_token === "string" && id_token.length <= 65_536;
  return ok({ id_token: usable ? id_token : undefined, access_token, members: document });
}

/** Whether a text can say who somebody is (OpenID Connect Core section 2, sub). */
export const isSubject = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && value.length <= 255 && isStorableText(value);

/** Whether a text can name a session of an upstream (OpenID Connect Back-Channel Logout section 2.1, sid). */
export const isSessionId = (value: unknown): value is string => isSubject(value) && value !== none;

/**
 * Reads a userinfo response.
 *
 * @param sub Of the ID token: claims about anybody else must not be used (OpenID Connect Core section 5.3.2).
 */
export function readUserinfo(
  document: unknown,
  sub: string,
): Result<JsonObject, "not_an_object" | "other_subject"> {
  if (!isJsonObject(document)) return err("not_an_object");
  return document.sub === sub ? ok(document) : err("other_subject");
}

import { err, ok, type Result } from "../domain/result.ts";

/** Decoded parameters of a query or a form: every name with its values in order. */
export type Parameters = ReadonlyMap<string, readonly string[]>;

/** Parameters that a specification lets a request repeat; all others may occur once (RFC 6749 section 3.1). */
const repeatable: ReadonlySet<string> = new Set([
  "resource", // RFC 8707 section 2
  "audience", // RFC 8693 section 2.1
]);

/** Parameters of the authorization endpoint, by the specification that defines them. Others are ignored (RFC 6749 section 3.1). */
export const authorizationParameters = [
  // RFC 6749 section 4.1.1
  "response_type",
  "client_id",
  "redirect_uri",
  "scope",
  "state",
  // RFC 7636 section 4.3
  "code_challenge",
  "code_challenge_method",
  // OpenID Connect Core section 3.1.2.1, 5.2, 5.5, 6 and 7.2.1
  "nonce",
  "display",
  "prompt",
  "max_age",
  "ui_locales",
  "claims_locales",
  "id_token_hint",
  "login_hint",
  "acr_values",
  "claims",
  "request",
  "request_uri",
  "registration",
  // OAuth 2.0 Multiple Response Type Encoding Practices section 2.1
  "response_mode",
  // Ours: the id of the upstream to sign in with
  "idp_hint",
] as const;

/** Parameters of the token, introspection and revocation endpoints. */
export const tokenParameters = [
  // RFC 6749 section 2.3.1, 4.1.3, 4.4.2 and 6
  "grant_type",
  "client_id",
  "client_secret",
  "code",
  "redirect_uri",
  "refresh_token",
  "scope",
  // RFC 7636 section 4.5
  "code_verifier",
  // RFC 7521 section 4.2
  "client_assertion",
  "client_assertion_type",
  // RFC 7662 section 2.1, RFC 7009 section 2.1
  "token",
  "token_type_hint",
] as const;

/** Parameters of the end session endpoint (OpenID Connect RP-Initiated Logout section 2). */
export const endSessionParameters = [
  "id_token_hint",
  "client_id",
  "post_logout_redirect_uri",
  "state",
  "ui_locales",
] as const;

export type ParameterName =
  | typeof authorizationParameters[number]
  | typeof tokenParameters[number]
  | typeof endSessionParameters[number];

/** Why a query or a form cannot be read. */
export type ParametersFault = "not_utf8" | "nul_byte" | "bad_escape";

const escape = /%([0-9a-fA-F]{2})/g;

// A byte order mark is a character like any other here: nothing that was sent is left out.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodePart(part: string): Result<string, ParametersFault> {
  if (/%(?![0-9a-fA-F]{2})/.test(part)) return err("bad_escape");
  const spaced = part.replaceAll("+", " ");
  if (spaced.includes("\0") || spaced.includes("%00")) return err("nul_byte");
  if (!spaced.includes("%")) return ok(spaced);
  const octets = spaced.replace(/[^\p{ASCII}]+/gu, encodeURIComponent)
    .replace(escape, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  try {
    return ok(utf8.decode(Uint8Array.from(octets, (c) => c.charCodeAt(0))));
  } catch {
    return err("not_utf8");
  }
}

/**
 * Decodes `application/x-www-form-urlencoded` text strictly, where a lenient reader would replace what it cannot read
 * and so compare something that nobody sent.
 *
 * A parameter without a value counts as omitted (RFC 6749 section 3.1).
 *
 * @returns err `bad_escape`: a stray `%`; `nul_byte`: a NUL; `not_utf8`: octets that are not UTF-8.
 */
export function decodeParameters(text: string): Result<Parameters, ParametersFault> {
  const found = new Map<string, string[]>();
  for (const pair of text.split("&")) {
    if (pair === "") continue;
    const cut = pair.indexOf("=");
    const name = decodePart(cut < 0 ? pair : pair.slice(0, cut)),
      value = decodePart(cut < 0 ? "" : pair.slice(cut + 1));
    if (!name.ok) return name;
    if (!value.ok) return value;
    if (value.value === "") continue;
    const values = found.get(name.value);
    if (values) values.push(value.value);
    else found.set(name.value, [value.value]);
  }
  return ok(found);
}

/** The value of a parameter, or undefined where it was not sent. Only for parameters that may occur once. */
export const parameter = (parameters: Parameters, name: ParameterName): string | undefined =>
  parameters.get(name)?.[0];

/** The known parameters that were sent more often than they may be. */
export const repeatedParameters = (parameters: Parameters, known: readonly string[]): readonly string[] =>
  known.filter((name) => !repeatable.has(name) && (parameters.get(name)?.length ?? 0) > 1);

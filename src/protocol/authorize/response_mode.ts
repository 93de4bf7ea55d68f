import { carriesToken, issuesOf } from "../../domain/response_type.ts";

/** How an authorization response reaches the client (OAuth 2.0 Multiple Response Type Encoding Practices section 2.1, Form Post Response Mode section 2). */
export const responseModes = ["query", "fragment", "form_post"] as const;
export type ResponseMode = typeof responseModes[number];

/** The modes of a response type, the one first that applies where none is asked for. A query never holds a token (section 3 and 5). */
export const modesOf = (responseType: string): readonly ResponseMode[] =>
  carriesToken(issuesOf(responseType) ?? []) ? ["fragment", "form_post"] : responseModes;

/**
 * The mode for an answer: the one asked for where the response type has it, else the type's default. Refusals go the
 * same way.
 */
export function responseModeFor(responseType: string, asked: string | undefined): ResponseMode {
  const modes = modesOf(responseType);
  return modes.find((mode) => mode === asked) ?? modes[0]!;
}

/** An authorization response: either an address to go to, or a form to post. */
export type AuthorizationResponse =
  | { readonly mode: "query" | "fragment"; readonly location: string }
  | {
    readonly mode: "form_post";
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
  };

/**
 * Builds the response for a redirect URI that was validated before.
 *
 * @param fields Parameters of the response; undefined ones are left out. `iss` belongs in every response (RFC 9207 section 2).
 */
export function authorizationResponse(
  mode: ResponseMode,
  redirectUri: string,
  fields: Readonly<Record<string, string | undefined>>,
): AuthorizationResponse {
  const sent = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  if (mode === "form_post") return { mode, action: redirectUri, fields: Object.fromEntries(sent) };
  // A registered URI has no fragment of its own (RFC 6749 section 3.1.2).
  if (mode === "fragment") return { mode, location: `${redirectUri}#${new URLSearchParams(sent)}` };
  // The registered query is kept as it was written (RFC 6749 section 3.1.2), so the URI is not parsed and printed again.
  const query = redirectUri.indexOf("?");
  const complete = query === redirectUri.length - 1 || redirectUri.endsWith("&");
  const separator = query < 0 ? "?" : complete ? "" : "&";
  return { mode, location: redirectUri + separator + new URLSearchParams(sent).toString() };
}

/** How an authorization response reaches the client (OAuth 2.0 Multiple Response Type Encoding Practices section 2.1, Form Post Response Mode section 2). */
export const responseModes = ["query", "form_post"] as const;
export type ResponseMode = typeof responseModes[number];

/** Response types, each with the mode that applies where none is asked for. */
export const responseTypes: Readonly<Record<string, { readonly defaultMode: ResponseMode }>> = {
  code: { defaultMode: "query" },
};

/** An authorization response: either an address to go to, or a form to post. */
export type AuthorizationResponse =
  | { readonly mode: "query"; readonly location: string }
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
  // The registered query is kept as it was written (RFC 6749 section 3.1.2), so the URI is not parsed and printed again.
  const query = redirectUri.indexOf("?");
  const complete = query === redirectUri.length - 1 || redirectUri.endsWith("&");
  const separator = query < 0 ? "?" : complete ? "" : "&";
  return { mode, location: redirectUri + separator + new URLSearchParams(sent).toString() };
}

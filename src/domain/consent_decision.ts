import { type Client, isConfidential } from "./client_metadata.ts";
import { provesReceiver } from "./redirect_uri.ts";

/** What a person has to be asked. */
export interface ConsentDecision {
  readonly needed: boolean;
  /** Scopes that they have not agreed to for this client before. */
  readonly fresh: readonly string[];
}

/**
 * Decides whether a person has to agree, and to what that is new.
 *
 * Neither a first-party client nor a remembered consent spares the question where any program on the device could be
 * at the other end of the redirect URI (RFC 8252 section 8.6).
 *
 * @param remembered The scopes agreed to before; undefined where there is no consent.
 * @see OpenID Connect Core section 3.1.2.4
 */
export function decideConsent(
  client: Client,
  request: { readonly redirect_uri: string; readonly scopes: readonly string[] },
  remembered: readonly string[] | undefined,
): ConsentDecision {
  const fresh = request.scopes.filter((scope) => !remembered?.includes(scope));
  if (!provesReceiver(request.redirect_uri, isConfidential(client))) return { needed: true, fresh };
  if (client.first_party) return { needed: false, fresh: [] };
  return { needed: remembered === undefined || fresh.length > 0, fresh };
}

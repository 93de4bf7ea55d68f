import { type Client, isConfidential } from "./client_metadata.ts";
import { isVouchedFor } from "./client_origin.ts";
import { provesReceiver } from "./redirect_uri.ts";

/** What a person has to be asked. */
export interface ConsentDecision {
  readonly needed: boolean;
  /** Scopes that they have not agreed to for this client before. */
  readonly fresh: readonly string[];
}

/** What a person agreed to before. */
export interface RememberedConsent {
  readonly scopes: readonly string[];
  /** The version of the client's record that they saw. */
  readonly client_version: number;
}

/**
 * Decides whether a person has to agree, and to what that is new.
 *
 * Neither a first-party client nor a remembered consent spares the question where any program on the device could be
 * at the other end of the redirect URI (RFC 8252 section 8.6). A client for which nobody vouches proves nothing by its
 * secret there, and what a person agreed to holds for the client as it was then: a changed one asks again.
 *
 * @param remembered The consent that stands; undefined where there is none.
 * @see OpenID Connect Core section 3.1.2.4
 */
export function decideConsent(
  client: Client,
  request: { readonly redirect_uri: string; readonly scopes: readonly string[] },
  remembered: RememberedConsent | undefined,
): ConsentDecision {
  const vouched = isVouchedFor(client);
  const agreed = vouched || remembered?.client_version === client.version ? remembered?.scopes : undefined;
  const fresh = request.scopes.filter((scope) => !agreed?.includes(scope));
  if (!provesReceiver(request.redirect_uri, vouched && isConfidential(client))) {
    return { needed: true, fresh };
  }
  if (client.first_party) return { needed: false, fresh: [] };
  return { needed: agreed === undefined || fresh.length > 0, fresh };
}

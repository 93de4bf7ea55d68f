import { claimsOfScopes } from "./claims.ts";
import { claimsBeyond, type ClaimsRequest } from "./claims_request.ts";
import { type Client, isConfidential } from "./client_metadata.ts";
import { isVouchedFor } from "./client_origin.ts";
import { provesReceiver } from "./redirect_uri.ts";
import { carriesToken, issuesOf } from "./response_type.ts";

/** What a person may agree to: scopes, and claims beside those that they release, without language tags. */
export interface Agreement {
  readonly scopes: readonly string[];
  readonly claims: readonly string[];
}

/** What a person has to be asked. */
export interface ConsentDecision {
  readonly needed: boolean;
  /** What they have not agreed to for this client before. */
  readonly fresh: Agreement;
}

/** What a person agreed to before. */
export interface RememberedConsent extends Agreement {
  /** The version of the client's record that they saw. */
  readonly client_version: number;
}

/** What a request asks a person to agree to. */
export const agreementOf = (
  { scopes, claims }: { readonly scopes: readonly string[]; readonly claims?: ClaimsRequest },
): Agreement => ({ scopes, claims: claimsBeyond(scopes, claims) });

/**
 * Decides whether a person has to agree, and to what that is new. What a scope releases that they agreed to is agreed
 * to by name as well.
 *
 * Neither a first-party client nor a remembered consent spares the question where any program on the device could be
 * at the other end of the redirect URI (RFC 8252 section 8.6). A client that authenticates is spared it there for a code,
 * and not for tokens, which are of use to whoever gets them. A client for which nobody vouches proves nothing by its
 * secret, and what a person agreed to holds for the client as it was then: a changed one asks again.
 *
 * @param remembered The consent that stands; undefined where there is none.
 * @see OpenID Connect Core section 3.1.2.4
 */
export function decideConsent(
  client: Client,
  request: {
    readonly redirect_uri: string;
    readonly response_type: string;
    readonly scopes: readonly string[];
    readonly claims?: ClaimsRequest;
  },
  remembered: RememberedConsent | undefined,
): ConsentDecision {
  const vouched = isVouchedFor(client), { scopes, claims } = agreementOf(request);
  const agreed = vouched || remembered?.client_version === client.version ? remembered : undefined;
  const known = [...agreed?.claims ?? [], ...claimsOfScopes(agreed?.scopes ?? [])];
  const fresh = {
    scopes: scopes.filter((scope) => !agreed?.scopes.includes(scope)),
    claims: claims.filter((name) => !known.includes(name)),
  };
  const redeems = isConfidential(client) && !carriesToken(issuesOf(request.response_type) ?? []);
  if (!provesReceiver(request.redirect_uri, vouched && redeems)) {
    return { needed: true, fresh };
  }
  if (client.first_party) return { needed: false, fresh: { scopes: [], claims: [] } };
  const more = fresh.scopes.length > 0 || fresh.claims.length > 0;
  return { needed: agreed === undefined || more, fresh };
}

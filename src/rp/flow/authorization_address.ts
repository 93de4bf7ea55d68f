import { sha256 } from "../../crypto/digest.ts";
import { type ForwardedDemands, upstreamRequestAddress } from "../../protocol/upstream/upstream_request.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { WayOf } from "../documents/upstream_way.ts";

/** An authorization request of ours, as far as it is not the upstream's own. */
export interface AuthorizationAsked {
  readonly way: WayOf<"oidc" | "oauth2">;
  readonly redirect_uri: string;
  readonly state: string;
  readonly nonce: string;
  readonly code_verifier: string;
  readonly demands?: ForwardedDemands;
}

/**
 * The address of an upstream with our authorization request.
 *
 * @see OpenID Connect Core section 3.1.2.1, RFC 7636 section 4.3
 */
export const authorizationAddress = (
  { client_id, scopes, store_tokens: offline }: UpstreamRow,
  { way, redirect_uri, state, nonce, code_verifier, demands }: AuthorizationAsked,
): string =>
  upstreamRequestAddress(way.authorization_endpoint, {
    ...demands,
    client_id,
    redirect_uri,
    scopes,
    state,
    nonce: way.kind === "oidc" ? nonce : undefined,
    code_challenge: sha256(code_verifier),
    form_post: way.kind === "oidc" && way.metadata.posts_only,
    offline,
  }, way.quirks);

import type { Client } from "./client_metadata.ts";
import type { TenantPolicy } from "./tenant_policy.ts";

const withoutFragment = (uri: string) => uri.split("#", 1)[0]!;

/**
 * Decides whether a presented request_uri is one that the client registered: the same, character by character, but for
 * the fragment, which only says which content is meant.
 *
 * @see OpenID Connect Core section 6.2, OpenID Connect Dynamic Client Registration section 2 (request_uris)
 */
export const isRegisteredRequestUri = (registered: readonly string[], presented: string): boolean =>
  registered.some((uri) => withoutFragment(uri) === withoutFragment(presented));

/**
 * Whether a client has to sign its authorization requests: its own record asks for it, or its tenant does. What stands
 * beside the object does not count then.
 *
 * @see RFC 9101 section 10.5
 */
export const requiresRequestObject = ({ metadata }: Client, policy: TenantPolicy): boolean =>
  metadata.require_signed_request_object === true || policy.require_signed_request_object === true;

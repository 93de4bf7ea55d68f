import type { Client } from "./client_metadata.ts";
import type { TenantPolicy } from "./tenant_policy.ts";

/** What the authorization endpoint itself can hand out. */
export type Issue = "code" | "id_token" | "token";

/**
 * Response types, each with what the authorization response carries (OAuth 2.0 Multiple Response Type Encoding Practices
 * section 3 to 5). The names are those of the registry of RFC 6749 section 11.3, which happen to be in alphabetical order.
 */
export const responseTypes: Readonly<Record<string, readonly Issue[]>> = {
  code: ["code"],
  id_token: ["id_token"],
  token: ["token"],
  "id_token token": ["id_token", "token"],
  "code id_token": ["code", "id_token"],
  "code token": ["code", "token"],
  "code id_token token": ["code", "id_token", "token"],
  none: [],
};

/** The response type that every tenant has where its policy says nothing; all others are legacy. */
export const usualResponseType = "code";

/** Why no tenant has them before its operator says so, for whoever reads the metadata. */
export const legacyReason =
  "Tokens in an address leak by history, referrer and logs and are bound to nobody: use code with PKCE (RFC 9700 section 2.1.2)";

/** The grant type that stands for tokens from the authorization endpoint (RFC 7591 section 2); nothing redeems it. */
export const implicitGrant = "implicit";

/** Whether a response carries a token, so that it may never be in a query. */
export const carriesToken = (issues: readonly Issue[]): boolean =>
  issues.includes("id_token") || issues.includes("token");

/** The registered name of a response type: the order in which its values are asked for means nothing (RFC 6749 section 3.1.1). */
export const responseTypeName = (asked: string): string => asked.split(" ").sort().join(" ");

/** What a response type hands out; undefined where there is no such type. */
export const issuesOf = (asked: string): readonly Issue[] | undefined => {
  const name = responseTypeName(asked);
  return Object.hasOwn(responseTypes, name) ? responseTypes[name] : undefined;
};

/** The response types that a tenant allows. */
export const tenantResponseTypes = ({ response_types }: TenantPolicy): readonly string[] =>
  response_types ?? [usualResponseType];

/** Whether a client may ask for a response type: its tenant allows it, and the client is registered for it and its grants. */
export function mayRespond({ metadata }: Client, policy: TenantPolicy, asked: string): boolean {
  const name = responseTypeName(asked);
  return tenantResponseTypes(policy).includes(name) && metadata.response_types.includes(name) &&
    grantTypesOf(issuesOf(asked) ?? []).every((grant) => metadata.grant_types.includes(grant));
}

/** The grant types that a response type asks for (OpenID Connect Dynamic Client Registration section 2). */
export const grantTypesOf = (issues: readonly Issue[]): readonly string[] => [
  ...(issues.includes("code") ? ["authorization_code"] : []),
  ...(carriesToken(issues) ? [implicitGrant] : []),
];

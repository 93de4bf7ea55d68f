import type { AttributeValue } from "./attributes.ts";
import { type Account, scopeClaims } from "./claims.ts";

/** Where a mapped claim can be told. */
export const mappedPlaces = ["id_token", "userinfo"] as const;
export type MappedPlace = typeof mappedPlaces[number];

/** How a client is told a custom claim. */
export interface ClaimMapping {
  /** The attribute of the account that is its value, or `groups`; an account without it does not have the claim. */
  readonly attribute: string;
  /** The scope that releases it. */
  readonly scope: string;
  /** Where it is told without being asked for by name. */
  readonly to: readonly MappedPlace[];
}

/** The custom claims of a client, by claim name. */
export type ClaimMappings = Readonly<Record<string, ClaimMapping>>;

/** The form of a claim's name, as a regular expression: printable ASCII, and no `#`, after which a language would stand. */
export const claimName = '^(?!__)[!"$-~]{1,200}$';

/** What tokens and answers say by themselves: nobody else says it for them. */
const ownClaims: ReadonlySet<string> = new Set([
  ...["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "azp", "nonce", "auth_time", "acr", "amr", "sid"],
  ...["at_hash", "c_hash", "s_hash", "sub_jwk", "cnf", "act", "may_act", "client_id", "scope", "token_type"],
  ...["token_family", "active", "username", "authorization_details", "events", "toe", "txn", "typ", "sub_id"],
  ...["_claim_names", "_claim_sources", "verified_claims", "updated_at"],
]);

const standardClaims: ReadonlySet<string> = new Set(Object.values(scopeClaims).flat());

/**
 * Whether a claim is said by tokens and answers themselves, such as `sub`. Upper and lower case are alike, because
 * there are JSON readers for which `Sub` is `sub`.
 */
export const isOwnClaim = (name: string): boolean => ownClaims.has(name.toLowerCase());

/** Whether a name is no custom claim's: it is said by tokens themselves, or a standard scope releases it. */
export const isReservedClaim = (name: string): boolean =>
  isOwnClaim(name) || standardClaims.has(name.toLowerCase());

/** The custom claims that these scopes release in a place. */
export const claimsMappedTo = (
  place: MappedPlace,
  mappings: ClaimMappings,
  scopes: readonly string[],
): readonly string[] =>
  Object.keys(mappings).filter((name) =>
    mappings[name]!.to.includes(place) && scopes.includes(mappings[name]!.scope)
  );

/** Everything that an account says by these mappings, by claim name; whatever they map, nothing that is reserved. */
export function mappedClaims(
  { attributes, groups }: Pick<Account, "attributes" | "groups">,
  mappings: ClaimMappings,
): Readonly<Record<string, AttributeValue>> {
  const known = { ...attributes, groups };
  return Object.fromEntries(
    Object.entries(mappings)
      .filter(([name, { attribute }]) => !isReservedClaim(name) && Object.hasOwn(known, attribute))
      .map(([name, { attribute }]) => [name, known[attribute as keyof typeof known]!]),
  );
}

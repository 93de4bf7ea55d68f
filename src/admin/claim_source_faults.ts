import { foreignClaims } from "../crypto/foreign_claims.ts";
import { isOwnClaim } from "../domain/claim_mapping.ts";
import type { ClaimSource, ClaimSources } from "../domain/claim_source.ts";
import { isHttpsUri } from "../protocol/client/client_metadata_rules.ts";
import type { PlacedFault } from "../protocol/validate.ts";

/** What is wrong with one source, at pointers into it. */
type Rule = (source: ClaimSource, others: ClaimSources) => readonly PlacedFault[];

const fault = (pointer: string, detail: string): readonly PlacedFault[] => [{ pointer, detail }];

/** The claims of a JWT that tell something of a person, beside what it says of itself. */
function stated(jwt: string): readonly string[] | undefined {
  const claims = foreignClaims(jwt);
  return claims && Object.keys(claims).filter((name) => !isOwnClaim(name));
}

const rules: readonly Rule[] = [
  ({ JWT, endpoint }) =>
    (JWT === undefined) === (endpoint === undefined)
      ? fault("", "must have JWT, which states the claims, or endpoint, where they are had: one of the two")
      : [],
  ({ access_token, endpoint }) =>
    access_token !== undefined && endpoint === undefined
      ? fault("/access_token", "is for an endpoint, and there is none")
      : [],
  ({ claims }) =>
    claims.flatMap((name, at) =>
      isOwnClaim(name) ? fault(`/claims/${at}`, "is said by tokens themselves, and by nobody else") : []
    ),
  ({ claims }, others) =>
    claims.flatMap((name, at) =>
      Object.values(others).some((other) => other.claims.includes(name))
        ? fault(`/claims/${at}`, "has another source: a claim has one")
        : []
    ),
  ({ endpoint }) =>
    endpoint === undefined || isHttpsUri(endpoint) ? [] : fault("/endpoint", "must be an https address"),
  ({ JWT, claims }) => {
    if (JWT === undefined) return [];
    const found = stated(JWT);
    if (!found) return fault("/JWT", "must be a JWT that somebody signed, in the compact form");
    const lost = claims.filter((name) => !found.includes(name));
    const more = found.filter((name) => !claims.includes(name));
    return [
      ...(lost.length > 0
        ? fault("/JWT", `must state every one of claims: it lacks ${lost.join(", ")}`)
        : []),
      // Whoever is told one claim would be told these too.
      ...(more.length > 0
        ? fault("/claims", `must name everything that JWT states: also ${more.join(", ")}`)
        : []),
    ];
  },
];

/**
 * Everything that is wrong with the sources of a person's claims.
 *
 * @returns pointers into the sources, which are a member `claim_sources`.
 * @see OpenID Connect Core section 5.6.2
 */
export const claimSourceFaults = (sources: ClaimSources): readonly PlacedFault[] =>
  Object.entries(sources).flatMap(([name, source]) => {
    const { [name]: _, ...others } = sources;
    return rules.flatMap((rule) => rule(source, others))
      .map(({ pointer, detail }) => ({ pointer: `/claim_sources/${name}${pointer}`, detail }));
  });

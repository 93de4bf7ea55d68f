import { isJsonObject } from "../../domain/json.ts";
import { describableNames } from "../../domain/oauth_text.ts";
import type { AuthorizationFacts } from "./authorization_facts.ts";
import type { Check, Mend } from "../check.ts";
import { acrDemand, acrOffered, subjectsMeant } from "./claims_demands.ts";
import { claimPlaces, type ClaimsFault, decodeClaims, readClaims } from "./claims_parameter.ts";
import { sending } from "../mend.ts";
import { parameter } from "../parameters.ts";

const text = ({ parameters }: AuthorizationFacts) => parameter(parameters, "claims");

function faultOf(facts: AuthorizationFacts): ClaimsFault | undefined {
  const sent = text(facts), read = sent === undefined ? undefined : readClaims(sent);
  return read?.ok === false ? read.error : undefined;
}

const faultyMembers = (facts: AuthorizationFacts): readonly string[] => {
  const fault = faultOf(facts);
  return fault?.kind === "members" ? fault.members : [];
};

/** The request with the claims of both places changed by name; undefined takes a claim away. */
function asking(
  facts: AuthorizationFacts,
  change: (place: string, name: string, how: unknown) => unknown,
): Mend<AuthorizationFacts> {
  const decoded = decodeClaims(text(facts) ?? "") ?? {};
  const changed = claimPlaces.map((place) => [place, decoded[place]] as const)
    .filter(([, asked]) => isJsonObject(asked))
    .map(([place, asked]) => [
      place,
      Object.fromEntries(
        Object.entries(asked as object).map(([name, how]) => [name, change(place, name, how)])
          .filter(([, how]) => how !== undefined),
      ),
    ]);
  return sending(facts, "claims", JSON.stringify(Object.fromEntries(changed)));
}

/** What may be asked with the claims parameter, and what of it can be had at all. */
export const claimsChecks: readonly Check<AuthorizationFacts>[] = [
  {
    id: "claims.json",
    section: "OpenID Connect Core section 5.5",
    error: "invalid_request",
    description: "The parameter claims is not a JSON object",
    expected: () => "A JSON object with userinfo or id_token, or both",
    received: () => "Something else",
    holds: (facts) => faultOf(facts)?.kind !== "not_an_object",
    mend: (facts) => sending(facts, "claims", null),
  },
  {
    id: "claims.members",
    section: "OpenID Connect Core section 5.5.1",
    error: "invalid_request",
    description: (facts) =>
      `The parameter claims asks in a form that is not defined for: ${
        describableNames(faultyMembers(facts))
      }`,
    expected: () => "For each claim null, or an object with essential (true, false), value, values (a list)",
    received: (facts) => `Something else for: ${faultyMembers(facts).join(", ")}`,
    holds: (facts) => faultyMembers(facts).length === 0,
    mend: (facts) => {
      const faulty = faultyMembers(facts);
      return asking(facts, (place, name, how) => faulty.includes(`${place}.${name}`) ? undefined : how);
    },
  },
  {
    id: "claims.sub",
    section: "OpenID Connect Core section 3.1.2.2",
    error: "invalid_request",
    description: "No account has every sub that the request asks for",
    expected: () => "One sub, the same in claims and id_token_hint",
    received: () => "Several that differ, or one that is no text",
    holds: (facts) => subjectsMeant(facts)?.length !== 0,
    mend: (facts) => asking(facts, (_, name, how) => name === "sub" ? undefined : how),
  },
  {
    id: "acr.offered",
    section: "OpenID Connect Core section 5.5.1.1",
    error: "unmet_authentication_requirements",
    description: ({ acr_vouched }) =>
      `An essential acr is none of those that are offered: ${describableNames(acr_vouched)}`,
    expected: ({ acr_vouched }) =>
      `One of those that the client's people can reach: ${acr_vouched.join(", ")}`,
    received: (facts) => acrDemand(facts).values.join(", "),
    holds: (facts) => !acrDemand(facts).essential || acrOffered(facts).length > 0,
    mend: (facts) =>
      asking(
        facts,
        (place, name, how) =>
          place === "id_token" && name === "acr" ? { essential: true, values: facts.acr_vouched } : how,
      ),
  },
];

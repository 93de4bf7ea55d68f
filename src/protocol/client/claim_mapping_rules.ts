import { type ClaimMappings, isReservedClaim } from "../../domain/claim_mapping.ts";
import { type PlacedFault, pointerPart } from "../validate.ts";

/** The rules of a client's custom claims: each says what is wrong with one mapping, and what would be accepted. */
const rules: readonly ((
  claim: string,
  mapping: ClaimMappings[string],
  scopes: readonly string[],
) => PlacedFault | undefined)[] = [
  (claim) =>
    isReservedClaim(claim)
      ? {
        pointer: "",
        detail:
          "is no custom claim's name: tokens say it themselves, or a standard scope releases it, upper and lower case alike",
      }
      : undefined,
  (_, { scope }, scopes) =>
    scopes.includes(scope)
      ? undefined
      : { pointer: "/scope", detail: `must be one of the client's scopes: ${scopes.join(", ")}` },
];

/**
 * Everything that is wrong with the custom claims of a client.
 *
 * @param scopes Those that the client may ask for.
 * @returns pointers into the mappings, which are a member `claim_mappings`.
 */
export const claimMappingFaults = (
  mappings: ClaimMappings,
  scopes: readonly string[],
): readonly PlacedFault[] =>
  Object.entries(mappings).flatMap(([claim, mapping]) =>
    rules.map((rule) => rule(claim, mapping, scopes)).filter((fault) => fault !== undefined)
      .map(({ pointer, detail }) => ({ pointer: `/claim_mappings/${pointerPart(claim)}${pointer}`, detail }))
  );

import { fetchTarget, targetWords } from "../../domain/fetch_target.ts";
import type { MetadataRule } from "./client_metadata_rules.ts";

/** The rule that this server can reach an address that a client names: what could never be reached is told at once. */
export const fetchableRule = (
  member: "jwks_uri" | "sector_identifier_uri" | "backchannel_logout_uri",
  section: string,
): MetadataRule => ({
  id: `${member}.fetchable`,
  section,
  error: "invalid_client_metadata",
  faults: ({ [member]: uri }, rules) => {
    const target = uri === undefined ? undefined : fetchTarget(uri, rules);
    return !target || target.ok ? [] : [{ pointer: `/${member}`, detail: targetWords[target.error] }];
  },
});

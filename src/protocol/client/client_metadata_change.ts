import type { ClientMetadata } from "../../domain/client_metadata.ts";
import { keepsSubjects } from "../../domain/sector_identifier.ts";
import type { MetadataFault } from "./client_metadata_rules.ts";

/**
 * What a change of a registered client's metadata may not change: who people are there. The client would take everybody
 * for somebody new, and could never find whom it knew.
 *
 * @see OpenID Connect Core section 8
 */
export function clientMetadataChangeFaults(
  before: ClientMetadata,
  after: ClientMetadata,
): readonly MetadataFault[] {
  if (keepsSubjects(before, after)) return [];
  const fault = before.subject_type === after.subject_type
    ? {
      pointer: "/sector_identifier_uri",
      detail:
        "must keep its host (or redirect_uris theirs), which is the sector by which this client knows people: register another client for another sector",
    }
    : {
      pointer: "/subject_type",
      detail:
        `must stay ${before.subject_type}, or every person would be another one at this client: register another client`,
    };
  return [{ ...fault, rule: "subject_type.stays", error: "invalid_client_metadata" }];
}

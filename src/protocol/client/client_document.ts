import { decodeJson, type JsonObject } from "../../domain/json.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { readMembers } from "./client_registration.ts";

/** Bytes that a document may have: room for every member and a few keys. */
export const mostDocumentBytes = 10_240;

const secretMembers = ["client_secret", "client_secret_expires_at"] as const;

/**
 * Reads the document at a client's client_id. What its members say is judged as at registration.
 *
 * @param client_id The URL that it was fetched from.
 * @returns its members; a client that does not say how it authenticates is a public one, since a secret is out of the
 * question. err: why it is not this client's, or not what it has to be.
 * @see OAuth Client ID Metadata Document section 4.1
 */
export function readClientDocument(client_id: string, body: Uint8Array): Result<JsonObject, string> {
  const members = readMembers(decodeJson(body));
  if (!members.ok) return err("must be a JSON object in UTF-8");
  if (members.value.client_id !== client_id) {
    return err("must have this very URL, character by character, as its client_id");
  }
  const secret = secretMembers.find((name) => Object.hasOwn(members.value, name));
  if (secret !== undefined) return err(`must have no ${secret}: everybody can read it`);
  return ok({ token_endpoint_auth_method: "none", ...members.value });
}

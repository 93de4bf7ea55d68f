import { type ClientJwk, mostJwksBytes, readJwks } from "../protocol/client/client_jwks.ts";
import { type DocumentAsked, type KeepPorts, keptDocument, type KeptDocuments } from "./kept_document.ts";

/** Somebody else's keys, as each server holds them. */
export type KeptJwks = KeptDocuments<readonly ClientJwk[]>;

/**
 * The keys at a `jwks_uri`: those held where they are fresh and suffice, else fetched, at most once a minute. Not to be
 * called inside a unit.
 *
 * @returns undefined where they cannot be had.
 * @see RFC 7517 section 5, OpenID Connect Core section 10.1.1
 */
export const keptJwks = (
  ports: KeepPorts<readonly ClientJwk[]>,
  asked: Pick<DocumentAsked<readonly ClientJwk[]>, "url" | "place" | "suffices" | "namedByPublisher">,
): Promise<readonly ClientJwk[] | undefined> =>
  keptDocument(ports, {
    ...asked,
    accept: ["application/jwk-set+json", "application/json"],
    maxBytes: mostJwksBytes,
    read: (document) => {
      const read = readJwks(document);
      return read.ok ? read.value : undefined;
    },
  });

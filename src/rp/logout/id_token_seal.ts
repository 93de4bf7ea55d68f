import type { UpstreamSubject } from "../../domain/upstream_identity.ts";
import {
  openText,
  type PlaceInTenant,
  sealText,
  type TenantOpening,
  type TenantSealing,
} from "../../store/tenant_seal.ts";

/** Where an ID token stands that is kept with the session that it began. */
export const idTokenPlace = ({ upstream_id, iss, sub }: UpstreamSubject): PlaceInTenant => [
  "session_upstream",
  "id_token",
  upstream_id,
  iss,
  sub,
];

/** The longest ID token that is shown in an address, in characters. */
const longestHint = 4096;

/**
 * Seals an ID token, to be shown to its upstream when the session that it began ends.
 *
 * @returns null where it is too long for an address: the person is named in another way then.
 */
export const sealIdToken = (
  sealing: TenantSealing,
  subject: UpstreamSubject,
  id_token: string,
): Uint8Array | null =>
  id_token.length > longestHint ? null : sealText(sealing, idTokenPlace(subject), id_token);

/** Opens it again. @returns undefined where there is none, or the secret that sealed it has been forgotten since. */
export const openIdToken = (
  opening: TenantOpening,
  subject: UpstreamSubject,
  id_token: Uint8Array | null,
): string | undefined => id_token === null ? undefined : openText(opening, idTokenPlace(subject), id_token);

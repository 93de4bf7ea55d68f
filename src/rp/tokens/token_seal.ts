import type { UpstreamSubject } from "../../domain/upstream_identity.ts";
import type { KeptTokens } from "../../protocol/upstream/upstream_kept_tokens.ts";
import {
  openJson,
  type PlaceInTenant,
  sealJson,
  type TenantOpening,
  type TenantSealing,
} from "../../store/tenant_seal.ts";
import type { SealedTokens } from "../../store/upstream_tokens.ts";

/** Where an upstream's tokens stand. */
export const tokensPlace = ({ upstream_id, iss, sub }: UpstreamSubject): PlaceInTenant => [
  "upstream_token",
  "tokens",
  upstream_id,
  iss,
  sub,
];

/** Seals an upstream's tokens. @param subject Whose they are, to which they are bound. */
export const sealTokens = (
  broker: TenantSealing,
  subject: UpstreamSubject,
  tokens: KeptTokens,
): SealedTokens => ({
  tokens: sealJson(broker, tokensPlace(subject), tokens),
  expires_at: tokens.expires_at,
});

/** Opens them again. @returns undefined where the secret that sealed them has been forgotten since: they are lost then. */
export const openTokens = (
  broker: TenantOpening,
  row: UpstreamSubject & SealedTokens,
): KeptTokens | undefined => openJson(broker, tokensPlace(row), row.tokens);

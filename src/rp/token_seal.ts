import { open, type Place, seal } from "../crypto/seal.ts";
import type { UpstreamSubject } from "../domain/upstream_identity.ts";
import type { KeptTokens } from "../protocol/upstream_kept_tokens.ts";
import type { SealedTokens } from "../store/upstream_tokens.ts";
import type { Broker } from "./broker.ts";

const place = ({ store }: Pick<Broker, "store">, { upstream_id, iss, sub }: UpstreamSubject): Place => [
  store.tenant,
  "upstream_token",
  "tokens",
  upstream_id,
  iss,
  sub,
];

/** Seals an upstream's tokens. @param subject Whose they are, to which they are bound. */
export const sealTokens = (
  broker: Pick<Broker, "store" | "sealKeys" | "random">,
  subject: UpstreamSubject,
  tokens: KeptTokens,
): SealedTokens => ({
  tokens: seal(
    broker.sealKeys[0],
    place(broker, subject),
    new TextEncoder().encode(JSON.stringify(tokens)),
    broker.random,
  ),
  expires_at: tokens.expires_at,
});

/** Opens them again. @returns undefined where the secret that sealed them has been forgotten since: they are lost then. */
export function openTokens(
  broker: Pick<Broker, "store" | "sealKeys">,
  row: UpstreamSubject & SealedTokens,
): KeptTokens | undefined {
  const opened = open(broker.sealKeys, place(broker, row), row.tokens);
  return opened && JSON.parse(new TextDecoder().decode(opened));
}

import { type ProviderKey, providerKeys } from "./keys.ts";

/** The keys of one provider. */
export interface Signing {
  /** Those that it publishes, by their names. */
  readonly published: () => readonly ProviderKey[];
  /** The one that signs, the last of them. */
  readonly current: () => ProviderKey;
  /** One that is not published. */
  readonly other: () => ProviderKey;
  /** From now on it signs by another key, and publishes that one alone. */
  readonly rotate: () => void;
}

/** Gives a provider keys. @param several It publishes more than the one that signs. */
export async function openSigning(several: boolean): Promise<Signing> {
  const keys = await providerKeys();
  let turn = 0;
  const named = () =>
    keys.map(({ privateKey, jwk }, at) => ({
      privateKey,
      jwk: { ...jwk, kid: `key-${turn}-${at}`, alg: "RS256", use: "sig" },
    }));
  // What is rotated in has to differ from what it replaces; the last key is never published.
  const published = () => several ? named().slice(0, 2) : [named()[turn % 2]!];
  return {
    published,
    current: () => published().at(-1)!,
    other: () => named().at(-1)!,
    rotate: () => void turn++,
  };
}

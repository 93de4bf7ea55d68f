import type { ClaimMappings } from "./claim_mapping.ts";
import { claimScopes, claimsOfScopes } from "./claims.ts";

/** One claim that is asked for by name. */
export interface AskedClaim {
  /** The values that it may have; absent where any will do. */
  readonly values?: readonly (string | number | boolean)[];
}

/** Claims that are asked for by name, a language tag included. */
export type AskedClaims = Readonly<Record<string, AskedClaim>>;

/** What a client asks to know beside its scopes, as consents, codes and token families carry it. */
export interface ClaimsRequest {
  readonly userinfo: AskedClaims;
  readonly id_token: AskedClaims;
  /** Languages for claims, preferred first (OpenID Connect Core section 5.2). */
  readonly locales: readonly string[];
}

/** A request that asks for nothing by name. */
export const noClaims: ClaimsRequest = { userinfo: {}, id_token: {}, locales: [] };

/** The name of a claim without its language tag (OpenID Connect Core section 5.2). */
export const bareClaim = (name: string): string => name.split("#", 1)[0]!;

/** The form of a language tag, as a regular expression (RFC 5646 section 2.1). */
export const languageTag = "[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,9}";

const wholeTag = new RegExp(`^${languageTag}$`);

/** Whether a text has the form of a language tag. */
export const isLanguageTag = (text: string): boolean => wholeTag.test(text);

const isAnswerable = (name: string, scopes: readonly string[], mappings: ClaimMappings) => {
  if (Object.hasOwn(mappings, name)) return scopes.includes(mappings[name]!.scope);
  const bare = bareClaim(name), tag = name.slice(bare.length + 1);
  const known = bare !== "sub" && claimScopes(bare).some((scope) => scopes.includes(scope));
  return known && (name === bare || isLanguageTag(tag));
};

/**
 * The claims among these that this client may be told: those of the scopes that it may ask for. Others are ignored
 * like claims that nobody knows, because not to return a claim is no error (OpenID Connect Core section 5.5.1).
 *
 * @param scopes Every scope that the client may ask for.
 * @param mappings The client's custom claims.
 */
export const answerableClaims = (
  asked: AskedClaims,
  scopes: readonly string[],
  mappings: ClaimMappings,
): AskedClaims =>
  Object.fromEntries(Object.entries(asked).filter(([name]) => isAnswerable(name, scopes, mappings)));

/**
 * The claims that a request names beside what its scopes release, without language tags: what a person is asked for,
 * and agrees to.
 */
export function claimsBeyond(scopes: readonly string[], asked: ClaimsRequest | undefined): readonly string[] {
  const names = Object.keys({ ...asked?.userinfo, ...asked?.id_token }).map(bareClaim);
  const released = claimsOfScopes(scopes);
  return [...new Set(names)].filter((name) => !released.includes(name)).toSorted();
}

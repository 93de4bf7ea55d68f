import { type Account, allClaims, claimsOfScopes } from "./claims.ts";
import { type AskedClaims, bareClaim, type ClaimsRequest } from "./claims_request.ts";

type Claims = Readonly<Record<string, unknown>>;

/** A language tag, and what is left of it when its end is cut off part by part (RFC 4647 section 3.4). */
const withFallbacks = (tag: string): readonly string[] => {
  const parts = tag.toLowerCase().split("-");
  return parts.map((_, at) => parts.slice(0, parts.length - at).join("-"));
};

/** What an account says under a name; upper and lower case of the language tag are alike (RFC 5646 section 2.1.1). */
function tagged(known: Claims, name: string): unknown {
  if (Object.hasOwn(known, name)) return known[name];
  const bare = bareClaim(name);
  const same = Object.keys(known).find((other) =>
    bareClaim(other) === bare && other.toLowerCase() === name.toLowerCase()
  );
  return same === undefined ? undefined : known[same];
}

/** What an account says under a name without a tag, in the first of the languages in which it says it. */
function localised(known: Claims, name: string, locales: readonly string[]): unknown {
  const tags = Object.keys(known).filter((other) => other.startsWith(`${name}#`));
  for (const wanted of locales.flatMap(withFallbacks)) {
    const found = tags.find((other) => `${other.toLowerCase()}-`.startsWith(`${name}#${wanted}-`));
    if (found !== undefined) return known[found];
  }
  return known[name];
}

const valueOf = (known: Claims, name: string, locales: readonly string[]) =>
  name.includes("#") ? tagged(known, name) : localised(known, name, locales);

/**
 * The claims that are asked for by name, as far as the account says them and, where particular values are asked for,
 * says one of those (OpenID Connect Core section 5.5.1).
 *
 * @param locales Languages for claims that are asked for without one.
 */
export function askedClaims(
  account: Account,
  asked: AskedClaims,
  locales: readonly string[],
): Record<string, unknown> {
  const known = allClaims(account);
  return Object.fromEntries(
    Object.entries(asked).map(([name, { values }]) => [name, valueOf(known, name, locales), values] as const)
      .filter(([, value, values]) =>
        value !== undefined && (values === undefined || values.some((one) => one === value))
      )
      .map(([name, value]) => [name, value]),
  );
}

/** What scopes ask for, as if by name. */
export const scopeWishes = (scopes: readonly string[]): AskedClaims =>
  Object.fromEntries(claimsOfScopes(scopes).filter((name) => name !== "sub").map((name) => [name, {}]));

/**
 * What userinfo says of an account: what the scopes release, and what was asked for by name.
 *
 * @param sub The subject identifier under which this client knows the account.
 * @see OpenID Connect Core section 5.3.2, 5.4 and 5.5
 */
export function claimsFor(
  account: Account,
  sub: string,
  { scopes, asked }: { readonly scopes: readonly string[]; readonly asked: ClaimsRequest },
): Record<string, unknown> {
  return { sub, ...askedClaims(account, { ...asked.userinfo, ...scopeWishes(scopes) }, asked.locales) };
}

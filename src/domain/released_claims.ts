import { type ClaimMappings, claimsMappedTo, mappedClaims } from "./claim_mapping.ts";
import { sourcedClaims } from "./claim_source.ts";
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
  return Object.hasOwn(known, name) ? known[name] : undefined;
}

const valueOf = (known: Claims, name: string, locales: readonly string[]) =>
  name.includes("#") ? tagged(known, name) : localised(known, name, locales);

/**
 * The claims that are asked for by name, as far as the account says them and, where particular values are asked for,
 * says one of those (OpenID Connect Core section 5.5.1).
 *
 * @param known Everything that the account says, by claim name.
 * @param locales Languages for claims that are asked for without one.
 */
export function askedClaims(
  known: Claims,
  asked: AskedClaims,
  locales: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(asked).map(([name, { values }]) => [name, valueOf(known, name, locales), values] as const)
      .filter(([, value, values]) =>
        value !== undefined && (values === undefined || values.some((one) => one === value))
      )
      .map(([name, value]) => [name, value]),
  );
}

/** What decides which claims a client is told. */
export interface Release {
  readonly scopes: readonly string[];
  readonly asked: ClaimsRequest;
  /** The client's custom claims. */
  readonly mappings: ClaimMappings;
}

const anyValue = (names: readonly string[]): AskedClaims =>
  Object.fromEntries(names.map((name) => [name, {}]));

/** The standard claims of scopes, as if asked for by name. */
const byScopes = ({ scopes }: Release): AskedClaims =>
  anyValue(claimsOfScopes(scopes).filter((name) => name !== "sub"));

const mappedTo = (place: "id_token" | "userinfo", { mappings, scopes }: Release): AskedClaims =>
  anyValue(claimsMappedTo(place, mappings, scopes));

/**
 * What is told of an account by these names: what it says itself, where a custom claim never stands for a standard one,
 * and who else vouches for the rest. Whether that has a value that is asked for, nobody here knows.
 */
function told(
  account: Account,
  names: AskedClaims,
  { mappings, asked }: Release,
): Record<string, unknown> {
  const known = { ...mappedClaims(account, mappings), ...allClaims(account) };
  const any = Object.keys(names).filter((name) => names[name]!.values === undefined);
  return {
    ...askedClaims(known, names, asked.locales),
    ...sourcedClaims(account.claim_sources, any, Object.keys(known)),
  };
}

/**
 * What userinfo says of an account: what the scopes release, and what was asked for by name.
 *
 * @param sub The subject identifier under which this client knows the account.
 * @see OpenID Connect Core section 5.3.2, 5.4 and 5.5
 */
export function userinfoClaims(
  account: Account,
  sub: string,
  release: Release,
): Record<string, unknown> {
  return {
    sub,
    ...told(account, {
      ...release.asked.userinfo,
      ...byScopes(release),
      ...mappedTo("userinfo", release),
    }, release),
  };
}

/** What decides which claims an ID token has. */
export interface IdTokenRelease extends Release {
  /** Whether the client gets nothing with which it could ask userinfo. */
  readonly alone?: boolean;
  /** Whether the client is registered to get the standard claims of scopes here too. */
  readonly scopesToo?: boolean;
}

const namesInIdToken = (release: IdTokenRelease): AskedClaims => ({
  ...release.asked.id_token,
  ...(release.alone || release.scopesToo ? byScopes(release) : {}),
  ...(release.alone ? mappedTo("userinfo", release) : {}),
  ...mappedTo("id_token", release),
});

/** Whether an ID token says anything about the person beside who they are; where not, nobody has to be looked up. */
export const idTokenSaysMore = (release: IdTokenRelease): boolean =>
  Object.keys(namesInIdToken(release)).length > 0;

/**
 * What an ID token says of an account: the custom claims that the scopes release there, and what was asked for by
 * name. Scopes release the standard claims to userinfo, and here where it is out of reach (OpenID Connect Core
 * section 5.4) or the client is registered so.
 */
export const personInIdToken = (account: Account, release: IdTokenRelease): Record<string, unknown> =>
  told(account, namesInIdToken(release), release);

import type { Attributes } from "./attributes.ts";
import type { ClaimSources } from "./claim_source.ts";

/** The address claim (OpenID Connect Core section 5.1.1). */
export interface AddressClaim {
  readonly formatted?: string;
  readonly street_address?: string;
  readonly locality?: string;
  readonly region?: string;
  readonly postal_code?: string;
  readonly country?: string;
}

/** Claims about a person that an account stores (OpenID Connect Core section 5.1), without `sub`, `email` and `updated_at`, which have columns. */
export interface StandardClaims {
  readonly name?: string;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly middle_name?: string;
  readonly nickname?: string;
  readonly profile?: string;
  readonly picture?: string;
  readonly website?: string;
  readonly gender?: string;
  readonly birthdate?: string;
  readonly zoneinfo?: string;
  readonly locale?: string;
  readonly phone_number?: string;
  readonly phone_number_verified?: boolean;
  readonly address?: AddressClaim;
  /** One of the others in another language or script, such as `name#ja-Kana-JP` (section 5.2). */
  readonly [tagged: `${string}#${string}`]: string | AddressClaim;
}

/** A person as claims are made from. */
export interface Account {
  readonly id: string;
  readonly username: string | null;
  readonly email: string | null;
  readonly email_verified: boolean;
  readonly claims: StandardClaims;
  readonly attributes: Attributes;
  readonly claim_sources: ClaimSources;
  readonly groups: readonly string[];
  readonly updated_at: number;
}

/** Which claims a scope releases (OpenID Connect Core section 5.4). */
export const scopeClaims: Readonly<Record<string, readonly string[]>> = {
  openid: ["sub"],
  profile: [
    "name",
    "family_name",
    "given_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
  ],
  email: ["email", "email_verified"],
  phone: ["phone_number", "phone_number_verified"],
  address: ["address"],
};

/** The claims that scopes release. */
export const claimsOfScopes = (scopes: readonly string[]): readonly string[] =>
  scopes.flatMap((scope) => Object.hasOwn(scopeClaims, scope) ? scopeClaims[scope]! : []);

/** The scopes that release a claim. */
export const claimScopes = (name: string): readonly string[] =>
  Object.keys(scopeClaims).filter((scope) => scopeClaims[scope]!.includes(name));

/** Every standard claim of an account, by name; what is unknown is absent. */
export function allClaims(account: Account): Readonly<Record<string, unknown>> {
  return {
    ...account.claims,
    ...(account.username === null ? {} : { preferred_username: account.username }),
    ...(account.email === null ? {} : { email: account.email, email_verified: account.email_verified }),
    updated_at: account.updated_at,
  };
}

import { type Quirk, quirkOf } from "./upstream_quirk.ts";

const placeholder = "{tenantid}";
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What an upstream's discovery document has to call it. @param issuer As an operator named it. */
export const statedIssuer = (issuer: string, quirks: readonly Quirk[]): string =>
  quirkOf(quirks, "stated_issuers")?.issuers[issuer] ?? issuer;

/**
 * Whether several issuers stand behind one upstream. Any of them can state any address, so none is believed
 * ({@link https://learn.microsoft.com/en-us/entra/identity-platform/claims-validation}).
 */
export const hasManyIssuers = (issuer: string, quirks: readonly Quirk[]): boolean =>
  statedIssuer(issuer, quirks).includes(placeholder);

/**
 * The issuer that a token of an upstream must be of.
 *
 * @param issuer As an operator named it.
 * @param tid The claim of the token.
 * @returns undefined where the issuer depends on the tenant, and the token names none, or one that is not behind it.
 */
export function issuerOfToken(issuer: string, quirks: readonly Quirk[], tid: unknown): string | undefined {
  const except = quirkOf(quirks, "stated_issuers")?.except?.[issuer] ?? [];
  return except.some((other) => other === tid)
    ? undefined
    : issuerOfTenant(statedIssuer(issuer, quirks), tid);
}

/**
 * The issuer of a tenant's tokens, or of a key that signed one.
 *
 * @param stated What the discovery document, or the key, calls it.
 * @param tid The tenant's id.
 * @returns undefined where the issuer depends on the tenant, and this is none.
 */
export function issuerOfTenant(stated: string, tid: unknown): string | undefined {
  if (!stated.includes(placeholder)) return stated;
  return typeof tid === "string" && guid.test(tid) ? stated.replace(placeholder, tid) : undefined;
}

/**
 * The tenant that an issuer of a token names.
 *
 * @param issuer As an operator named the upstream.
 * @param iss The claim of the token.
 * @returns undefined where one issuer stands behind the upstream, or it is none of those that do.
 */
export function tenantOfIssuer(issuer: string, quirks: readonly Quirk[], iss: unknown): string | undefined {
  const [before = "", after] = statedIssuer(issuer, quirks).split(placeholder);
  if (after === undefined || typeof iss !== "string") return undefined;
  const tid = iss.slice(before.length, iss.length - after.length);
  return issuerOfToken(issuer, quirks, tid) === iss ? tid : undefined;
}

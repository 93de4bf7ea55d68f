import { type Check, shown } from "../check.ts";
import { emptyClaims, standardClaims, wrongTypes } from "../standard_claims.ts";

/** An ID token as it came, and what it is compared with. */
export interface IdToken {
  /** undefined: it is no JWT. */
  readonly header: Readonly<Record<string, unknown>> | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
  /** undefined: it verifies with a published key; otherwise why not. */
  readonly signatureFault: string | undefined;
  readonly issuer: string;
  readonly client_id: string;
  /** The algorithm that the client is registered for. */
  readonly alg: string;
  /** undefined: none was sent. */
  readonly nonce: string | undefined;
  /** Seconds since 1970-01-01T00:00:00Z when it came. */
  readonly now: number;
  /** Names of the standard claims that were asked for in the ID token. */
  readonly asked: readonly string[];
}

type Row = Check<IdToken>;

/** Seconds that clocks may differ, that an ID token may have been under way, and in a year. */
const skew = 60, freshness = 300, year = 366 * 24 * 3600;

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

const listed = (names: readonly string[]) => names.length === 0 ? undefined : names.join(", ");

const audiences = ({ claims }: IdToken) => [claims.aud].flat();

/** Without these nothing in it can be believed. */
export const idTokenSignatureChecks: readonly Row[] = [
  {
    id: "id_token.jwt",
    section: "OpenID Connect Core section 2",
    level: "failure",
    expects: "A JWT with a header and claims",
    judge: ({ header }) => header ? undefined : "Something else",
  },
  {
    id: "id_token.signature",
    section: "OpenID Connect Core section 3.1.3.7",
    level: "failure",
    expects: "A signature that verifies with a key at jwks_uri, unless the client is registered for none",
    judge: ({ signatureFault, alg }) => alg === "none" ? undefined : signatureFault,
  },
  {
    id: "id_token.alg",
    section: "OpenID Connect Core section 3.1.3.7",
    level: "failure",
    expects: "The algorithm that the client is registered for, by default RS256",
    judge: ({ header, alg }) => header?.alg === alg ? undefined : shown(header?.alg),
  },
];

/** What the claims of every ID token keep to. */
export const idTokenChecks: readonly Row[] = [
  {
    id: "id_token.iss",
    section: "OpenID Connect Core section 3.1.3.7",
    level: "failure",
    expects: "iss is the issuer",
    judge: ({ claims, issuer }) => claims.iss === issuer ? undefined : shown(claims.iss),
  },
  {
    id: "id_token.sub",
    section: "OpenID Connect Core section 2",
    level: "failure",
    expects: "A sub of 1 to 255 ASCII characters",
    judge: ({ claims }) =>
      typeof claims.sub === "string" && /^[\x20-\x7e]{1,255}$/.test(claims.sub)
        ? undefined
        : shown(claims.sub),
  },
  {
    id: "id_token.aud",
    section: "OpenID Connect Core section 3.1.3.7",
    level: "failure",
    expects: "aud is the client, or a list with it",
    judge: (token) => audiences(token).includes(token.client_id) ? undefined : shown(token.claims.aud),
  },
  {
    id: "id_token.azp",
    section: "OpenID Connect Core section 3.1.3.7",
    level: "failure",
    expects: "Where there is an azp, it is the client",
    judge: ({ claims, client_id }) =>
      claims.azp === undefined || claims.azp === client_id ? undefined : shown(claims.azp),
  },
  {
    id: "id_token.exp",
    section: "OpenID Connect Core section 2",
    level: "failure",
    expects: "exp in the future, in seconds, and no fifty years away",
    judge: ({ claims, now }) =>
      isNumber(claims.exp) && claims.exp > now && claims.exp < now + 50 * year
        ? undefined
        : shown(claims.exp),
  },
  {
    id: "id_token.iat",
    section: "OpenID Connect Core section 2",
    level: "failure",
    expects: "iat now: not in the future, and at most 5 minutes ago",
    judge: ({ claims, now }) =>
      isNumber(claims.iat) && claims.iat <= now + skew && claims.iat >= now - freshness
        ? undefined
        : shown(claims.iat),
  },
  {
    id: "id_token.nonce",
    section: "OpenID Connect Core section 3.1.3.7",
    level: "failure",
    expects: "The nonce of the request, or none where none was sent",
    judge: ({ claims, nonce }) => claims.nonce === nonce ? undefined : shown(claims.nonce),
  },
  {
    id: "id_token.auth_time",
    section: "OpenID Connect Core section 2",
    level: "failure",
    expects: "Where there is an auth_time, seconds within the last year",
    judge: ({ claims: { auth_time }, now }) =>
      auth_time === undefined || (isNumber(auth_time) && auth_time <= now + skew && auth_time > now - year)
        ? undefined
        : shown(auth_time),
  },
  {
    id: "id_token.acr",
    section: "OpenID Connect Core section 2",
    level: "failure",
    expects: "Where there is an acr, a text that is not empty",
    judge: ({ claims: { acr } }) =>
      acr === undefined || (typeof acr === "string" && acr !== "") ? undefined : shown(acr),
  },
  {
    id: "id_token.amr",
    section: "OpenID Connect Core section 2",
    level: "failure",
    expects: "Where there is an amr, a list of texts",
    judge: ({ claims: { amr } }) =>
      amr === undefined || (Array.isArray(amr) && amr.every((item) => typeof item === "string"))
        ? undefined
        : shown(amr),
  },
  {
    id: "id_token.claim_types",
    section: "OpenID Connect Core section 5.1",
    level: "failure",
    expects: "Standard claims of the types that they have",
    judge: ({ claims }) => listed(wrongTypes(claims)),
  },
  {
    id: "id_token.empty_claims",
    section: "OpenID Connect Core section 5.3.2",
    level: "failure",
    expects: "Claims without a value are left out, not null or empty",
    judge: ({ claims }) => listed(emptyClaims(claims)),
  },
  {
    id: "id_token.unasked_claims",
    section: "OpenID Connect Core section 5.4",
    level: "warning",
    expects: "No claims about the person that were not asked for in the ID token",
    judge: ({ claims, asked }) =>
      listed(
        Object.keys(claims).filter((name) => Object.hasOwn(standardClaims, name) && !asked.includes(name)),
      ),
  },
  {
    id: "id_token.asked_claims",
    section: "OpenID Connect Core section 5.4",
    level: "warning",
    expects: "The claims that were asked for in the ID token",
    judge: ({ claims, asked }) => listed(asked.filter((name) => claims[name] === undefined)),
  },
];

/** The header names the key; asked for where certification looks at signatures. */
export const idTokenKid: Check<Pick<IdToken, "header">> = {
  id: "id_token.kid",
  section: "OpenID Connect Core section 10.1",
  level: "failure",
  expects: "A kid in the header",
  judge: ({ header }) =>
    typeof header?.kid === "string" && header.kid !== "" ? undefined : shown(header?.kid),
};

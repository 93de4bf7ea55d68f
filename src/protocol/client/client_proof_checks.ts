import { type AssertionAlgorithm, assertionAlgorithms } from "../../domain/client_metadata.ts";
import type { Check } from "../check.ts";
import { asserting, assertionOf, shownValue } from "./client_assertion_checks.ts";
import type { ClientFacts } from "./client_checks.ts";
import { isSameAlgorithm } from "./client_key_fit.ts";

type Row = Check<ClientFacts>;

/**
 * One answer for an unknown client, a disabled one, a wrong method, secret, algorithm, audience, key, signature and a
 * spent jti: who guesses learns nothing. It says what developers get wrong most: libraries differ in the method.
 */
export const authenticationFailed =
  "Client authentication failed: the client_id, the way it authenticates (token_endpoint_auth_method) or what it proves that with is not the registered one";

const method = ({ presented }: ClientFacts) => presented.ok ? presented.value.method : undefined;

/** The algorithms that the client may sign with. */
function due({ client }: ClientFacts): readonly AssertionAlgorithm[] {
  const { token_endpoint_auth_signing_alg: one, token_endpoint_auth_method } = client!.metadata;
  const known = assertionAlgorithms(token_endpoint_auth_method);
  return one === undefined ? known : known.filter((alg) => isSameAlgorithm(alg, one));
}

const algorithm = (facts: ClientFacts) => assertionOf(facts)?.header.alg;

const takesAudience = ({ audience: { issuer, legacy, endpoints } }: ClientFacts, aud: unknown) => {
  // One string, so that an assertion made for another server cannot be one for us as well.
  if (!legacy) return aud === issuer;
  return [aud].flat().some((one) => one === issuer || endpoints.some((endpoint) => endpoint === one));
};

/** What is wrong with the key, and what to do about it. */
const keyWords: Readonly<Record<string, { readonly received: string; readonly says: string }>> = {
  no_keys: { received: "The client has none", says: "Register the client's public keys as jwks or jwks_uri" },
  not_fetched: {
    received: "The jwks_uri cannot be fetched from",
    says: "See to it that jwks_uri answers with a JWK Set: the log says why it does not (fetch_failed)",
  },
  algorithm: { received: "The algorithm is none that clients may use", says: "Sign with another algorithm" },
  unknown_kid: {
    received: "No key has that kid and is for that algorithm",
    says:
      "Publish the key under its kid, and sign with it from then on; a jwks_uri is asked again after a minute at the earliest",
  },
  kid_needed: { received: "Several keys fit, and the header has no kid", says: "Send the kid in the header" },
  no_fitting_key: {
    received: "No key is for that algorithm",
    says: "Publish a key for it, whose use is sig or left out",
  },
  no_secret: {
    received: "The client has no secret to sign with",
    says: "Give it one: latchkey client rotate-secret",
  },
};

const keyFault = ({ key }: ClientFacts) => key === undefined || key === "found" ? undefined : keyWords[key];

/** Whether an assertion is one of this client, for us: rows that its record decides. They hold where there is none. */
export const assertionClaimChecks: readonly Row[] = [
  {
    id: "client_assertion.algorithm",
    section: "OpenID Connect Core section 9, RFC 8725 section 3.1",
    error: "invalid_client",
    description: authenticationFailed,
    expected: (facts) => `alg ${due(facts).join(" or ")}`,
    received: (facts) => `alg ${shownValue(algorithm(facts))}`,
    holds: (facts) => assertionOf(facts) === undefined || due(facts).some((alg) => alg === algorithm(facts)),
    mend: (facts) => ({
      facts: asserting(facts, { header: { alg: due(facts)[0] } }),
      change: { where: "request", name: "client_assertion", says: `Sign with ${due(facts).join(" or ")}` },
    }),
  },
  {
    id: "client_assertion.audience",
    section: "RFC 7523bis section 3, FAPI 2.0 Security Profile section 5.3.2.1",
    error: "invalid_client",
    description: authenticationFailed,
    expected: ({ audience: { issuer, legacy } }) =>
      legacy
        ? `aud with ${issuer}, or with the address of an endpoint`
        : `aud "${issuer}", and nothing beside it`,
    received: (facts) => `aud ${shownValue(assertionOf(facts)?.claims.aud)}`,
    holds: (facts) =>
      assertionOf(facts) === undefined || takesAudience(facts, assertionOf(facts)!.claims.aud),
    mend: (facts) => {
      const { issuer } = facts.audience;
      const older = "; where the app cannot, set the client's legacy_assertion_audience";
      return {
        facts: asserting(facts, { claims: { aud: issuer } }),
        change: { where: "request", name: "client_assertion", says: `Sign aud ${issuer}${older}` },
      };
    },
  },
];

/** Whether the client has what it needs to be believed: its secret, or a key and a signature that was not seen before. */
export const clientProofChecks: readonly Row[] = [
  {
    id: "client.secret",
    section: "RFC 6749 section 2.3.1",
    error: "invalid_client",
    description: authenticationFailed,
    expected: () => "One of the client's live secrets",
    received: () => "Another one",
    holds: (facts) => facts.secretHolds || method(facts) === "none" || assertionOf(facts) !== undefined,
    mend: (facts) => ({
      facts: { ...facts, secretHolds: true },
      change: {
        where: "request",
        name: "client_secret",
        says: facts.secretNearly ??
          `Send the secret exactly as it was shown; where it is lost: latchkey client rotate-secret ${
            facts.client!.client_id
          }`,
      },
    }),
  },
  {
    id: "client_assertion.key",
    section: "OpenID Connect Core section 10.1",
    error: "invalid_client",
    description: authenticationFailed,
    expected: (facts) => `A key of the client for kid ${shownValue(assertionOf(facts)?.header.kid)}`,
    received: (facts) => keyFault(facts)?.received ?? "One",
    holds: (facts) => keyFault(facts) === undefined,
    mend: (facts) => ({
      facts: { ...facts, key: "found", signatureHolds: true },
      change: { where: "client", name: "jwks", says: keyFault(facts)!.says },
    }),
  },
  {
    id: "client_assertion.signature",
    section: "RFC 7523 section 3",
    error: "invalid_client",
    description: authenticationFailed,
    expected: () => "The signature of the client's key",
    received: () => "Another one",
    holds: (facts) => assertionOf(facts) === undefined || facts.signatureHolds === true,
    mend: (facts) => ({
      facts: { ...facts, signatureHolds: true },
      change: {
        where: "request",
        name: "client_assertion",
        says: "Sign with the private key of what the client publishes, or with its client_secret",
      },
    }),
  },
  {
    id: "client_assertion.once",
    section: "RFC 7523 section 3",
    error: "invalid_client",
    description: authenticationFailed,
    expected: () => "An assertion that was not used before",
    received: () => "One whose jti was used before",
    holds: (facts) => facts.spent !== true,
    mend: (facts) => ({
      facts: { ...facts, spent: false },
      change: {
        where: "request",
        name: "client_assertion",
        says: "Sign a new assertion, with a new jti, for each request, also for one that is sent again",
      },
    }),
  },
];

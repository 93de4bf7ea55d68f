import { clientSigningAlgorithms } from "../../domain/client_metadata.ts";
import { describableNames } from "../../domain/oauth_text.ts";
import { responseTypeName } from "../../domain/response_type.ts";
import { parseScope } from "../../domain/scope.ts";
import { isTimely } from "../../domain/time.ts";
import type { AuthorizationFacts } from "../authorize/authorization_facts.ts";
import type { Check } from "../check.ts";
import { isSameAlgorithm } from "../client/client_key_fit.ts";
import { dangerousHeaders } from "../compact_jws.ts";
import { parameter } from "../parameters.ts";
import { parametersWithin, unsendable } from "./request_object.ts";
import { claiming, claimsOf, isAlone, namedClient, objectBeing, readingOf } from "./request_object_mend.ts";

type Facts = AuthorizationFacts;

/** A value of an object as it is shown: whoever sent it may have sent anything. */
const shown = (value: unknown) => value === undefined ? "none" : JSON.stringify(value).slice(0, 300);

const headerOf = (facts: Facts) => readingOf(facts)?.jws?.header ?? {};

const dangers = (facts: Facts) => dangerousHeaders.filter((name) => Object.hasOwn(headerOf(facts), name));

/** The object with a header that says something else. */
function heading(facts: Facts, differing: Readonly<Record<string, unknown>>, says: string) {
  const read = readingOf(facts)!, jws = { ...read.jws!, header: { ...headerOf(facts), ...differing } };
  return objectBeing(facts, { ...read, jws }, says);
}

/** The algorithms by which a client may sign its objects: the one that it registered, else every one. */
export const requestObjectAlgorithms = ({ client }: Pick<Facts, "client">): readonly string[] => {
  const registered = client?.metadata.request_object_signing_alg;
  return clientSigningAlgorithms.filter((alg) =>
    registered === undefined || isSameAlgorithm(alg, registered)
  );
};

/** Claims that are no business of a request object: other ways to ask, what would make it a client assertion, unsendable texts. */
function strayClaims(facts: Facts): readonly string[] {
  const held = claimsOf(facts);
  return [
    ...["request", "request_uri"].filter((name) => Object.hasOwn(held, name)),
    ...(held.sub !== undefined && held.sub === namedClient(facts) ? ["sub"] : []),
    ...unsendable(held),
  ];
}

const mentionsOpenId = (scope: string) => parseScope(scope).includes("openid");

/** Parameters that say one thing in the object and another beside it, where that matters. */
function disagreeing(facts: Facts): readonly string[] {
  const within = parametersWithin(claimsOf(facts)), { beside } = facts.object ?? { beside: new Map() };
  return (["client_id", "response_type", "scope"] as const).filter((name) => {
    const inner = parameter(within, name), outer = parameter(beside, name);
    if (inner === undefined || outer === undefined || (isAlone(facts) && name !== "client_id")) return false;
    if (name === "scope") return mentionsOpenId(inner) !== mentionsOpenId(outer);
    // The order of the values of a response type says nothing.
    return name === "response_type" ? responseTypeName(inner) !== responseTypeName(outer) : inner !== outer;
  });
}

const types = ["oauth-authz-req+jwt", "jwt"];

/** Who signed the object, for whom and when, and what it may say. */
export const requestObjectClaimsChecks: readonly Check<Facts>[] = [
  {
    id: "request_object.header",
    section: "RFC 8725 section 3.10",
    error: "invalid_request_object",
    description: (facts) => `The header of the request object may not have: ${dangers(facts).join(", ")}`,
    expected: () => `A header without ${dangerousHeaders.join(", ")}`,
    received: (facts) => dangers(facts).join(", "),
    holds: (facts) => dangers(facts).length === 0,
    mend: (facts) => {
      const found: readonly string[] = dangers(facts), { jws } = readingOf(facts)!;
      const header = Object.fromEntries(
        Object.entries(jws!.header).filter(([name]) => !found.includes(name)),
      );
      return objectBeing(
        facts,
        { ...readingOf(facts)!, jws: { ...jws!, header } },
        `Leave these out of its header: ${found.join(", ")}`,
      );
    },
  },
  {
    id: "request_object.algorithm",
    section: "OpenID Connect Dynamic Client Registration section 2",
    error: "invalid_request_object",
    description: (facts) =>
      `The request object has to be signed with one of: ${describableNames(requestObjectAlgorithms(facts))}`,
    expected: (facts) => requestObjectAlgorithms(facts).join(", "),
    received: (facts) => shown(headerOf(facts).alg),
    holds: (facts) =>
      !readingOf(facts)?.jws || requestObjectAlgorithms(facts).some((alg) => alg === headerOf(facts).alg),
    mend: (facts) => {
      const [alg] = requestObjectAlgorithms(facts), { unsigned: _, ...read } = readingOf(facts)!;
      return heading({ ...facts, object: { ...facts.object!, read } }, { alg }, `Sign it with ${alg}`);
    },
  },
  {
    id: "request_object.signature",
    section: "RFC 9101 section 6.2",
    error: "invalid_request_object",
    description: "The request object is not signed with a key of this client",
    expected: () => "A signature by a key of the client's jwks or jwks_uri, which kid names",
    received: (facts) => readingOf(facts)?.unsigned ?? "One",
    holds: (facts) => readingOf(facts)?.unsigned === undefined,
    mend: (facts) => {
      const { unsigned: _, ...rest } = readingOf(facts)!;
      const says = "Sign it with a key of the client's registered jwks or jwks_uri, and name its kid";
      return objectBeing(facts, rest, says);
    },
  },
  {
    id: "request_object.type",
    section: "RFC 9101 section 10.8",
    error: "invalid_request_object",
    description: "The typ of the request object has to be oauth-authz-req+jwt",
    expected: () => "oauth-authz-req+jwt, JWT, or none",
    received: (facts) => shown(headerOf(facts).typ),
    holds: (facts) => {
      const { typ } = headerOf(facts);
      return typ === undefined ||
        typeof typ === "string" && types.includes(typ.toLowerCase().replace(/^application\//, ""));
    },
    mend: (facts) => heading(facts, { typ: types[0] }, `Give it the typ ${types[0]}`),
  },
  {
    id: "request_object.issuer",
    section: "OpenID Connect Core section 6.1",
    error: "invalid_request_object",
    description: "The iss of the request object has to be the client_id",
    expected: namedClient,
    received: (facts) => shown(claimsOf(facts).iss),
    holds: (facts) => claimsOf(facts).iss === undefined || claimsOf(facts).iss === namedClient(facts),
    mend: (facts) => claiming(facts, { iss: namedClient(facts) }, `Claim iss: ${namedClient(facts)}`),
  },
  {
    id: "request_object.audience",
    section: "OpenID Connect Core section 6.1",
    error: "invalid_request_object",
    description: "The aud of the request object has to be the issuer",
    expected: ({ object }) => object?.issuer ?? "",
    received: (facts) => shown(claimsOf(facts).aud),
    holds: (facts) => {
      const { aud } = claimsOf(facts);
      return aud === undefined || [aud].flat().some((name) => name === facts.object?.issuer);
    },
    mend: (facts) => claiming(facts, { aud: facts.object?.issuer }, `Claim aud: ${facts.object?.issuer}`),
  },
  {
    id: "request_object.time",
    section: "RFC 7519 section 4.1.4 and 4.1.5",
    error: "invalid_request_object",
    description: "The request object has expired, or is not valid yet",
    expected: ({ object }) => `exp after ${object?.now}, nbf not after it, in seconds`,
    received: (facts) => `exp ${shown(claimsOf(facts).exp)}, nbf ${shown(claimsOf(facts).nbf)}`,
    holds: (facts) => isTimely(claimsOf(facts), facts.object?.now ?? 0),
    mend: (facts) =>
      claiming(
        facts,
        { exp: (facts.object?.now ?? 0) + 60, nbf: facts.object?.now },
        "Make it anew, with exp a minute ahead",
      ),
  },
  {
    id: "request_object.claims",
    section: "RFC 9101 section 4 and 10.8",
    error: "invalid_request_object",
    description: (facts) => `The request object may not claim: ${describableNames(strayClaims(facts))}`,
    expected: () => "Parameters of the request, iss, aud, exp, nbf, iat, jti; sub is not the client_id",
    received: (facts) => `Also: ${describableNames(strayClaims(facts))}`,
    holds: (facts) => strayClaims(facts).length === 0,
    mend: (facts) => {
      const foreign = strayClaims(facts), { jws } = readingOf(facts)!;
      const kept = Object.fromEntries(
        Object.entries(jws!.claims).filter(([name]) => !foreign.includes(name)),
      );
      const read = { ...readingOf(facts)!, jws: { ...jws!, claims: kept } };
      return objectBeing(facts, read, `Leave these claims out: ${describableNames(foreign)}`);
    },
  },
  {
    id: "request_object.agrees",
    section: "OpenID Connect Core section 6.1",
    error: "invalid_request_object",
    description: (facts) =>
      `These parameters say another thing beside the request object: ${disagreeing(facts).join(", ")}`,
    expected: () => "The same client_id and response_type in both, and openid in both scopes or in none",
    received: (facts) => `Different: ${disagreeing(facts).join(", ")}`,
    holds: (facts) => disagreeing(facts).length === 0,
    mend: (facts) => {
      const names = disagreeing(facts), within = parametersWithin(claimsOf(facts));
      // The client is the one beside the object, all else is what the client signed.
      const beside = new Map(facts.object!.beside);
      for (const name of names) if (name !== "client_id") beside.set(name, within.get(name)!);
      return claiming(
        { ...facts, object: { ...facts.object!, beside } },
        names.includes("client_id") ? { client_id: namedClient(facts) } : {},
        `Let the object and the parameters beside it say the same: ${names.join(", ")}`,
      );
    },
  },
];

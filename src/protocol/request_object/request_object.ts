import { isStorableText } from "../../domain/storable_text.ts";
import type { Instant } from "../../domain/time.ts";
import type { ReadJws } from "../compact_jws.ts";
import { authorizationParameters, type Parameters } from "../parameters.ts";

/** How far the reading of a request object came; `op` did it. */
export interface ReadRequestObject {
  /** Whether there is a text at all: by reference it may not be registered, may be asked for too often, or not be had. */
  readonly located: "yes" | "unregistered" | "held_back" | "not_fetched";
  /** Why what came encrypted does not open. */
  readonly sealed?: string;
  /** The header and the claims of the signed object; absent where it is none. */
  readonly jws?: ReadJws;
  /** Why the signature is not one of the client's. */
  readonly unsigned?: string;
}

/** What the checks know of a request object. */
export interface RequestObjectFacts {
  /** The parameters that stand beside it. */
  readonly beside: Parameters;
  /** Whom it has to be meant for. */
  readonly issuer: string;
  readonly now: Instant;
  readonly read: ReadRequestObject;
}

/** Claims of the object as a JWT (RFC 7519 section 4.1), which are no parameters of the request. */
const jwtClaims = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

/** Whether a database can hold every text in it: JSON can write characters that no text there can have. */
const isStorable = (value: unknown): boolean => {
  if (typeof value === "string") return isStorableText(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).flat().every(isStorable);
};

/** The names of claims that are no text that could have been sent as a parameter. */
export const unsendable = (claims: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(claims).filter((name) => !jwtClaims.includes(name) && !isStorable(claims[name]));

/** A member of the object as the parameter that it stands for: numbers and objects in their JSON (RFC 9101 section 4). */
const asText = (value: unknown) => typeof value === "string" ? value : JSON.stringify(value);

/** The parameters that an object holds, as far as there are such parameters. Null and empty ones count as left out. */
export const parametersWithin = (claims: Readonly<Record<string, unknown>>): Parameters =>
  new Map(
    authorizationParameters.filter((name) => Object.hasOwn(claims, name) && claims[name] !== null)
      .map((name) => [name, [asText(claims[name])]] as const)
      .filter(([, [text]]) => text !== ""),
  );

const objectParameters = ["request", "request_uri"];

/** The parameters that stand beside an object, without those that bring it. */
export const parametersBeside = (parameters: Parameters): Parameters =>
  new Map([...parameters].filter(([name]) => !objectParameters.includes(name)));

/**
 * Puts a request together: what is in the object counts, and what stands beside it only where the object does not say
 * and need not say everything.
 *
 * @param alone Whether the object has to say everything but client_id.
 * @see OpenID Connect Core section 6.1, RFC 9101 section 6.3
 */
export function assembled(
  beside: Parameters,
  claims: Readonly<Record<string, unknown>>,
  alone: boolean,
): Parameters {
  const kept = [...parametersBeside(beside)].filter(([name]) => !alone || name === "client_id");
  return new Map([...kept, ...parametersWithin(claims)]);
}

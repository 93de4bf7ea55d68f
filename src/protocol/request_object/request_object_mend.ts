import type { AuthorizationFacts } from "../authorize/authorization_facts.ts";
import { requiresRequestObject } from "../../domain/request_object.ts";
import type { Mend } from "../check.ts";
import { parameter, type Parameters } from "../parameters.ts";
import { assembled, parametersBeside, type ReadRequestObject } from "./request_object.ts";
import type { Change } from "../trace.ts";

type Facts = AuthorizationFacts;
type Claims = Readonly<Record<string, unknown>>;

/** How far the reading of the request's object came; undefined where it has none. */
export const readingOf = ({ object }: Facts): ReadRequestObject | undefined => object?.read;

/** What the object claims; nothing where there is none. */
export const claimsOf = (facts: Facts): Claims => readingOf(facts)?.jws?.claims ?? {};

/** The client_id that stands beside the object: by it the object is judged. */
export const namedClient = (facts: Facts): string =>
  parameter(facts.object?.beside ?? facts.parameters, "client_id") ?? "";

/** Whether the object has to say everything by itself. */
export const isAlone = ({ client, policy }: Facts): boolean =>
  client !== undefined && requiresRequestObject(client, policy);

/** The parameters of a request whose object counts. */
export function parametersOf(facts: Facts): Parameters {
  const { object } = facts;
  if (!object) return facts.parameters;
  return object.read.jws
    ? assembled(object.beside, object.read.jws.claims, isAlone(facts))
    : parametersBeside(object.beside);
}

/** A change of the request, in words. */
export const inRequest = (name: string, says: string): Change => ({ where: "request", name, says });

/** The request with another object, put together anew. */
export function objectBeing(facts: Facts, read: ReadRequestObject, says: string): Mend<Facts> {
  const changed = { ...facts, object: facts.object && { ...facts.object, read } };
  return { facts: { ...changed, parameters: parametersOf(changed) }, change: inRequest("request", says) };
}

/** The request with an object that claims these things too. */
export function claiming(facts: Facts, more: Claims, says: string): Mend<Facts> {
  const read = readingOf(facts)!, jws = { ...read.jws!, claims: { ...claimsOf(facts), ...more } };
  return objectBeing(facts, { ...read, jws }, says);
}

/** The request as it is without its object: what the object would have to say cannot be told. */
export function withoutObject(facts: Facts, change: Change): Mend<Facts> {
  const beside = parametersBeside(facts.object?.beside ?? facts.parameters);
  return { facts: { ...facts, object: undefined, parameters: beside }, change };
}

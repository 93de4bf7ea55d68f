import { isSignedBy } from "../crypto/client_key.ts";
import { decryptJwe, isJwe } from "../crypto/decrypt.ts";
import type { Client } from "../domain/client_metadata.ts";
import { type ReadJws, readJws } from "../protocol/compact_jws.ts";
import { parameter, type Parameters } from "../protocol/parameters.ts";
import type { ReadRequestObject, RequestObjectFacts } from "../protocol/request_object/request_object.ts";
import { requestObjectAlgorithms } from "../protocol/request_object/request_object_claims_checks.ts";
import { verificationKeys } from "./client_keys.ts";
import type { Provider } from "./provider.ts";
import { locateRequestObject } from "./request_uri.ts";

/** Whether the client signed it. @returns why it did not; undefined where it did. */
async function unsignedBy(
  provider: Provider,
  client: Client,
  text: string,
  { header: { alg, kid } }: ReadJws,
): Promise<string | undefined> {
  // Neither a key is looked for nor anything fetched for an algorithm that would be refused anyway, `none` among them.
  if (typeof alg !== "string" || !requestObjectAlgorithms({ client }).includes(alg)) return "algorithm";
  if (kid !== undefined && typeof kid !== "string") return "unknown_kid";
  const keys = await verificationKeys(provider, client, { alg, kid });
  if (!keys.ok) return keys.error;
  return await isSignedBy(text, keys.value, alg) ? undefined : "bad_signature";
}

async function read(provider: Provider, client: Client, text: string): Promise<ReadRequestObject> {
  const located = "yes";
  const opened = isJwe(text) ? await decryptJwe(text, await provider.keys.decrypters()) : undefined;
  if (opened && !opened.ok) return { located, sealed: opened.error };
  // What was encrypted holds a signed object, and never another encrypted one.
  const signed = opened?.value ?? text, jws = readJws(signed);
  if (!jws) return { located };
  const unsigned = await unsignedBy(provider, client, signed, jws);
  return { located, jws, ...(unsigned === undefined ? {} : { unsigned }) };
}

/**
 * Reads the request object of an authorization request, by value or by reference, as far as it can be read; the checks
 * say what comes of it. Not to be called inside a unit.
 *
 * @param client The one that the request names beside the object.
 * @returns undefined where the request has none.
 * @see OpenID Connect Core section 6, RFC 9101 section 6
 */
export async function readRequestObject(
  provider: Provider,
  client: Client,
  parameters: Parameters,
): Promise<RequestObjectFacts | undefined> {
  const request = parameter(parameters, "request"), request_uri = parameter(parameters, "request_uri");
  if (request === undefined && request_uri === undefined) return undefined;
  const facts = { beside: parameters, issuer: provider.tenant.issuer, now: provider.clock() };
  if (request !== undefined) return { ...facts, read: await read(provider, client, request) };
  const found = await locateRequestObject(provider, client, request_uri!);
  return { ...facts, read: found.ok ? await read(provider, client, found.value) : { located: found.error } };
}

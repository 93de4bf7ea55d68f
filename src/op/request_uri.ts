import { sha256 } from "../crypto/digest.ts";
import type { Client } from "../domain/client_metadata.ts";
import { isRegisteredRequestUri } from "../domain/request_object.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Instant } from "../domain/time.ts";
import { maxAge } from "../protocol/cache_control.ts";
import type { ReadRequestObject } from "../protocol/request_object/request_object.ts";
import { type Rate, takeAttempt } from "../store/throttle.ts";
import type { Provider } from "./provider.ts";

/** Request objects that were fetched, held by each server for itself, the one asked for last at the end. */
export type RequestObjectCache = Map<string, { readonly text: string; readonly until: Instant }>;

/** The most bytes of a request object that is fetched, and how many are held. */
const longest = 65_536, mostHeld = 100;

/** How often one client's addresses are fetched from, by however many servers: anybody can send its client_id. */
export const perClient: Rate = { burst: 30, interval: 2 };

/** Seconds for which an object is held: while its fragment names its very content, and at most where the answer allows it. */
const heldFor = { content: 3600, answer: 300 } as const;

const accept = ["application/oauth-authz-req+jwt", "application/jwt"];

function hold(cache: RequestObjectCache, place: string, text: string, until: Instant): void {
  cache.delete(place);
  cache.set(place, { text, until });
  for (const oldest of cache.keys()) {
    if (cache.size <= mostHeld) return;
    cache.delete(oldest);
  }
}

/**
 * Gets the request object at an address that the client registered. A fragment is not sent; where it is the SHA-256 of
 * the content, the content never changes under it and is held.
 *
 * @returns err: the address is not registered, the client's addresses were fetched from too often, or there was no
 * object there.
 * @see OpenID Connect Core section 6.2, RFC 9101 section 5.2 and 10.4
 */
export async function locateRequestObject(
  { store, clock, fetch, tenant, requestObjects }: Provider,
  { client_id, metadata }: Client,
  request_uri: string,
): Promise<Result<string, Exclude<ReadRequestObject["located"], "yes">>> {
  if (!isRegisteredRequestUri(metadata.request_uris ?? [], request_uri)) return err("unregistered");
  const place = JSON.stringify([tenant.id, client_id, request_uri]), held = requestObjects.get(place);
  if (held && clock() < held.until) return ok(held.text);
  // Whoever makes up fragments takes nothing from those who send what is registered.
  const whose = metadata.request_uris?.includes(request_uri) ? "registered" : "other";
  const wait = await takeAttempt(store, `request_uri/${whose}/${client_id}`, perClient, clock());
  if (wait > 0) return err("held_back");
  const [address = "", fragment] = request_uri.split("#");
  const fetched = await fetch(address, { accept, maxBytes: longest });
  if (!fetched.ok) return err("not_fetched");
  // A compact JWS or JWE is ASCII; what is none fails as such.
  const content = new TextDecoder().decode(fetched.value.body), text = content.trim();
  // An answer that does not say how long it may be used again is used once.
  const says = Math.min(heldFor.answer, maxAge(fetched.value.headers["cache-control"]) ?? 0);
  const lives = fragment === sha256(content) ? heldFor.content : says;
  if (lives > 0) hold(requestObjects, place, text, clock() + lives);
  return ok(text);
}

import { mintSecret, parseSecret } from "../crypto/secret.ts";
import { lifetime } from "../domain/tenant_policy.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Parameters } from "../protocol/parameters.ts";
import { parkRequest, takeParkedRequest } from "../store/interactions.ts";
import { opened, openJson, type PlaceInTenant, sealJson } from "../store/tenant_seal.ts";
import type { Rate } from "../store/throttle.ts";
import { addressWaits, answerWaits } from "./address_waits.ts";
import type { HttpContext } from "./env.ts";
import { field } from "./form.ts";

/** A form, and the path that it was sent to. */
interface Parked {
  readonly path: string;
  readonly form: readonly (readonly [string, readonly string[]])[];
}

const place = (digest: string): PlaceInTenant => ["parked_request", "parameters", digest];

/** How often one address may have something kept that it sends, whoever it says that it is. */
const perAddress: Rate = { burst: 300, interval: 0.5 };

/**
 * Keeps a form that may come from another site, and then without our cookies: the browser comes back to the same path
 * with a GET of ours, where what it asks for is decided. Where too many came from its address nothing is kept.
 */
export async function parkForm(c: HttpContext, form: Parameters): Promise<Response> {
  const waits = await addressWaits(c, "parked_request", perAddress);
  if (waits > 0) {
    const description = "Too many forms from one address";
    return answerWaits(c, { waits, why: "parked_request.throttled", description });
  }
  const { provider } = c.var, { store, random, tenant, clock } = provider, at = clock();
  const expires_at = at + lifetime(tenant.policy, "parked_request");
  const secret = mintSecret("parked_request", expires_at, random);
  const parked: Parked = { path: c.req.path, form: [...form] };
  const parameters = sealJson(provider, place(secret.handle.digest), parked);
  await parkRequest(store, secret.handle, { parameters, expires_at, at });
  c.header("Cache-Control", "no-store");
  return c.redirect(`${tenant.issuer}${c.req.path}?parked=${secret.reveal()}`, 303);
}

/**
 * The parameters of a GET: those of its address, or those of the form that was parked for it.
 *
 * @returns err `expired`: no such form waits for this path, or not any more.
 */
export async function unparked(c: HttpContext, query: Parameters): Promise<Result<Parameters, "expired">> {
  const parked = field(query, "parked");
  if (parked === "") return ok(query);
  const { provider } = c.var, handle = parseSecret("parked_request", parked);
  const taken = handle && await takeParkedRequest(provider.store, handle, provider.clock());
  if (!handle || !taken?.ok) return err("expired");
  const found = openJson<Parked>(provider, place(handle.digest), taken.row.parameters);
  const { path, form } = opened(found, "A parked request");
  return path === c.req.path ? ok(new Map(form)) : err("expired");
}

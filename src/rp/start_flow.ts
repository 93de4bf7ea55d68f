import { sha256 } from "../crypto/digest.ts";
import { base62 } from "../crypto/random.ts";
import { type Handle, mintSecret, type Secret } from "../crypto/secret.ts";
import { none } from "../domain/machine.ts";
import { ok, type Result } from "../domain/result.ts";
import type { Instant } from "../domain/time.ts";
import { upstreamFlowLifetime } from "../domain/upstream_flow.ts";
import {
  type ForwardedDemands,
  oauth1RequestAddress,
  upstreamRequestAddress,
} from "../protocol/upstream_request.ts";
import { createUpstreamFlow } from "../store/upstream_flows.ts";
import { type UpstreamRow } from "../store/upstreams.ts";
import type { Broker } from "./broker.ts";
import { type FlowMaterial, sealMaterial } from "./flow_material.ts";
import { type IdentifyRefusal, refuse } from "./identify_refusal.ts";
import { requestTemporaryCredentials } from "./oauth1_credentials.ts";
import { type Way, wayTo } from "./upstream_way.ts";

/** What a flow is for: somebody signs in, or links who they are there with the account that they are signed in to. */
export type FlowPurpose = "sign_in" | "link";

/** Where an upstream sends people back to. */
export const callbackAddress = (
  { tenant }: Pick<Broker, "tenant">,
  { slug }: { readonly slug: string },
): string => `${tenant.issuer}/rp/callback/${slug}`;

/** What a person is sent to an upstream with. */
export interface FlowAsked extends Pick<FlowMaterial, "interaction" | "client_id" | "redirect_uri"> {
  readonly demands: ForwardedDemands;
  /** When the person must prove themselves at the earliest; undefined where any time will do. */
  readonly auth_time_required: Instant | undefined;
  /** The session of the account that is to be linked; undefined where somebody signs in. */
  readonly session_id?: string | undefined;
}

/** A person who is about to go to an upstream. */
export interface StartedFlow {
  /** The upstream's address with our request. */
  readonly location: string;
  readonly state: Handle;
  /** Binds the flow to the browser. */
  readonly cookie: Secret<"upstream_cookie">;
}

/** What has to be had of the upstream before anybody is sent there: nothing, but where it speaks OAuth 1.0a. */
async function neededFrom(
  broker: Broker,
  row: UpstreamRow,
  { way, state }: { readonly way: Way; readonly state: string },
): Promise<Result<Pick<FlowMaterial, "temporary">, IdentifyRefusal>> {
  if (way.kind !== "oauth1") return ok({});
  const callback = `${callbackAddress(broker, row)}?${new URLSearchParams({ state })}`;
  const given = await requestTemporaryCredentials(broker, row, { way, callback });
  return given.ok ? ok({ temporary: given.value }) : given;
}

/**
 * Starts a sign-in with an upstream: state, nonce and verifier are drawn and kept for ten minutes. Not to be called inside
 * a unit.
 *
 * OAuth 1.0a knows no state: there it is part of the callback that the upstream confirms, so that one rule binds every
 * return to its flow and its browser.
 *
 * @returns err: the upstream cannot be reached, or speaks a protocol that nobody is sent away with.
 * @see OpenID Connect Core section 3.1.2.1, RFC 9700 section 2.1.1, RFC 5849 section 2.1
 */
export async function startFlow(
  broker: Broker,
  upstream: UpstreamRow,
  { demands, auth_time_required, session_id, ...afterwards }: FlowAsked,
): Promise<Result<StartedFlow, IdentifyRefusal>> {
  const { store, random, clock } = broker, way = await wayTo(broker, upstream);
  if (!way) return refuse("unreachable", "metadata");
  const at = clock(), expires_at = at + upstreamFlowLifetime;
  const state = mintSecret("upstream_state", expires_at, random);
  const cookie = mintSecret("upstream_cookie", expires_at, random);
  const needed = await neededFrom(broker, upstream, { way, state: state.reveal() });
  if (!needed.ok) return needed;
  const nonce = base62(random(32)), code_verifier = base62(random(32)), { temporary } = needed.value;
  const material = {
    nonce,
    code_verifier,
    ...needed.value,
    ...afterwards,
    ...(auth_time_required === undefined ? {} : { auth_time_required }),
  };
  await createUpstreamFlow(store, state.handle, {
    browser_digest: cookie.handle.digest,
    upstream_id: upstream.id,
    issuer: upstream.issuer,
    purpose: (session_id === undefined ? "sign_in" : "link") satisfies FlowPurpose,
    session_id: session_id ?? none,
    material: sealMaterial(broker, state.handle, material),
    expires_at,
  }, at);
  if (temporary) {
    const location = oauth1RequestAddress(way.authorization_endpoint, temporary.token, way.quirks);
    return ok({ location, state: state.handle, cookie });
  }
  const location = upstreamRequestAddress(way.authorization_endpoint, {
    ...demands,
    client_id: upstream.client_id,
    redirect_uri: callbackAddress(broker, upstream),
    scopes: upstream.scopes,
    state: state.reveal(),
    nonce: way.kind === "oidc" ? nonce : undefined,
    code_challenge: sha256(code_verifier),
    form_post: way.kind === "oidc" && way.metadata.posts_only,
    offline: upstream.store_tokens,
  }, way.quirks);
  return ok({ location, state: state.handle, cookie });
}

import { base62 } from "../../crypto/random.ts";
import { type Handle, mintSecret, type Secret } from "../../crypto/secret.ts";
import { none } from "../../domain/machine.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Instant } from "../../domain/time.ts";
import { upstreamFlowLifetime } from "../../domain/upstream_flow.ts";
import { type ForwardedDemands, oauth1RequestAddress } from "../../protocol/upstream/upstream_request.ts";
import { createUpstreamFlow } from "../../store/upstream_flows.ts";
import { type UpstreamRow } from "../../store/upstreams.ts";
import { authorizationAddress } from "./authorization_address.ts";
import type { Broker } from "../broker.ts";
import { callbackAddress } from "./callback_address.ts";
import { type FlowMaterial, sealMaterial } from "./flow_material.ts";
import { refuse, type UpstreamRefusal } from "../upstream_refusal.ts";
import { requestTemporaryCredentials } from "../oauth1/oauth1_credentials.ts";
import { type Way, wayTo } from "../documents/upstream_way.ts";

/** What a flow is for: somebody signs in, or links who they are there with the account that they are signed in to. */
export type FlowPurpose = "sign_in" | "link";

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

/** What a flow knows of its own request. */
type RequestMaterial = Pick<FlowMaterial, "nonce" | "code_verifier" | "temporary">;

/** Makes the request that a person is sent away with; one of OAuth 1.0a needs the upstream's temporary credentials first. */
async function makeRequest(
  broker: Broker,
  upstream: UpstreamRow,
  { way, state, demands }: { readonly way: Way; readonly state: string; readonly demands: ForwardedDemands },
): Promise<Result<{ readonly location: string; readonly known: RequestMaterial }, UpstreamRefusal>> {
  const nonce = base62(broker.random(32)), code_verifier = base62(broker.random(32));
  const known = { nonce, code_verifier };
  if (way.kind === "oauth1") {
    const temporary = await requestTemporaryCredentials(broker, upstream, { way, state });
    if (!temporary.ok) return temporary;
    const location = oauth1RequestAddress(way.authorization_endpoint, temporary.value.token, way.quirks);
    return ok({ location, known: { ...known, temporary: temporary.value } });
  }
  const redirect_uri = callbackAddress(broker, upstream);
  return ok({
    location: authorizationAddress(upstream, { way, redirect_uri, state, ...known, demands }),
    known,
  });
}

/**
 * Starts a sign-in with an upstream: state, nonce and verifier are drawn and kept for ten minutes. Not to be called inside
 * a unit.
 *
 * @returns err: the upstream cannot be reached, or speaks a protocol that nobody is sent away with.
 * @see OpenID Connect Core section 3.1.2.1, RFC 9700 section 2.1.1, RFC 5849 section 2.1
 */
export async function startFlow(
  broker: Broker,
  upstream: UpstreamRow,
  { demands, auth_time_required, session_id, ...afterwards }: FlowAsked,
): Promise<Result<StartedFlow, UpstreamRefusal>> {
  const { store, random, clock } = broker, way = await wayTo(broker, upstream);
  if (!way) return refuse("unreachable", "metadata");
  const at = clock(), expires_at = at + upstreamFlowLifetime;
  const state = mintSecret("upstream_state", expires_at, random);
  const cookie = mintSecret("upstream_cookie", expires_at, random);
  const made = await makeRequest(broker, upstream, { way, state: state.reveal(), demands });
  if (!made.ok) return made;
  const material = {
    ...made.value.known,
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
  return ok({ location: made.value.location, state: state.handle, cookie });
}

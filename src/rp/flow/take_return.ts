import { type Handle, parseSecret } from "../../crypto/secret.ts";
import { none, type Refusal } from "../../domain/machine.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { upstreamFlow } from "../../domain/upstream_flow.ts";
import type { Parameters } from "../../protocol/parameters.ts";
import { readUpstreamResponse, type UpstreamResponse } from "../../protocol/upstream/upstream_response.ts";
import { returnUpstreamFlow } from "../../store/upstream_flows.ts";
import { findActiveUpstream, type UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { type FlowMaterial, openMaterial } from "./flow_material.ts";
import type { FlowPurpose } from "./start_flow.ts";

/** A return that is its flow's own, and that nobody else can make any more. */
export interface TakenReturn {
  readonly upstream: UpstreamRow;
  readonly state: Handle;
  readonly response: UpstreamResponse;
  readonly material: FlowMaterial;
  /** The session of the account that is to be linked; undefined where somebody signs in. */
  readonly session_id: string | undefined;
}

/** Why a return is nobody's. */
export type ReturnFault =
  | "no_state"
  | "repeated"
  | "unknown_upstream"
  | Refusal<typeof upstreamFlow, "return">;

/**
 * Takes a return from an upstream: state, browser, path and issuer belong to one flow, which has not returned before.
 * What this decides is committed before anything is asked of the upstream.
 *
 * @param slug Of the upstream, as the path names it.
 * @param cookieOf The secret that binds the flow of a state to the browser.
 * @param session_ids The sessions that are open in the browser: what is to be linked is linked in one of them.
 * @see RFC 6749 section 10.12, RFC 9207 section 2.4, RFC 9700 section 4.4.2
 */
export async function takeReturn(
  broker: Broker,
  { slug, parameters, cookieOf, session_ids }: {
    readonly slug: string;
    readonly parameters: Parameters;
    readonly cookieOf: (state: Handle) => string | undefined;
    readonly session_ids: readonly string[];
  },
): Promise<Result<TakenReturn, ReturnFault>> {
  const { store, clock } = broker, response = readUpstreamResponse(parameters);
  if (!response.ok) return response;
  const state = parseSecret("upstream_state", response.value.state);
  if (!state) return err("unknown");
  const upstream = await findActiveUpstream(store, slug);
  if (!upstream) return err("unknown_upstream");
  const cookie = parseSecret("upstream_cookie", cookieOf(state) ?? "");
  const facts = {
    browser: cookie?.digest ?? none,
    upstream: upstream.id,
    // The upstream of the path is the flow's own, so where it says nothing its issuer is the one that is known.
    iss: response.value.iss ?? upstream.issuer,
    now: clock(),
  };
  const back = (purpose: FlowPurpose, session: string) =>
    returnUpstreamFlow(store, state, { ...facts, purpose, session });
  let returned = await back("sign_in", none);
  if (!returned.ok && returned.refusal === "other_purpose") {
    // Which session it is for stands in the row; that this browser has it is judged with the move.
    const meant = returned.row?.session_id ?? none;
    returned = await back("link", session_ids.includes(meant) ? meant : none);
  }
  if (!returned.ok) return err(returned.refusal);
  return ok({
    upstream,
    state,
    response: response.value,
    material: openMaterial(broker, state, returned.row.material),
    session_id: returned.row.session_id === none ? undefined : returned.row.session_id,
  });
}

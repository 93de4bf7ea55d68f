import { upstreamFlowLifetime } from "../../domain/upstream_flow.ts";
import { type FlowAsked, startFlow } from "../../rp/flow/start_flow.ts";
import type { UpstreamRefusal } from "../../rp/upstream_refusal.ts";
import type { Rate } from "../../store/throttle.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import { addressWaits } from "../address_waits.ts";
import { brokerOf } from "../broker.ts";
import { writeUpstreamFlow } from "../cookies/upstream_flow.ts";
import type { HttpContext } from "../env.ts";
import { answerTooMany, answerUpstreamProblem } from "./upstream_problem.tsx";

type Asked = Pick<FlowAsked, "interaction" | "session_id">;

/**
 * How often one address may set out: whoever does can have us ask the upstream things in our name, which it may hold
 * against all of us.
 */
const perAddress: Rate = { burst: 120, interval: 1 };

/** Tells a person why they were not sent to an upstream. */
const answerNotSent = (
  c: HttpContext,
  upstream: UpstreamRow,
  { kind, why, flow }: UpstreamRefusal & { readonly flow: Asked },
): Response =>
  answerUpstreamProblem(c, upstream, { page: kind, why, material: flow, session_id: flow.session_id });

/** Tells a person that an upstream cannot be reached, before they were sent there. */
export const answerUnreachable = (c: HttpContext, upstream: UpstreamRow, flow: Asked): Response =>
  answerNotSent(c, upstream, { kind: "unreachable", why: "metadata", flow });

/** Starts a sign-in with an upstream, bound to this browser. @returns the upstream's address with our request, or the answer instead. */
export async function leaveFor(
  c: HttpContext,
  upstream: UpstreamRow,
  flow: FlowAsked,
): Promise<string | Response> {
  const retryAfter = await addressWaits(c, "upstream_flow", perAddress);
  if (retryAfter > 0) {
    return answerTooMany(c, upstream, { retryAfter, material: flow, session_id: flow.session_id });
  }
  const started = await startFlow(brokerOf(c), upstream, flow);
  if (!started.ok) return answerNotSent(c, upstream, { ...started.error, flow });
  const { location, state, cookie } = started.value;
  writeUpstreamFlow(c, state, cookie, upstreamFlowLifetime);
  return location;
}

/** Sends a person to an upstream; the flow is bound to this browser. */
export async function sendToUpstream(
  c: HttpContext,
  upstream: UpstreamRow,
  flow: FlowAsked,
): Promise<Response> {
  const location = await leaveFor(c, upstream, flow);
  if (location instanceof Response) return location;
  c.header("Cache-Control", "no-store");
  return c.redirect(location, 303);
}

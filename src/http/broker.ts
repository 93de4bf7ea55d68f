import type { Broker } from "../rp/broker.ts";
import type { HttpContext } from "./env.ts";

/** What flows through upstreams may touch, for the tenant of a request. */
export const brokerOf = ({ var: { deployment, provider } }: HttpContext): Broker => ({
  ...provider,
  request: deployment.request,
  upstreamDocuments: deployment.upstreamDocuments,
});

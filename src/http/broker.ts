import type { Broker } from "../rp/broker.ts";
import type { Provider } from "../op/provider.ts";
import type { Deployment } from "./deployment.ts";
import type { HttpContext } from "./env.ts";

/** What flows through upstreams may touch, for a tenant. */
export const brokerFor = (deployment: Deployment, tenant: Provider): Broker => ({
  ...tenant,
  request: deployment.request,
  upstreamDocuments: deployment.upstreamDocuments,
  pause: deployment.pause,
});

/** The same for the tenant of a request. */
export const brokerOf = ({ var: { deployment, provider } }: HttpContext): Broker =>
  brokerFor(deployment, provider);

import type { Arrival } from "../admin/admin_ports.ts";
import { clientAddress, trustedNetworks } from "./client_address.ts";
import type { HttpContext } from "./env.ts";

/** Headers that proxies write, or have to keep strangers from writing. */
const proxyHeaders = [
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "forwarded",
  "client-cert",
  "x-real-ip",
];

/** How a request arrived. */
export function arrivalOf(c: HttpContext): Arrival {
  const peer = c.env?.remoteAddress ?? "unknown";
  const trusted = trustedNetworks(c.var.deployment.trustedProxies);
  const headers = proxyHeaders.flatMap((name) => {
    const value = c.req.header(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    address: new URL(c.req.url).origin,
    peer,
    client: clientAddress(peer, c.req.header("x-forwarded-for"), trusted) ?? "unknown",
    headers: Object.fromEntries(headers),
  };
}

import type { Arrival } from "../admin/admin_ports.ts";
import { addressOf } from "./client_address.ts";
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
  const headers = proxyHeaders.flatMap((name) => {
    const value = c.req.header(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    address: new URL(c.req.url).origin,
    peer: c.env?.remoteAddress ?? "unknown",
    client: addressOf(c) ?? "unknown",
    headers: Object.fromEntries(headers),
  };
}

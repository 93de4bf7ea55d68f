import { BlockList, isIP } from "node:net";
import type { HttpContext } from "./env.ts";

const family = (address: string) => isIP(address) === 6 ? "ipv6" : "ipv4";

/** Loopback, private and link-local addresses: many people may stand behind one of them. */
const shared = new BlockList();
for (
  const [network, prefix] of [
    ["127.0.0.0", 8],
    ["10.0.0.0", 8],
    ["172.16.0.0", 12],
    ["192.168.0.0", 16],
    ["100.64.0.0", 10],
    ["169.254.0.0", 16],
    ["::1", 128],
    ["fc00::", 7],
    ["fe80::", 10],
  ] as const
) shared.addSubnet(network, prefix, family(network));

// Some proxies write the port as well; an IPv4 address mapped into IPv6 is that address.
const plain = (address: string) =>
  address.trim().replace(/^\[(.*)\](?::\d+)?$/, "$1").replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1")
    .replace(/^::ffff:(?=\d+\.)/i, "");

/** Networks whose word about the client's address is believed, as `address` or `address/prefix`. */
export function trustedNetworks(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [network, prefix] = entry.split("/");
    if (prefix === undefined) list.addAddress(network!, family(network!));
    else list.addSubnet(network!, Number(prefix), family(network!));
  }
  return list;
}

/** Whether a text is an address or a network that {@link trustedNetworks} takes. */
export function isNetwork(entry: string): boolean {
  const [network, prefix, ...rest] = entry.split("/");
  const version = isIP(network ?? "");
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

/**
 * The client's address: the peer, or, where the peer is a trusted proxy, the rightmost hop that is not one. Whatever
 * stands further left was written by whoever sent the request.
 *
 * @param forwardedFor The X-Forwarded-For header.
 * @returns undefined where the hop that counts is no address: what stands further left is not believed instead.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trusted: BlockList,
): string | undefined {
  const hops = (forwardedFor ?? "").split(",").map(plain).filter((hop) => hop !== "");
  let address = peer === undefined ? undefined : plain(peer);
  while (
    address !== undefined && isIP(address) !== 0 && trusted.check(address, family(address)) && hops.length > 0
  ) {
    address = hops.pop();
  }
  return address !== undefined && isIP(address) !== 0 ? address : undefined;
}

/**
 * What attempts from an address are counted under: the address, or its /64 where it is IPv6.
 *
 * @returns undefined where many people may share it, so that a few wrong passwords do not lock a household out.
 */
export function throttleKey(address: string | undefined): string | undefined {
  if (address === undefined || isIP(address) === 0 || shared.check(address, family(address))) {
    return undefined;
  }
  if (isIP(address) === 4) return address;
  const [head = "", tail = ""] = address.split("::");
  const left = head.split(":").filter(Boolean), right = tail.split(":").filter(Boolean);
  const groups = [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  return `${groups.slice(0, 4).map((group) => group.toLowerCase().replace(/^0+(?=.)/, "")).join(":")}::/64`;
}

/** The address of the client that sent a request; undefined where it cannot be told. */
export const addressOf = (c: HttpContext): string | undefined =>
  clientAddress(
    c.env?.remoteAddress,
    c.req.header("x-forwarded-for"),
    trustedNetworks(c.var.deployment.trustedProxies),
  );

/** What attempts of a request are counted under; undefined where many people may share the address. */
export const addressKey = (c: HttpContext): string | undefined => throttleKey(addressOf(c));

/** Networks of IPv4 that are not the public internet (IANA IPv4 Special-Purpose Address Registry). */
const closedV4 = [
  "0.0.0.0/8", // this network
  "10.0.0.0/8",
  "100.64.0.0/10", // shared by a carrier's customers
  "127.0.0.0/8",
  "169.254.0.0/16", // link-local; clouds answer with credentials there
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4", // multicast
  "240.0.0.0/4",
] as const;

/** The one block of IPv6 that is the public internet (RFC 4291 section 2.4). What maps or translates IPv4 is elsewhere. */
const openV6 = "2000::/3";

/** What is not public inside it (IANA IPv6 Special-Purpose Address Registry). */
const closedV6 = [
  "2001::/23", // protocol assignments, Teredo among them
  "2001:db8::/32",
  "2002::/16", // 6to4: an IPv4 address of any kind
  "3fff::/20",
] as const;

function octetsOfV4(text: string): readonly number[] | undefined {
  const parts = text.split(".");
  // No leading zero: some programs read such a part as octal.
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const octets = parts.map(Number);
  return octets.every((octet) => octet <= 255) ? octets : undefined;
}

/** The groups of one side of `::`, as octets; an IPv4 address may end the last side (RFC 4291 section 2.2). */
function octetsOfGroups(side: string, at: number, sides: readonly string[]): readonly number[] | undefined {
  const groups = side === "" ? [] : side.split(":");
  const octets = groups.map((group, place) => {
    const ends = at === sides.length - 1 && place === groups.length - 1;
    if (ends && group.includes(".")) return octetsOfV4(group);
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
  return octets.includes(undefined) ? undefined : octets.flatMap((pair) => pair!);
}

function octetsOfV6(text: string): readonly number[] | undefined {
  const sides = text.split("::").map(octetsOfGroups);
  const [head, tail] = sides;
  if (sides.length > 2 || !head) return undefined;
  if (sides.length === 1) return head.length === 16 ? head : undefined;
  if (!tail || head.length + tail.length > 14) return undefined;
  return [...head, ...Array<number>(16 - head.length - tail.length).fill(0), ...tail];
}

/** The octets of an address, 4 or 16; undefined where the text is no address. A zone makes it none. */
export const octetsOf = (text: string): readonly number[] | undefined =>
  text.includes(":") ? octetsOfV6(text) : octetsOfV4(text);

const bits = (octets: readonly number[]) =>
  octets.map((octet) => octet.toString(2).padStart(8, "0")).join("");

function isIn(network: string, address: string): boolean {
  const [start, length] = network.split("/");
  return address.startsWith(bits(octetsOf(start!)!).slice(0, Number(length)));
}

/**
 * Decides whether an address is on the public internet. Addresses of this machine, of its network, of a cloud's
 * metadata service and everything that stands for an IPv4 address in IPv6 are not.
 *
 * @param text An address as a resolver gives it, without brackets.
 * @returns false too where the text is no address.
 */
export function isPublicAddress(text: string): boolean {
  const octets = octetsOf(text);
  if (!octets) return false;
  const address = bits(octets);
  return octets.length === 4
    ? !closedV4.some((network) => isIn(network, address))
    : isIn(openV6, address) && !closedV6.some((network) => isIn(network, address));
}

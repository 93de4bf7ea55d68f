import { assertEquals } from "@std/assert";
import { clientAddress, isNetwork, throttleKey, trustedNetworks } from "../../src/http/client_address.ts";
import { openBrowser } from "../support/browser.ts";
import { authorizeUrl } from "../support/flow.ts";
import { addClient, openProvider } from "../support/provider.ts";

const proxies = trustedNetworks(["10.0.0.0/8", "192.0.2.7", "2001:db8:1::/48"]);
const seen = (peer: string | undefined, forwardedFor?: string) => clientAddress(peer, forwardedFor, proxies);

Deno.test("a peer that is no trusted proxy is the client, whatever it says", () => {
  for (const forged of [undefined, "198.51.100.1", "10.0.0.1, 198.51.100.1", "127.0.0.1"]) {
    assertEquals(seen("203.0.113.9", forged), "203.0.113.9");
    assertEquals(seen("2001:db8:2::1", forged), "2001:db8:2::1");
    assertEquals(clientAddress("10.0.0.1", forged, trustedNetworks([])), "10.0.0.1");
  }
  assertEquals(seen(undefined, "198.51.100.1"), undefined);
});

Deno.test("behind trusted proxies the client is the rightmost hop that is none of them", () => {
  assertEquals(seen("10.0.0.1", "198.51.100.1"), "198.51.100.1");
  assertEquals(seen("192.0.2.7", "198.51.100.1,10.1.1.1 , 10.2.2.2"), "198.51.100.1");
  assertEquals(seen("10.0.0.1", "6.6.6.6, 198.51.100.1"), "198.51.100.1");
  assertEquals(seen("10.0.0.1", "10.0.0.9, 198.51.100.1, 10.0.0.2"), "198.51.100.1");
  assertEquals(seen("2001:db8:1::5", "2001:db8:9::1"), "2001:db8:9::1");
});

Deno.test("where every hop is a trusted proxy the first of them is the client", () => {
  assertEquals(seen("10.0.0.1"), "10.0.0.1");
  assertEquals(seen("10.0.0.1", " , "), "10.0.0.1");
  assertEquals(seen("10.0.0.1", "10.0.0.3, 10.0.0.2"), "10.0.0.3");
});

Deno.test("a hop that cannot be read hides who stands before it, and what the client wrote is not believed instead", () => {
  for (const hop of ["unknown", "_hidden", "unix:", "256.1.1.1", "198.51.100.1x"]) {
    assertEquals(seen("10.0.0.1", `6.6.6.6, ${hop}`), undefined, hop);
    assertEquals(seen("10.0.0.1", `6.6.6.6, ${hop}, 10.0.0.2`), undefined, hop);
  }
});

Deno.test("an address is read with its port, in brackets, and as an IPv4 address mapped into IPv6 (RFC 4291 section 2.5.5.2)", () => {
  assertEquals(seen("::ffff:203.0.113.9", "198.51.100.1"), "203.0.113.9");
  assertEquals(seen("::ffff:10.0.0.1", "198.51.100.1"), "198.51.100.1");
  assertEquals(seen("::FFFF:10.0.0.1", "::ffff:198.51.100.1"), "198.51.100.1");
  assertEquals(seen("10.0.0.1", "198.51.100.1:4711"), "198.51.100.1");
  assertEquals(seen("10.0.0.1", "[2001:db8:9::1]:4711"), "2001:db8:9::1");
  assertEquals(seen("10.0.0.1", "[2001:db8:9::1]"), "2001:db8:9::1");
});

const keys: Readonly<Record<string, string | undefined>> = {
  "203.0.113.9": "203.0.113.9",
  "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
  "2001:db8:1:2::1": "2001:db8:1:2::/64",
  "2001:DB8:0001:0002::ffff": "2001:db8:1:2::/64",
  "2001:db8::1": "2001:db8:0:0::/64",
  "2001:db8:1::": "2001:db8:1:0::/64",
  "2001:0db8:0000:0000:0000:0000:0000:0001": "2001:db8:0:0::/64",
  "127.0.0.1": undefined,
  "10.1.2.3": undefined,
  "172.16.0.1": undefined,
  "172.31.255.255": undefined,
  "172.32.0.1": "172.32.0.1",
  "192.168.1.1": undefined,
  "100.64.0.1": undefined,
  "169.254.1.1": undefined,
  "::1": undefined,
  "fd00::1": undefined,
  "fe80::1": undefined,
  "not an address": undefined,
};

Deno.test("attempts are counted by address, by /64 for IPv6, and not at all where many people share one", () => {
  for (const [address, key] of Object.entries(keys)) assertEquals(throttleKey(address), key, address);
  assertEquals(throttleKey(undefined), undefined);
});

Deno.test("a trusted network is an address or an address with a prefix that fits it (RFC 4632 section 3.1)", () => {
  const networks = ["10.0.0.0/8", "192.0.2.7", "0.0.0.0/0", "2001:db8::/32", "::1", "::/0", "::1/128"];
  const others = [
    "",
    "10.0.0.0/33",
    "10.0.0/8",
    "10.0.0.0/",
    "10.0.0.0/8/8",
    "::/129",
    "proxy.example",
    "10.0.0.0/-1",
  ];
  assertEquals(networks.filter((entry) => !isNetwork(entry)), []);
  assertEquals(others.filter(isNetwork), []);
});

/** How the sign-in page answers one wrong password more than an address may try. */
async function statusAfterMany(
  remoteAddress: string,
  trusted: readonly string[],
  spread: (attempt: number) => string,
) {
  const provider = await openProvider({ remoteAddress, trustedProxies: trusted });
  const client = await addClient(provider), browser = openBrowser(provider.issuer, provider.send);
  const page = await browser.open(authorizeUrl(provider.issuer, client));
  const attempts = Array.from({ length: 51 }, (_, attempt) => attempt);
  let status = 0;
  for (const attempt of attempts) {
    const values = { username: `nobody${attempt}`, password: "x".repeat(300) };
    ({ status } = await browser.submit(page, values, { "x-forwarded-for": spread(attempt) }));
  }
  return status;
}

Deno.test("attempts are held up by address, and no forged X-Forwarded-For helps", async () => {
  assertEquals(await statusAfterMany("203.0.113.9", [], (attempt) => `198.51.100.${attempt}`), 429);
});

Deno.test("behind a trusted proxy each client has its own count", async () => {
  const trusted = ["203.0.113.9"];
  assertEquals(await statusAfterMany("203.0.113.9", trusted, (attempt) => `198.51.100.${attempt}`), 400);
  assertEquals(
    await statusAfterMany("203.0.113.9", trusted, (attempt) => `6.6.6.${attempt}, 198.51.100.1`),
    429,
  );
});

import { assertEquals } from "@std/assert";
import { clientAddress, isNetwork, throttleKey, trustedNetworks } from "../../src/http/client_address.ts";
import { openMemory } from "../support/database.ts";
import { openBrowser } from "../support/browser.ts";
import { authorizeUrl } from "../support/flow.ts";
import { takeAttempt } from "../../src/store/throttle.ts";
import { addClient, openProvider, storeOf } from "../support/provider.ts";

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

const database = openMemory();

/** How the sign-in page answers a wrong password, once one address has tried as often as it may. */
async function statusOnce(
  tired: string,
  { peer, trusted, forwardedFor }: {
    readonly peer: string;
    readonly trusted: readonly string[];
    readonly forwardedFor: string;
  },
): Promise<number> {
  const provider = await openProvider({ db: await database, remoteAddress: peer, trustedProxies: trusted });
  await provider.db.deleteFrom("throttle").execute();
  const { issuer, send, time } = provider;
  const rate = { burst: 50, interval: 5 };
  for (let attempt = 0; attempt < 50; attempt++) {
    assertEquals(await takeAttempt(storeOf(provider), `address/${tired}`, rate, time.now), 0);
  }
  const browser = openBrowser(issuer, send),
    page = await browser.open(authorizeUrl(issuer, await addClient(provider)));
  const values = { username: "nobody", password: "wrong" };
  return (await browser.submit(page, values, { "x-forwarded-for": forwardedFor })).status;
}

Deno.test("an address is held up after fifty attempts, and no forged X-Forwarded-For helps", async () => {
  const peer = "203.0.113.9", forwardedFor = "198.51.100.1";
  assertEquals(await statusOnce(peer, { peer, trusted: [], forwardedFor }), 429);
  assertEquals(await statusOnce("198.51.100.1", { peer, trusted: [], forwardedFor }), 400);
});

Deno.test("behind a trusted proxy each client has its own count, whatever it writes in front", async () => {
  const peer = "203.0.113.9", trusted = [peer], tired = "198.51.100.1";
  assertEquals(await statusOnce(tired, { peer, trusted, forwardedFor: `6.6.6.6, ${tired}` }), 429);
  assertEquals(await statusOnce(tired, { peer, trusted, forwardedFor: "198.51.100.2" }), 400);
  assertEquals(await statusOnce(peer, { peer, trusted, forwardedFor: tired }), 400);
});

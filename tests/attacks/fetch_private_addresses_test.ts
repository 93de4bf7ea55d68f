/** A client names addresses that lead into our own network. A trap listens there and must never hear from us. */
import { assert, assertEquals } from "@std/assert";
import { guardedFetch } from "../../src/outbound/guarded_fetch.ts";
import type { Address } from "../../src/outbound/resolve.ts";

/** Counts connections, and answers each as a server does that keeps them open. */
function listen() {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" }), open = new Set<Deno.Conn>();
  let hits = 0;
  let head = "content-type: application/json\r\nconnection: keep-alive";
  let status = "200 OK";
  (async () => {
    for await (const connection of listener) {
      hits += 1;
      open.add(connection);
      const answer = `HTTP/1.1 ${status}\r\n${head}\r\ncontent-length: 2\r\n\r\n{}`;
      await connection.read(new Uint8Array(4096));
      await connection.write(new TextEncoder().encode(answer));
    }
  })().catch(() => {});
  return {
    port: listener.addr.port,
    hits: () => hits,
    redirectTo: (address: string) => {
      status = "302 Found";
      head = `location: ${address}`;
    },
    stop: () => {
      listener.close();
      for (const connection of open) connection.close();
    },
  };
}

const trap = listen(), allowed = listen();
Deno.test.afterAll(() => [trap, allowed].forEach(({ stop }) => stop()));

const json = { accept: ["application/json"], maxBytes: 1000, timeoutMs: 500, redirects: 3 };
const here: Address = { address: "127.0.0.1", family: 4 };
// Of the public block, but never assigned: nothing on the internet is called by this test.
const nobody: Address = { address: "3000::1", family: 6 };

/**
 * A fetch whose rules take the trap's port for the port of https, so that nothing but the address is in the way.
 *
 * @param answers What the resolver says, one answer for each time that it is asked, the last one for ever.
 */
function open(...answers: readonly (readonly Address[])[]) {
  const told: string[] = [];
  let asked = 0;
  const fetch = guardedFetch({
    rules: { allowed: [`app.internal:${allowed.port}`], ports: [443, trap.port], own: [] },
    resolve: (host) =>
      Promise.resolve(
        host === "app.internal" || answers.length === 0
          ? [here]
          : answers[Math.min(asked++, answers.length - 1)]!,
      ),
    authorities: undefined,
    report: (_, { why }) => told.push(why),
  });
  return { fetch, told, asked: () => asked };
}

/** Spellings of this machine, each of which some program somewhere connects to. */
const spellings = [
  "127.0.0.1",
  "127.1",
  "2130706433",
  "0x7f000001",
  "0177.0.0.1",
  "127.0.0.1.",
  "%31%32%37.0.0.1",
  "１２７.０.０.１",
  "0",
  "localhost",
  "localhost.",
  "[::1]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[64:ff9b::7f00:1]",
  "[2002:7f00:1::]",
];

Deno.test("fetch private addresses: no spelling of this machine is called, with or without a resolver", async () => {
  const { fetch, told } = open();
  for (const host of spellings) {
    for (const scheme of ["https", "http"]) {
      assertEquals((await fetch(`${scheme}://${host}:${trap.port}/jwks`, json)).ok, false, host);
    }
  }
  assertEquals(trap.hits(), 0);
  // One of them is no printable ASCII; all others fail for where they lead, or for http.
  assertEquals([...new Set(told)].toSorted(), ["not_a_url", "not_https", "private_address"]);
  assertEquals(told.filter((why) => why === "private_address").length, spellings.length - 1);
});

Deno.test("fetch private addresses: a name that leads here is not called, also where it leads to the internet as well", async () => {
  for (
    const answer of [[here], [nobody, here], [here, nobody], [
      { address: "::ffff:127.0.0.1", family: 6 } as const,
    ]]
  ) {
    const { fetch, told } = open(answer);
    assertEquals((await fetch(`https://rebind.example:${trap.port}/jwks`, json)).ok, false);
    assertEquals(told, ["private_address"]);
  }
  assertEquals(trap.hits(), 0);
});

Deno.test("fetch private addresses: a resolver that says something else the second time is asked once", async () => {
  const { fetch, told, asked } = open([nobody], [here]);
  assertEquals((await fetch(`https://rebind.example:${trap.port}/jwks`, json)).ok, false);
  assertEquals([asked(), trap.hits()], [1, 0]);
  assert(["unreachable", "timeout"].includes(told[0]!), told[0]);
  assertEquals((await fetch(`https://rebind.example:${trap.port}/jwks`, json)).ok, false);
  assertEquals([asked(), told[1], trap.hits()], [2, "private_address", 0]);
});

Deno.test("fetch private addresses: a redirect leads nowhere that could not have been named", async () => {
  for (const host of [...spellings, "rebind.example"]) {
    for (const scheme of ["https", "http"]) {
      const ascii = host.replace(/[^\p{ASCII}]+/gu, encodeURIComponent);
      allowed.redirectTo(`${scheme}://${ascii}:${trap.port}/`);
      const { fetch, told } = open([here]);
      const before = allowed.hits();
      assertEquals((await fetch(`http://app.internal:${allowed.port}/`, json)).ok, false, host);
      assertEquals(allowed.hits(), before + 1);
      assert(["private_address", "not_https"].includes(told[0]!), `${host}: ${told[0]}`);
    }
  }
  assertEquals(trap.hits(), 0);
});

Deno.test("fetch private addresses: no socket is used twice, so that each was opened for an address that was judged", async () => {
  const keeping = listen();
  const fetch = guardedFetch({
    rules: { allowed: [`app.internal:${keeping.port}`], ports: [443], own: [] },
    resolve: () => Promise.resolve([here]),
    authorities: undefined,
    report: () => {},
  });
  for (const path of ["/one", "/two", "/two"]) {
    assert((await fetch(`http://app.internal:${keeping.port}${path}`, json)).ok);
  }
  assertEquals(keeping.hits(), 3);
  keeping.stop();
});

Deno.test("fetch private addresses: the trap, which nothing has called until now, answers whoever may call it", async () => {
  const { port, hits } = trap;
  const fetch = guardedFetch({
    rules: { allowed: [`app.internal:${port}`], ports: [443], own: [] },
    resolve: () => Promise.resolve([here]),
    authorities: undefined,
    report: () => {},
  });
  assertEquals(hits(), 0);
  assert((await fetch(`http://app.internal:${port}/`, json)).ok);
  assertEquals(hits(), 1);
});

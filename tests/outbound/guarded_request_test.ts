/** The guarded request against a server that listens here. */
import { assertEquals } from "@std/assert";
import { guardedRequest } from "../../src/outbound/guarded_request.ts";

const seen: { readonly method: string; readonly headers: Headers; readonly body: string }[] = [];
const waiting: (() => void)[] = [];
const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
  const { pathname } = new URL(request.url);
  seen.push({ method: request.method, headers: request.headers, body: await request.text() });
  if (pathname === "/held") await new Promise<void>((go) => waiting.push(go));
  if (pathname === "/moved") return new Response(null, { status: 302, headers: { location: "/elsewhere" } });
  if (pathname === "/huge") return new Response("x".repeat(200_000));
  return Response.json({ error: "no" }, { status: pathname === "/refused" ? 400 : 200 });
});
Deno.test.afterAll(() => server.shutdown());

const reported: string[] = [];
const base = `http://app.example:${server.addr.port}`;
const open = (allowed: readonly string[] = [`app.example:${server.addr.port}`]) =>
  guardedRequest({
    rules: { allowed, ports: [443], own: [] },
    resolve: () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]),
    authorities: undefined,
    report: (host, { why }) => reported.push(`${host} ${why}`),
  });
const request = open();

const status = async (path: string, asked: Parameters<typeof request>[1] = {}) => {
  const answered = await request(base + path, asked);
  return answered.ok ? answered.value.status : answered.error.why;
};

Deno.test("a request is a GET, a form, JSON or an empty POST, with the headers that it was given", async () => {
  const authorization = "Bearer token";
  const cases = [
    [{}, "GET", null, ""],
    [{ form: { a: "b c" } }, "POST", "application/x-www-form-urlencoded", "a=b+c"],
    [{ body: { json: '{"a":1}' } }, "POST", "application/json", '{"a":1}'],
    [{ body: {} }, "POST", null, ""],
  ] as const;
  for (const [asked, method, type, body] of cases) {
    assertEquals(await status("/", { ...asked, headers: { authorization, host: "evil.example" } }), 200);
    const { headers, ...sent } = seen.at(-1)!;
    assertEquals(sent, { method, body });
    assertEquals([headers.get("content-type"), headers.get("authorization")], [type, authorization]);
    assertEquals([headers.get("accept"), headers.get("user-agent")], ["application/json", "Latchkey"]);
    assertEquals(headers.get("host"), `app.example:${server.addr.port}`);
  }
});

Deno.test("an answer is read whatever its status, and nothing is followed", async () => {
  assertEquals(await status("/refused"), 400);
  const before = seen.length;
  assertEquals(await status("/moved"), 302);
  assertEquals(seen.length, before + 1);
});

Deno.test("an answer that is too large, and an address that is not public, are reported and give nothing", async () => {
  assertEquals(await status("/huge"), "too_large");
  const private_address = await open([])("https://app.example/", {});
  assertEquals(private_address.ok ? 0 : private_address.error.why, "private_address");
  assertEquals(reported.slice(-2), [
    `app.example:${server.addr.port} too_large`,
    "app.example private_address",
  ]);
});

const hosts = ["app", "b", "c", "d", "e"].map((name) => `${name}.example:${server.addr.port}`);
const both = open(hosts);
const at = async (host: string, path: string) => {
  const answered = await both(`http://${host}${path}`, {});
  return answered.ok ? answered.value.status : answered.error.why;
};

/** Has so many requests to a host wait until {@link letGo}. */
async function hold(host: string, count: number) {
  const before = waiting.length, held = Array.from({ length: count }, () => at(host, "/held"));
  while (waiting.length < before + count) await new Promise((go) => setTimeout(go, 5));
  return held;
}

const letGo = () => waiting.splice(0).forEach((go) => go());

Deno.test("an upstream that hangs takes a part of all requests, and people go on with the others", async () => {
  const held = await hold(hosts[0]!, 16);
  assertEquals([await at(hosts[0]!, "/"), await at(hosts[1]!, "/")], ["busy", 200]);
  letGo();
  assertEquals(await Promise.all(held), Array(16).fill(200));
  assertEquals(await at(hosts[0]!, "/"), 200);
});

Deno.test("so many requests are under way at once, and one more is refused", async () => {
  const held = [];
  for (const host of hosts.slice(0, 4)) held.push(...await hold(host, 16));
  assertEquals(await at(hosts[4]!, "/"), "busy");
  letGo();
  assertEquals(await Promise.all(held), Array(64).fill(200));
  assertEquals(await at(hosts[4]!, "/"), 200);
});

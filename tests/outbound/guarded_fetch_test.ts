/** The guarded fetch against servers that listen here; the attacks on it are in tests/attacks. */
import { assert, assertEquals } from "@std/assert";
import type { FetchRules } from "../../src/domain/fetch_target.ts";
import { type FetchAsked, guardedFetch } from "../../src/outbound/guarded_fetch.ts";
import { systemResolve } from "../../src/outbound/resolve.ts";
import { makeCertificate } from "../support/certificate.ts";

type Answer = (request: Request) => Response | Promise<Response>;

/** A server whose answers tests set, and each path that it was asked for. */
function serve(tls: { cert?: string; key?: string } = {}) {
  const paths: string[] = [], answers = new Map<string, Answer>();
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {}, ...tls as object },
    (request) => {
      const { pathname } = new URL(request.url);
      paths.push(pathname);
      return answers.get(pathname)?.(request) ?? new Response("", { status: 404 });
    },
  );
  return { port: server.addr.port, paths, answers, stop: () => server.shutdown() };
}

const json: FetchAsked = { accept: ["application/json"], maxBytes: 100 };
const document = () => Response.json({ keys: [] });

/** A fetch for which localhost and app.example are 127.0.0.1, and the reasons that it reported. */
function open(rules: Partial<FetchRules>, authorities?: string) {
  const reported: string[] = [], asked: string[] = [];
  const fetch = guardedFetch({
    rules: { allowed: [], ports: [443], own: [], ...rules },
    resolve: (host) => {
      asked.push(host);
      return host === "nowhere.example"
        ? Promise.resolve([])
        : Promise.resolve([{ address: "127.0.0.1", family: 4 }]);
    },
    authorities,
    report: (host, { why, detail }) => reported.push(`${host} ${why} ${detail}`.trim()),
  });
  return { fetch, reported, asked };
}

const server = serve(), base = `http://app.example:${server.port}`;
const { answers, paths } = server;
const allowing = open({ allowed: [`app.example:${server.port}`] });

/** Why a fetch from the allowed server was refused, or its body. */
async function tried(path: string, asked: FetchAsked = json): Promise<string> {
  const fetched = await allowing.fetch(`${base}${path}`, asked);
  return fetched.ok ? new TextDecoder().decode(fetched.value.body) : fetched.error.why;
}

Deno.test("a document arrives with its status, headers and body, and was asked for as it is", async () => {
  let seen = new Headers();
  answers.set("/jwks", ({ headers }) => {
    seen = headers;
    return new Response('{"keys":[]}', {
      headers: { "content-type": "Application/JSON; charset=utf-8", "cache-control": "max-age=60" },
    });
  });
  const fetched = await allowing.fetch(`${base}/jwks`, {
    ...json,
    accept: ["application/jwk-set+json", "application/json"],
  });
  assert(fetched.ok);
  assertEquals([fetched.value.status, fetched.value.headers["cache-control"]], [200, "max-age=60"]);
  assertEquals(new TextDecoder().decode(fetched.value.body), '{"keys":[]}');
  assertEquals(
    ["accept", "accept-encoding", "host", "authorization", "cookie"].map((name) => seen.get(name)),
    ["application/jwk-set+json, application/json", "identity", `app.example:${server.port}`, null, null],
  );
});

Deno.test("another status, another type and a compressed body are refused", async () => {
  answers.set(
    "/gone",
    () => new Response("{}", { status: 410, headers: { "content-type": "application/json" } }),
  );
  answers.set(
    "/created",
    () => new Response("{}", { status: 201, headers: { "content-type": "application/json" } }),
  );
  answers.set("/html", () => new Response("{}", { headers: { "content-type": "text/html" } }));
  answers.set("/untyped", () => new Response(new Uint8Array(2)));
  answers.set(
    "/zipped",
    () => new Response("{}", { headers: { "content-type": "application/json", "content-encoding": "gzip" } }),
  );
  assertEquals(
    await Promise.all(["/gone", "/created", "/html", "/untyped", "/zipped"].map((path) => tried(path))),
    [
      "status",
      "status",
      "type",
      "type",
      "encoding",
    ],
  );
});

Deno.test("a body of the most bytes is taken and one of a byte more is not, said or streamed", async () => {
  for (const size of [100, 101]) {
    const headers = { "content-type": "application/json" };
    answers.set("/whole", () => new Response("x".repeat(size), { headers }));
    answers.set(
      "/streamed",
      () => new Response(ReadableStream.from(Array(size).fill(new Uint8Array([120]))), { headers }),
    );
    for (const path of ["/whole", "/streamed"]) {
      assertEquals(await tried(path), size === 100 ? "x".repeat(100) : "too_large");
    }
  }
});

Deno.test("an endless body ends where it is too long, and a server that says nothing when the time is up", async () => {
  let sent = 0;
  answers.set("/endless", () =>
    new Response(
      new ReadableStream({
        pull: async (to) => {
          sent += 1;
          await new Promise((resolve) => setTimeout(resolve, 1));
          to.enqueue(new Uint8Array(1000));
        },
      }),
      { headers: { "content-type": "application/json" } },
    ));
  assertEquals(await tried("/endless", { ...json, maxBytes: 5000 }), "too_large");
  assert(sent < 1000);
  const silent = Promise.withResolvers<Response>();
  answers.set("/silent", () => silent.promise);
  assertEquals(await tried("/silent", { ...json, timeoutMs: 100 }), "timeout");
  silent.resolve(new Response());
});

Deno.test("a resolver that does not answer is not waited for longer than the whole may take", async () => {
  const silent = guardedFetch({
    rules: { allowed: [], ports: [443], own: [] },
    resolve: () => new Promise(() => {}),
    authorities: undefined,
    report: () => {},
  });
  const fetched = await silent("https://app.example/", { ...json, timeoutMs: 50 });
  assertEquals(!fetched.ok && fetched.error.why, "timeout");
});

Deno.test("a redirect is followed only where that was asked for, and no further", async () => {
  answers.set("/moved", () => new Response(null, { status: 302, headers: { location: "/moved-again" } }));
  answers.set(
    "/moved-again",
    () => new Response(null, { status: 307, headers: { location: `${base}/document` } }),
  );
  answers.set("/document", document);
  answers.set("/nowhere", () => new Response(null, { status: 302, headers: { location: "https://[" } }));
  const outcomes = [0, 1, 2].map((redirects) => tried("/moved", { ...json, redirects }));
  assertEquals(await Promise.all(outcomes), ["status", "status", '{"keys":[]}']);
  assertEquals(await tried("/nowhere", { ...json, redirects: 1 }), "not_a_url");
});

Deno.test("what is asked for twice at once is fetched once, and once more afterwards", async () => {
  const held = Promise.withResolvers<void>();
  answers.set("/once", async () => {
    await held.promise;
    return document();
  });
  const both = Promise.all([tried("/once"), tried("/once"), tried("/once", { ...json, maxBytes: 99 })]);
  held.resolve();
  assertEquals(await both, ['{"keys":[]}', '{"keys":[]}', '{"keys":[]}']);
  assertEquals(paths.filter((path) => path === "/once").length, 2);
  await tried("/once");
  assertEquals(paths.filter((path) => path === "/once").length, 3);
});

Deno.test("no more than 64 fetches are under way at once", async () => {
  const held = Promise.withResolvers<void>();
  for (let i = 0; i < 70; i++) {
    answers.set(`/many${i}`, async () => {
      await held.promise;
      return document();
    });
  }
  const all = Array.from({ length: 70 }, (_, i) => tried(`/many${i}`));
  const busy = await Promise.all(all.slice(64));
  held.resolve();
  assertEquals(busy, Array(6).fill("busy"));
  assertEquals(new Set(await Promise.all(all.slice(0, 64))), new Set(['{"keys":[]}']));
});

Deno.test("what fails is reported with its host and reason, and what does not is not", async () => {
  const { fetch, reported } = open({ allowed: [`app.example:${server.port}`] });
  answers.set("/fine", document);
  await fetch(`${base}/fine`, json);
  assertEquals(reported, []);
  for (const url of [`${base}/gone`, "https://nowhere.example/", "https://app.example/", "no address"]) {
    assertEquals((await fetch(url, json)).ok, false);
  }
  assertEquals(reported, [
    `app.example:${server.port} status 410`,
    "nowhere.example unresolved",
    "app.example private_address 127.0.0.1",
    "- not_a_url",
  ]);
});

Deno.test("a port at which nothing listens is unreachable", async () => {
  const closed = Deno.listen({ port: 0, hostname: "127.0.0.1" }), { port } = closed.addr;
  closed.close();
  const { fetch, reported } = open({ allowed: [`app.example:${port}`] });
  await fetch(`http://app.example:${port}/`, json);
  assertEquals(reported, [`app.example:${port} unreachable ECONNREFUSED`]);
});

Deno.test("a certificate has to be the name's and of a known authority, also where everything else is allowed (RFC 9525 section 6)", async () => {
  const folder = await Deno.makeTempDir({ prefix: "latchkey-fetch-" });
  const paths = await makeCertificate(folder, "app.example");
  const [cert, key] = await Promise.all([paths.cert, paths.key].map((path) => Deno.readTextFile(path)));
  const secure = serve({ cert: cert!, key: key! });
  secure.answers.set("/jwks", document);
  const allowed = ["app.example", "other.example"].map((host) => `${host}:${secure.port}`);
  const known = open({ allowed }, cert), stranger = open({ allowed });
  const fetched = await known.fetch(`https://app.example:${secure.port}/jwks`, json);
  assert(fetched.ok);
  await known.fetch(`https://other.example:${secure.port}/jwks`, json);
  await stranger.fetch(`https://app.example:${secure.port}/jwks`, json);
  assertEquals(known.reported, [`other.example:${secure.port} unreachable ERR_TLS_CERT_ALTNAME_INVALID`]);
  assertEquals(stranger.reported.length, 1);
  assertEquals(secure.paths, ["/jwks"], "nothing is asked for where the certificate does not hold");
  await secure.stop();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("the system's resolver finds this machine, an address as itself, and nothing under a name that is none (RFC 6761 section 6.4)", async () => {
  assert(
    (await systemResolve("localhost")).some(({ address }) => address === "127.0.0.1" || address === "::1"),
  );
  assertEquals(await systemResolve("127.0.0.1"), [{ address: "127.0.0.1", family: 4 }]);
  assertEquals(await systemResolve("name.invalid"), []);
});

Deno.test.afterAll(() => server.stop());

Deno.test("hosts that became ours since the start are not fetched from, unless the operator allows one", async () => {
  const own: string[] = [], reported: string[] = [];
  const at = (allowed: readonly string[]) =>
    guardedFetch({
      rules: { allowed, ports: [443], own: [] },
      ownHosts: () => Promise.resolve(own),
      resolve: () => Promise.resolve([]),
      authorities: undefined,
      report: (_, { why }) => reported.push(why),
    });
  const url = "https://id.tenant.example/jwks.json", fetch = at([]);
  await fetch(url, json);
  own.push("id.tenant.example");
  await fetch(url, json);
  await fetch("https://ID.tenant.example./jwks.json", json);
  await at(["id.tenant.example:443"])(url, json);
  assertEquals(reported, ["unresolved", "own_host", "own_host", "unresolved"]);
});

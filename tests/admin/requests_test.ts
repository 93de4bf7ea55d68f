import { assert, assertEquals, assertMatch } from "@std/assert";
import { adminResources } from "../../src/admin/resources.ts";
import { createApp } from "../../src/http/app.ts";
import { mountAdmin } from "../../src/http/admin_api.ts";
import { openUnmigratedMemory } from "../support/database.ts";
import { type Answer, openAdmin } from "./admin_server.ts";

const server = await openAdmin();
const { call, send, deployment } = server;
const { adminToken } = deployment;

const credentials: readonly (readonly [string, Readonly<Record<string, string | undefined>>, string])[] = [
  ["nothing", { authorization: undefined }, 'Bearer realm="admin"'],
  ["an empty token", { authorization: "Bearer " }, "invalid_token"],
  ["another token", { authorization: "Bearer test-admin-token-0123456789abcdeX" }, "invalid_token"],
  ["the start of the token", { authorization: `Bearer ${adminToken.slice(0, -1)}` }, "invalid_token"],
  ["the token and more", { authorization: `Bearer ${adminToken}a` }, "invalid_token"],
  ["the token twice", { authorization: `Bearer ${adminToken}, Bearer ${adminToken}` }, "invalid_token"],
  ["the token as Basic", { authorization: `Basic ${btoa(`admin:${adminToken}`)}` }, "invalid_token"],
  ["the token alone", { authorization: adminToken }, "invalid_token"],
  [
    "the token as a cookie",
    { authorization: undefined, cookie: `admin_token=${adminToken}` },
    'realm="admin"',
  ],
];
for (const [what, headers, challenge] of credentials) {
  Deno.test(`the admin API refuses ${what} with a challenge, whatever is asked (RFC 6750 section 3)`, async () => {
    for (const path of ["/clients", "/openapi.json", "/nothing", ""]) {
      const answer = await call("GET", path, undefined, headers);
      assertEquals(answer.status, 401);
      assertMatch(answer.headers.get("www-authenticate")!, new RegExp(challenge));
    }
  });
}

Deno.test("the admin API refuses the token in the query and in the body (RFC 9700 section 4.3.2)", async () => {
  const bare = { authorization: undefined };
  assertEquals((await call("GET", `/clients?access_token=${adminToken}`, undefined, bare)).status, 401);
  assertEquals((await call("POST", "/clients", { access_token: adminToken }, bare)).status, 401);
});

Deno.test("the name of the scheme may have any case (RFC 9110 section 11.1)", async () => {
  assertEquals(
    (await call("GET", "/tenant", undefined, { authorization: `bEARER ${adminToken}` })).status,
    200,
  );
});

Deno.test("the admin API answers no preflight: no page of another origin may use it", async () => {
  for (const authorization of [undefined, `Bearer ${adminToken}`]) {
    const answer = await call("OPTIONS", "/clients", undefined, {
      authorization,
      origin: "https://app.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization",
    });
    assertEquals(answer.status, authorization ? 405 : 401);
    assertEquals([...answer.headers.keys()].filter((name) => name.startsWith("access-control")), []);
  }
});

Deno.test("a path that is not there is not found", async () => {
  for (
    const path of ["", "/", "/client", "/clients/", "/clients/a/b", "/clients/a/rotate-secret/", "/Clients"]
  ) {
    assertEquals((await call("GET", path)).status, 404, path);
  }
});

Deno.test("a method that a resource has not is refused with those that it has (RFC 9110 section 15.5.6)", async () => {
  const rows = [
    ["PUT", "/clients", "POST, GET"],
    ["DELETE", "/clients", "POST, GET"],
    ["POST", "/clients/a", "GET, PATCH, DELETE"],
    ["GET", "/clients/a/disable", "POST"],
    ["POST", "/tenant", "GET, PATCH"],
    ["POST", "/openapi.json", "GET"],
  ];
  for (const [method, path, allow] of rows) {
    const answer = await call(method!, path!);
    assertEquals([answer.status, answer.headers.get("allow")], [405, allow!], `${method} ${path}`);
  }
});

Deno.test("HEAD answers as GET does, without the body (RFC 9110 section 9.3.2)", async () => {
  const response = await send("/api/v1/clients", {
    method: "HEAD",
    headers: { authorization: `Bearer ${adminToken}` },
  });
  assertEquals([response.status, await response.text()], [200, ""]);
  assertEquals(response.headers.get("content-type"), "application/json");
});

const json = "application/json";
const bodies:
  readonly (readonly [string, string, string, string | Uint8Array, string | undefined, number])[] = [
    ["no media type", "POST", "/clients", new TextEncoder().encode("{}"), undefined, 415],
    ["a form", "POST", "/clients", "client_name=a", "application/x-www-form-urlencoded", 415],
    ["plain text", "POST", "/users", "{}", "text/plain", 415],
    ["a merge patch as a new client", "POST", "/clients", "{}", "application/merge-patch+json", 415],
    ["a JSON Patch", "PATCH", "/tenant", "[]", "application/json-patch+json", 415],
    [
      "an optional body as a form",
      "POST",
      "/keys/rotate",
      "alg=ES256",
      "application/x-www-form-urlencoded",
      415,
    ],
    ["no body", "POST", "/clients", "", json, 400],
    ["half of a body", "POST", "/clients", '{"client_name":', json, 400],
    ["two bodies", "POST", "/clients", "{}{}", json, 400],
    ["bytes that are not UTF-8", "POST", "/clients", Uint8Array.of(0x22, 0xff, 0x22), json, 400],
    ["UTF-16", "POST", "/clients", Uint8Array.of(0xfe, 0xff, 0, 0x7b, 0, 0x7d), json, 400],
    ["lists in lists without end", "POST", "/clients", "[".repeat(60_000), json, 400],
    ["objects in objects", "PATCH", "/tenant", `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`, json, 400],
    ["lists in lists", "POST", "/users", `${"[".repeat(30_000)}${"]".repeat(30_000)}`, json, 400],
    ["65,537 bytes", "POST", "/clients", `{"a":"${"a".repeat(65_529)}"}`, json, 413],
    ["65,536 bytes", "POST", "/clients", `{"a":"${"a".repeat(65_528)}"}`, json, 400],
  ];
for (const [what, method, path, body, type, status] of bodies) {
  Deno.test(`${what} in ${method} ${path} is answered ${status}`, async () => {
    const answer = await call(method, path, body, { "content-type": type });
    assertEquals(answer.status, status);
    const accepted = "application/merge-patch+json, application/json";
    assertEquals(answer.headers.get("accept-patch"), status === 415 && method === "PATCH" ? accepted : null);
  });
}

Deno.test("a body that does not tell its length ends at 64 KiB as well", async () => {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent += 16_384;
      controller.enqueue(new Uint8Array(16_384).fill(0x20));
    },
  }, { highWaterMark: 0 });
  const response = await send("/api/v1/clients", {
    method: "POST",
    headers: { authorization: `Bearer ${adminToken}`, "content-type": json },
    body,
  });
  assertEquals(response.status, 413);
  assert(sent <= 6 * 16_384, `${sent} bytes were read`);
});

Deno.test("an optional body may be left out, with a media type or without", async () => {
  const { call } = server;
  for (const type of [undefined, json]) {
    const { status } = await call("POST", "/keys/rotate", undefined, { "content-type": type });
    assertEquals([200, 409].includes(status), true, `${status}`);
  }
});

const queries: readonly (readonly [string, string, RegExp])[] = [
  ["/clients?limit=0", "limit", /1 to 200/],
  ["/clients?limit=201", "limit", /1 to 200/],
  ["/clients?limit=ten", "limit", /whole number/],
  ["/clients?limit=1e1", "limit", /whole number/],
  ["/clients?limit=", "limit", /whole number/],
  ["/clients?limit=1&limit=2", "limit", /once/],
  ["/clients?after=", "after", /1 to 200/],
  ["/clients?after=%00", "after", /U\+0000/],
  ["/clients?login=a", "login", /not known.*limit, after/],
  ["/users?login=%00", "login", /U\+0000/],
  ["/tenant?colour=red", "colour", /not known.*none/],
  ["/clients?__proto__=1", "__proto__", /not known/],
];
for (const [path, parameter, says] of queries) {
  Deno.test(`the query of ${path} is refused for ${parameter}`, async () => {
    const { status, body } = await call("GET", path);
    assertEquals([status, body.errors.length, body.errors[0].parameter], [400, 1, parameter]);
    assertMatch(body.errors[0].detail, says);
  });
}

/** Calls an API whose hasher throws, which stands for anything that breaks within a handler. */
async function broken(fault: Error): Promise<Answer & { readonly lines: readonly string[] }> {
  const fails = () => Promise.reject(fault);
  const { call, lines } = await openAdmin({ passwords: { hash: fails, verify: fails } });
  return { ...await call("POST", "/users", { email: "a@people.example", password: "12345678" }), lines };
}

Deno.test("a database that is away is answered 503 with Retry-After", async () => {
  const { status, headers, body } = await broken(Object.assign(new Error("away"), { code: "ECONNREFUSED" }));
  assertEquals([status, headers.get("retry-after")], [503, "1"]);
  assertMatch(body.type, /#\/components\/responses\/unavailable$/);
});

Deno.test("a fault is answered 500 without its cause, which the log has under the request id", async () => {
  const { status, headers, body, lines } = await broken(new Error("the cause of it all"));
  const id = headers.get("x-request-id")!;
  assertEquals([status, body.detail.includes(id), JSON.stringify(body).includes("cause of it all")], [
    500,
    true,
    false,
  ]);
  assert(lines.some((line) => line.includes(id) && line.includes("cause of it all")));
});

Deno.test("a fault before the admin API is reached is a problem as well (RFC 9457)", async () => {
  const app = createApp(
    { ...deployment, db: await openUnmigratedMemory() },
    (hono) => mountAdmin(hono, deployment),
  );
  const response = await app.fetch(new Request("http://localhost:8080/api/v1/tenant"));
  assertEquals([response.status, response.headers.get("content-type")], [500, "application/problem+json"]);
  assertEquals((await response.json()).title, "The server failed");
});

Deno.test("neither tokens nor secrets nor passwords nor links are logged", async () => {
  const { call, lines } = await openAdmin();
  const client = (await call("POST", "/clients", { redirect_uris: ["https://app.example/"] })).body;
  const rotated = (await call("POST", `/clients/${client.client_id}/rotate-secret`)).body;
  const user = (await call("POST", "/users", { email: "a@people.example" })).body;
  await call("PATCH", `/users/${user.id}`, { password: "correct horse" });
  await call("GET", "/clients", undefined, { authorization: "Bearer a-token-that-is-wrong" });
  const told = lines.join("\n");
  assert(told.includes("/api/v1/clients") && told.includes("admin_unauthorized"), "the log has the requests");
  const link = new URL(user.set_password_url).searchParams.get("link")!;
  const secrets = [
    client.client_secret,
    rotated.client_secret,
    link,
    "correct horse",
    adminToken,
    "a-token-that",
  ];
  for (const secret of secrets) assertEquals(told.includes(secret), false);
});

Deno.test("no more than twenty faults are told at once", async () => {
  const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`member${at}`, at]));
  const { status, body } = await call("POST", "/clients", many);
  assertEquals([status, body.errors.length], [400, 20]);
});

Deno.test("a path or a query with what cannot be stored names nothing: never a fault of ours (PostgreSQL manual section 8.3)", async () => {
  assert(adminResources.some(({ params }) => params) && adminResources.some(({ query }) => query));
  for (const { method, path, params, query } of adminResources) {
    const unstorable = "%00", strange = `a${unstorable}b`;
    if (params) {
      const { status } = await call(
        method,
        path.replaceAll(/\{\w+\}/g, strange),
        method === "GET" ? undefined : {},
      );
      assertEquals(status, 404, `${method} ${path}`);
    }
    const names = Object.keys((query as { properties?: object } | undefined)?.properties ?? {});
    for (const name of names) {
      const { status } = await call(method, `${path.replaceAll(/\{\w+\}/g, "x")}?${name}=${strange}`);
      assert(status === 400 || status === 404, `${method} ${path} ${name}: ${status}`);
    }
  }
});

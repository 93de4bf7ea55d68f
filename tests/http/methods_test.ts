import { assert, assertEquals, assertMatch } from "@std/assert";
import { routes } from "../../src/http/routes.ts";
import { authorizeUrl } from "../support/flow.ts";
import { addClient, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const client = await addClient(provider);
const { issuer, send } = provider;

async function asked(address: string | URL, init: RequestInit = {}) {
  const response = await send(address, init), { status, headers } = response;
  return { status, headers, text: await response.text() };
}

/** All that a path answers to, as Allow names it. */
const allowOf = (methods: object) =>
  [...Object.keys(methods).flatMap((method) => method === "GET" ? ["GET", "HEAD"] : [method]), "OPTIONS"]
    .join(", ");

for (const { path, methods } of routes) {
  Deno.test(`${path} answers to ${Object.keys(methods).join(" and ")}, and tells who asks otherwise (RFC 9110 section 15.5.6)`, async () => {
    const others = ["GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"].filter((method) =>
      !(method in methods)
    );
    for (const method of others) {
      const { status, headers, text } = await asked(path, { method });
      assertEquals([status, headers.get("allow")], [405, allowOf(methods)], method);
      assertEquals(JSON.parse(text).error, "invalid_request", method);
    }
  });

  Deno.test(`${path} tells its methods when asked for them (RFC 9110 section 9.3.7)`, async () => {
    const { status, headers, text } = await asked(path, { method: "OPTIONS" });
    assertEquals([status, headers.get("allow"), text], [204, allowOf(methods), ""]);
  });

  if (!("GET" in methods)) continue;
  Deno.test(`${path} answers HEAD as it does GET, without a body (RFC 9110 section 9.3.2)`, async () => {
    const got = await asked(path), head = await asked(path, { method: "HEAD" });
    assertEquals([head.status, head.text], [got.status, ""]);
    for (
      const name of ["content-type", "cache-control", "etag", "www-authenticate", "content-security-policy"]
    ) {
      assertEquals(head.headers.get(name), got.headers.get(name), name);
    }
  });
}

Deno.test("a path that nobody answers to is a page for people and JSON for programs (RFC 9110 section 15.5.5)", async () => {
  for (
    const path of [
      "/nowhere",
      "/oauth2",
      "/oauth2/",
      "/oauth2/token/",
      "/Login",
      "/.well-known/",
      "/t/acme",
      "//login",
    ]
  ) {
    for (const method of ["GET", "POST", "DELETE"]) {
      const json = await asked(new URL(issuer + path), { method });
      const page = await asked(new URL(issuer + path), {
        method,
        headers: { accept: "text/html,*/*;q=0.8" },
      });
      assertEquals([json.status, JSON.parse(json.text).error], [404, "not_found"], path);
      assertEquals(page.status, 404, path);
      assertMatch(page.text, /<h1>There is nothing here<\/h1>/);
    }
  }
});

Deno.test("an unknown path is never repeated in the answer", async () => {
  const { text } = await asked("/%3Cscript%3Ealert(1)%3C/script%3E", { headers: { accept: "text/html" } });
  assert(!text.includes("alert(1)"));
});

const pages = routes.filter(({ reader, methods }) => reader === "page" && "GET" in methods).map(({ path }) =>
  path
);
const others = ["http://127.0.0.1:8080", "http://[::1]:8080"];

Deno.test("on a developer's machine a page under another of our names is asked for again under the issuer's (RFC 9110 section 15.4.9)", async () => {
  for (const origin of others) {
    for (const path of pages) {
      const { status, headers } = await asked(`${origin}${path}?a=1&b=%20`);
      assertEquals([status, headers.get("location")], [308, `${issuer}${path}?a=1&b=%20`]);
      assertEquals(headers.get("cache-control"), "no-store");
    }
  }
  const { status } = await asked(authorizeUrl("http://127.0.0.1:8080", client));
  assertEquals(status, 308);
});

Deno.test("only a GET of a page is sent on: nothing that was posted, no program, no other host or port", async () => {
  const form = {
    method: "POST",
    body: "a=1",
    headers: { "content-type": "application/x-www-form-urlencoded" },
  };
  for (const path of pages) {
    assert((await asked(`http://127.0.0.1:8080${path}`, form)).status !== 308, path);
    assert((await asked(`http://127.0.0.1:8080${path}`, { method: "HEAD" })).status !== 308, path);
  }
  for (const { path, reader } of routes) {
    if (reader === "json") assert((await asked(`http://127.0.0.1:8080${path}`)).status !== 308, path);
    for (
      const origin of [issuer, "http://127.0.0.1:9090", "http://evil.example:8080", "http://localhost.:8080"]
    ) {
      assert((await asked(`${origin}${path}`)).status !== 308, `${origin}${path}`);
    }
  }
});

Deno.test("in production no page is sent on to another host name", async () => {
  const production = await openProvider({ issuer: "https://id.example", db: provider.db });
  for (const origin of ["http://127.0.0.1", "https://localhost", "https://127.0.0.1", "http://id.example"]) {
    const response = await production.send(`${origin}/`);
    await response.body?.cancel();
    assertEquals([response.status, response.headers.get("location")], [200, null], origin);
  }
});

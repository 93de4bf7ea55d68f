import { assertEquals } from "@std/assert";
import { routes } from "../../src/http/routes.ts";
import { moveClient } from "../../src/store/clients.ts";
import { addClient, openProvider, storeOf } from "../support/provider.ts";

const provider = await openProvider();
const { send, time } = provider;
const app = "https://app.example";
await addClient(provider, {
  redirect_uris: [
    `${app}/callback`,
    "http://localhost:3000/cb",
    "com.example.app:/cb",
    "https://bare.example",
  ],
});
const retired = await addClient(provider, { redirect_uris: ["https://retired.example/callback"] });
await moveClient(storeOf(provider), retired.client_id, "disable", time.now);
const gone = await addClient(provider, { redirect_uris: ["https://gone.example/callback"] });
await moveClient(storeOf(provider), gone.client_id, "delete", time.now);

const by = (kind: string) => routes.filter(({ cors }) => cors === kind).map(({ path }) => path).toSorted();

Deno.test("public documents are for every site, what apps call is for theirs, everything else for none", () => {
  assertEquals(by("any"), [
    "/.well-known/oauth-authorization-server",
    "/.well-known/openid-configuration",
    "/oauth2/jwks.json",
  ]);
  assertEquals(by("clients"), [
    "/api/v1/me",
    "/api/v1/me/upstream_tokens",
    "/oauth2/register",
    "/oauth2/register/:client_id",
    "/oauth2/revoke",
    "/oauth2/token",
    "/oauth2/userinfo",
    "/rp/providers",
  ]);
});

async function asked(path: string, method: string, origin: string | undefined, more: HeadersInit = {}) {
  const headers = new Headers(more);
  if (origin !== undefined) headers.set("origin", origin);
  const response = await send(path, { method, headers });
  await response.body?.cancel();
  return response;
}

const allowedFor = async (path: string, method: string, origin?: string) =>
  (await asked(path, method, origin)).headers.get("access-control-allow-origin");

const strangers = [
  "https://evil.example",
  "https://retired.example",
  "https://gone.example",
  "null",
  "http://app.example",
  "https://app.example:8443",
  "https://app.example.evil.example",
  "https://app.exampl",
  "https://app.example/callback",
  "https://app.example/",
  "com.example.app:",
  "com.example.app://",
  "https://%",
  "",
];

/** The methods of a route, and the preflight. */
const methodsOf = (
  path: string,
) => [...Object.keys(routes.find((route) => route.path === path)!.methods), "OPTIONS"];

for (const { path, cors } of routes) {
  Deno.test(`${path} may be read by ${cors === "any" ? "any site" : `${cors} of the clients' sites`}`, async () => {
    for (const method of methodsOf(path)) {
      for (const origin of [app, "http://localhost:3000", "https://bare.example"]) {
        const expected = { any: "*", clients: origin, none: null }[cors];
        assertEquals(await allowedFor(path, method, origin), expected, `${method} from ${origin}`);
      }
      for (const origin of strangers) {
        assertEquals(
          await allowedFor(path, method, origin),
          cors === "any" ? "*" : null,
          `${method} from ${origin}`,
        );
      }
      assertEquals(await allowedFor(path, method), null, `${method} from no site`);
    }
  });

  Deno.test(`${path} never lets a script use a person's cookies, and says where the answer depends on the site`, async () => {
    for (const method of methodsOf(path)) {
      for (const origin of [app, "https://evil.example", undefined]) {
        const { headers } = await asked(path, method, origin, { "access-control-request-method": "POST" });
        assertEquals(headers.get("access-control-allow-credentials"), null);
        const varies = headers.get("vary")?.includes("Origin") ?? false;
        assertEquals(varies, cors === "clients", `${method} ${headers.get("vary")}`);
      }
    }
  });
}

Deno.test("a preflight allows the methods of the path, and the headers that an app and what observes it send (Fetch section 4.8)", async () => {
  for (
    const [wanted, allowed] of [
      ["authorization,content-type,traceparent,baggage", "authorization,content-type,traceparent,baggage"],
      ["mcp-protocol-version", "mcp-protocol-version"],
      ["x-requested-with , sentry-trace", "x-requested-with , sentry-trace"],
      ["authorization;x", "Authorization, Content-Type"],
      ["authorization,", "Authorization, Content-Type"],
      ["", "Authorization, Content-Type"],
    ]
  ) {
    for (const [path, methods] of [["/oauth2/token", "POST"], ["/oauth2/jwks.json", "GET, HEAD"]]) {
      const response = await asked(path!, "OPTIONS", app, {
        "access-control-request-method": "POST",
        "access-control-request-headers": wanted!,
      });
      const { headers } = response;
      assertEquals([response.status, headers.get("access-control-allow-methods")], [204, methods]);
      assertEquals(headers.get("access-control-allow-headers"), allowed!, wanted);
      assertEquals(headers.get("access-control-max-age"), "600");
    }
  }
});

Deno.test("a preflight of another site is answered without a word of what is allowed", async () => {
  for (const path of ["/oauth2/token", "/oauth2/introspect", "/login"]) {
    const response = await asked(path, "OPTIONS", "https://evil.example", {
      "access-control-request-method": "POST",
    });
    const told = [...response.headers.keys()].filter((name) => name.startsWith("access-control-"));
    assertEquals([response.status, told], [204, []], path);
  }
});

Deno.test("an app may read why it was refused (RFC 6750 section 3)", async () => {
  const response = await asked("/oauth2/userinfo", "GET", app);
  assertEquals([response.status, response.headers.get("access-control-allow-origin")], [401, app]);
  assertEquals(response.headers.get("access-control-expose-headers"), "WWW-Authenticate, Retry-After");
});

Deno.test("a client's origin is found however its redirect URI is written (RFC 6454 section 6.2)", async () => {
  const provider = await openProvider();
  await addClient(provider, { redirect_uris: ["https://SPA.Example:443/callback", "http://localhost:80/x"] });
  for (
    const [origin, allowed] of [["https://spa.example", true], ["http://localhost", true], [
      "https://spa.example:444",
      false,
    ], ["http://spa.example", false]] as const
  ) {
    const answer = await provider.send("/oauth2/token", { method: "OPTIONS", headers: { origin } });
    assertEquals(answer.headers.get("access-control-allow-origin"), allowed ? origin : null, origin);
  }
});

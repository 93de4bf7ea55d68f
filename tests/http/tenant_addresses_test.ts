// Every address that a tenant's answers hold leads to that tenant: what it links, posts to, loads, redirects to and says.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { offerAdminLink } from "../../src/accounts/create_admin.ts";
import { createApp } from "../../src/http/app.ts";
import { mountAdmin } from "../../src/http/admin_api.ts";
import { browserOf } from "../support/account.ts";
import { openBrowser, type TestBrowser } from "../support/browser.ts";
import { authorizeAs, authorizeUrl, codeIn, post, redeem, signIn } from "../support/flow.ts";
import { addClient, addPerson, openProvider, type Send, type TestProvider } from "../support/provider.ts";
import { webApp } from "../support/registration.ts";
import { addTenant, type TestTenant } from "../support/tenant.ts";

const opened = await openProvider(), { deployment } = opened, { adminToken } = deployment;
const app = createApp(deployment, (hono) => mountAdmin(hono, deployment));
const send: Send = async (address, init) =>
  await app.fetch(new Request(new URL(address, opened.issuer), { redirect: "manual", ...init }));
const server: TestProvider = { ...opened, send };
const policy = { registration: "open", session_management: true } as const;

/** What a text names by address: markup, and strings of JSON. */
function addressesIn(text: string, isHtml: boolean): readonly string[] {
  const pattern = isHtml ? /\s(?:href|src|action)="([^"]*)"|url=([^"]*)"/g : /"(https?:[^"]*)"/g;
  return [...text.matchAll(pattern)].map(([, one, other]) => (one ?? other)!.replaceAll("&amp;", "&"));
}

/** A tenant whose every answer is looked through. @returns how many addresses were found. */
function watched(tenant: TestTenant): { readonly tenant: TestTenant; readonly seen: Set<string> } {
  const seen = new Set<string>(), { pathname, origin } = new URL(tenant.issuer);
  const base = pathname === "/" ? "" : pathname;
  const look = (address: string, from: string) => {
    const url = new URL(address, from);
    if (![origin, server.issuer].includes(url.origin)) return;
    assert(
      url.origin === origin && (url.pathname === base || url.pathname.startsWith(`${base}/`)),
      `${from} leads to ${address}`,
    );
    seen.add(url.pathname.slice(base.length));
  };
  const looking: Send = async (address, init) => {
    const response = await tenant.send(address, init), { headers } = response;
    const from = new URL(address.toString().replace(/^\//, `${tenant.issuer}/`)).href,
      text = await response.text();
    const isHtml = headers.get("content-type")?.startsWith("text/html") ?? false;
    const location = headers.get("location");
    for (const found of [...addressesIn(text, isHtml), ...(location === null ? [] : [location])]) {
      look(found, from);
    }
    for (const line of headers.getSetCookie()) {
      assert(line.split("=")[0]!.includes(tenant.tenant), line);
      assertEquals(
        [line.startsWith("__Host-"), /; Secure/.test(line)],
        Array(2).fill(origin.startsWith("https:")),
      );
    }
    const challenge = headers.get("www-authenticate");
    if (challenge && !challenge.includes('"admin"')) {
      assertMatch(challenge, new RegExp(`realm="${tenant.issuer}"`));
    }
    return new Response(text === "" ? null : text, response);
  };
  return { tenant: { ...tenant, send: looking }, seen };
}

/** Goes to every page and endpoint of a tenant that says an address. */
async function visitAll(tenant: TestTenant): Promise<void> {
  const { issuer, send } = tenant;
  for (const path of ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"]) {
    assertEquals((await (await send(path)).json()).issuer, issuer);
  }
  const logo = {
    client_name: "Shown",
    logo_uri: "https://app.example/logo.png",
    frontchannel_logout_uri: undefined,
  };
  const client = await addClient(
    tenant,
    { ...logo, backchannel_logout_uri: "https://app.example/out" } as never,
  );
  const alice = await addPerson(tenant, "alice"), bob = await addPerson(tenant, "bob");
  const { browser } = await browserOf(tenant, alice);
  await visitPages(browser, tenant);
  await addUpstream(tenant);
  const page = await browser.open("/login");
  assertEquals((await browser.submit(page, { username: bob.username, password: "wrong" })).status, 400);
  await signIn(browser, page, bob);
  const code = codeIn(await authorizeAs(tenant, client, alice, { browser: openBrowser(issuer, send) }));
  const chosen = await browser.open(authorizeUrl(issuer, client, { prompt: "select_account" }));
  assertEquals(chosen.status, 200);
  const posted = openBrowser(issuer, send);
  const form = authorizeUrl(issuer, client);
  await send(form.href.split("?")[0]!, { method: "POST", body: form.searchParams }).then(async (parked) => {
    assertEquals(parked.status, 303);
    await posted.open(parked.headers.get("location")!);
  });
  const answer = await redeem(send, client, code);
  assertEquals(answer.status, 200);
  for (const path of ["/oauth2/token", "/oauth2/introspect", "/oauth2/userinfo", "/oauth2/revoke"]) {
    await post(send, path, { token: "x" });
  }
  assert((await browser.open(`/oauth2/end_session?id_token_hint=${answer.id_token}`)).html.includes("<form"));
  const json = { "content-type": "application/json" };
  const made = await send("/oauth2/register", {
    method: "POST",
    headers: json,
    body: JSON.stringify(webApp),
  });
  assertEquals((await made.json()).registration_client_uri.startsWith(`${issuer}/oauth2/register/`), true);
  await visitAdmin(tenant);
}

/** Adds a server that people sign in with, whose discovery document cannot be had. */
async function addUpstream({ send, issuer }: TestTenant): Promise<void> {
  const headers = { authorization: `Bearer ${adminToken}`, "content-type": "application/json" };
  const upstream = {
    id: "other",
    issuer: "https://other.example",
    client_id: "ours",
    token_endpoint_auth_method: "none",
  };
  const made = await send("/api/v1/upstreams", { method: "POST", headers, body: JSON.stringify(upstream) });
  assertEquals(made.status, 201, await made.text());
  const { providers: [provider] } = await (await send("/rp/providers")).json();
  assertEquals(provider.authorize_uri, `${issuer}/rp/authorize?idp=other`);
  assertEquals((await send(provider.authorize_uri)).status, 503);
}

async function visitPages(browser: TestBrowser, tenant: TestTenant): Promise<void> {
  const link = (await offerAdminLink(tenant.provider)).url;
  const pages = [
    "",
    "/account",
    "/account?session=other",
    "/oauth2/check_session",
    "/nowhere",
    "/oauth2/authorize",
  ];
  for (const path of pages) assert((await browser.open(tenant.issuer + path)).html !== "", path);
  assert((await browser.open(link)).html.includes("<form"));
}

async function visitAdmin({ send }: TestTenant): Promise<void> {
  const headers = { authorization: `Bearer ${adminToken}`, "content-type": "application/json" };
  const call = (method: string, path: string, body?: unknown) =>
    send(`/api/v1${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  assertEquals((await send("/api/v1/clients")).status, 401);
  assertEquals((await call("GET", "/nothing")).status, 404);
  const user = await (await call("POST", "/users", { username: "carol", email: "carol@example.com" })).json();
  assert(user.set_password_url !== undefined, JSON.stringify(user));
  assertEquals((await send(user.set_password_url)).status, 200);
  assertEquals((await call("POST", "/users", { username: "carol", email: "carol@example.com" })).status, 409);
  assertEquals(
    (await call("POST", "/clients", { client_name: "X", redirect_uris: ["https://x.example/"] })).status,
    201,
  );
  // Not /doctor, which says where the request arrived.
  for (const path of ["/openapi.json", "/tenant", "/keys"]) {
    assertEquals((await call("GET", path)).status, 200);
  }
}

for (
  const [what, slug, more] of [["a path", "acme", {}], ["a host", "hosted", {
    host: "id.acme.example",
  }]] as const
) {
  Deno.test(`every address that a tenant under ${what} of its own names is under its issuer, and every cookie has its key`, async () => {
    const { tenant, seen } = watched(await addTenant(server, slug, { ...more, policy }));
    await visitAll(tenant);
    const needed = [
      "/login",
      "/account",
      "/consent",
      "/oauth2/authorize",
      "/sign-out",
      "/set-password",
      "/admin-link",
      "/rp/authorize",
    ];
    assertEquals(needed.filter((path) => !seen.has(path)), []);
    for (const start of ["/assets/latchkey.", "/assets/check_session.", "/logos/", "/oauth2/register/"]) {
      assert([...seen].some((path) => path.startsWith(start)), start);
    }
    for (const path of [...seen].filter((path) => path.startsWith("/assets/"))) {
      assertEquals((await tenant.send(path)).status, 200, path);
    }
  });
}

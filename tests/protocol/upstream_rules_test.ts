import { assertEquals } from "@std/assert";
import { type JudgedUpstream, upstreamFaults, upstreamRules } from "../../src/protocol/upstream_rules.ts";

const good: JudgedUpstream = {
  issuer: "https://upstream.example/tenant",
  token_endpoint_auth_method: "client_secret_basic",
  scopes: ["openid"],
  trust_email: false,
  sign_up: "free",
  allowed_domains: [],
  link_by_email: false,
  has_secret: true,
  preset: "-",
  kind: "oidc",
  endpoints: { authorization_endpoint: undefined, token_endpoint: undefined, userinfo_endpoint: undefined },
  has_person: false,
};

const endpoints = {
  authorization_endpoint: "https://upstream.example/authorize",
  token_endpoint: "https://upstream.example/token",
  userinfo_endpoint: "https://upstream.example/me",
};
const plain: JudgedUpstream = {
  ...good,
  kind: "oauth2",
  issuer: undefined,
  scopes: [],
  endpoints,
  has_person: true,
};
const ready: JudgedUpstream = { ...good, kind: undefined, issuer: undefined, preset: "google" };
const rules = { allowed: ["localhost:9443"], ports: [443], own: ["id.example"] };

const broken: Readonly<Record<string, Partial<JudgedUpstream>>> = {
  "/kind": { ...ready, kind: "oidc" },
  "/issuer": { issuer: "https://id.example" },
  "/authorization_endpoint": {
    ...plain,
    endpoints: { ...endpoints, authorization_endpoint: "https://10.0.0.1/" },
  },
  "/token_endpoint": { ...plain, endpoints: { ...endpoints, token_endpoint: undefined } },
  "/userinfo_endpoint": { ...plain, endpoints: { ...endpoints, userinfo_endpoint: "https://a.example/#b" } },
  "/person": { ...plain, has_person: false },
  "/client_secret": { has_secret: false },
  "/token_endpoint_auth_method": { token_endpoint_auth_method: "none" },
  "/scopes": { scopes: ["email"] },
  "/sign_up": { sign_up: "invited" },
  "/allowed_domains": { allowed_domains: ["people.example"] },
  "/link_by_email": { link_by_email: true },
};

Deno.test("an upstream that fits meets every rule, on a host that the operator allows too", () => {
  for (const fitting of [good, plain, ready]) assertEquals(upstreamFaults(fitting, rules), []);
  assertEquals(upstreamFaults({ ...good, issuer: "http://localhost:9443" }, rules), []);
});

Deno.test("a ready-made upstream is given nothing that it has itself", () => {
  const all = { ...plain, issuer: "https://upstream.example", preset: "github" };
  const own = ["/kind", "/issuer", ...Object.keys(endpoints).map((name) => `/${name}`), "/person"];
  assertEquals(upstreamFaults(all, rules).map(({ pointer }) => pointer), own);
  assertEquals(upstreamFaults({ ...ready, scopes: [] }, rules).map(({ pointer }) => pointer), ["/scopes"]);
});

Deno.test("every rule about upstreams is broken by something that breaks no other", () => {
  assertEquals(Object.keys(broken), upstreamRules.map(({ pointer }) => pointer));
  for (const [pointer, change] of Object.entries(broken)) {
    assertEquals(upstreamFaults({ ...good, ...change }, rules).map((fault) => fault.pointer), [pointer]);
  }
});

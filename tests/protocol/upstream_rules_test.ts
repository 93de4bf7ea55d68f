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
};
const rules = { allowed: ["localhost:9443"], ports: [443], own: ["id.example"] };

const broken: Readonly<Record<string, Partial<JudgedUpstream>>> = {
  "/issuer": { issuer: "https://id.example" },
  "/client_secret": { has_secret: false },
  "/token_endpoint_auth_method": { token_endpoint_auth_method: "none" },
  "/scopes": { scopes: ["email"] },
  "/sign_up": { sign_up: "invited" },
  "/allowed_domains": { allowed_domains: ["people.example"] },
  "/link_by_email": { link_by_email: true },
};

Deno.test("an upstream that fits meets every rule, on a host that the operator allows too", () => {
  assertEquals(upstreamFaults(good, rules), []);
  assertEquals(upstreamFaults({ ...good, issuer: "http://localhost:9443" }, rules), []);
});

Deno.test("every rule about upstreams is broken by something that breaks no other", () => {
  assertEquals(Object.keys(broken), upstreamRules.map(({ pointer }) => pointer));
  for (const [pointer, change] of Object.entries(broken)) {
    assertEquals(upstreamFaults({ ...good, ...change }, rules).map((fault) => fault.pointer), [pointer]);
  }
});

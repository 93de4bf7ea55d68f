import { assertEquals } from "@std/assert";
import {
  type JudgedUpstream,
  upstreamFaults,
  upstreamRules,
} from "../../../src/protocol/upstream/upstream_rules.ts";

const good: JudgedUpstream = {
  issuer: "https://upstream.example/tenant",
  token_endpoint_auth_method: "client_secret_basic",
  scopes: ["openid"],
  trust_email: false,
  sign_up: "free",
  allowed_domains: [],
  link_by_email: false,
  store_tokens: false,
  claims: {},
  trusted_amr: [],
  trusted_acr: [],
  allowed_tids: [],
  has_secret: true,
  given: { client_secret: true, private_key: undefined },
  token_endpoint_auth_signing_alg: null,
  client_assertion_audience: null,
  id_token_encrypted_response_alg: null,
  key_id: null,
  team_id: null,
  signature_method: null,
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
const apple: JudgedUpstream = {
  ...ready,
  preset: "apple",
  token_endpoint_auth_method: "client_secret_post",
  given: { client_secret: false, private_key: "readable" },
  key_id: "ABC123DEFG",
  team_id: "DEF123GHIJ",
};
const common: JudgedUpstream = {
  ...ready,
  preset: "microsoft",
  issuer: "https://login.microsoftonline.com/common/v2.0",
  allowed_tids: ["72f988bf-86f1-41af-91ab-2d7cd011db47"],
};
const signed: JudgedUpstream = {
  ...plain,
  kind: "oauth1",
  token_endpoint_auth_method: "none",
  signature_method: "HMAC-SHA1",
  endpoints: { ...endpoints, temporary_credential_endpoint: "https://upstream.example/initiate" },
};
const rules = { allowed: ["localhost:9443"], ports: [443], own: ["id.example"] };

const broken: Readonly<Record<string, Partial<JudgedUpstream>>> = {
  "/kind": { ...ready, kind: "oidc" },
  "/issuer": { issuer: "https://id.example" },
  "/temporary_credential_endpoint": { ...signed, endpoints },
  "/authorization_endpoint": {
    ...plain,
    endpoints: { ...endpoints, authorization_endpoint: "https://10.0.0.1/" },
  },
  "/token_endpoint": { ...plain, endpoints: { ...endpoints, token_endpoint: undefined } },
  "/userinfo_endpoint": { ...plain, endpoints: { ...endpoints, userinfo_endpoint: "https://a.example/#b" } },
  "/person": { ...plain, has_person: false },
  "/client_secret": { has_secret: false },
  "/private_key": { given: { client_secret: true, private_key: "readable" } },
  "/key_id": { ...apple, key_id: null },
  "/team_id": { team_id: "DEF123GHIJ" },
  "/token_endpoint_auth_method": { token_endpoint_auth_method: "none" },
  "/signature_method": { signature_method: "HMAC-SHA1" },
  "/token_endpoint_auth_signing_alg": { token_endpoint_auth_signing_alg: "ES256" },
  "/client_assertion_audience": { client_assertion_audience: "token_endpoint" },
  "/id_token_encrypted_response_alg": { ...plain, id_token_encrypted_response_alg: "ECDH-ES" },
  "/scopes": { scopes: ["email"] },
  "/trust_email": { ...common, trust_email: true },
  "/allowed_tids": { allowed_tids: common.allowed_tids },
  "/sign_up": { sign_up: "invited" },
  "/allowed_domains": { allowed_domains: ["people.example"] },
  "/link_by_email": { link_by_email: true },
  "/store_tokens": { ...signed, store_tokens: true },
  "/claims": { claims: { department: "department", groups: "groups" } },
  "/trusted_amr": { ...plain, trusted_amr: ["otp"] },
  "/trusted_acr": { ...plain, trusted_acr: ["gold"] },
};

Deno.test("an upstream that fits meets every rule, on a host that the operator allows too", () => {
  for (const fitting of [good, plain, signed, ready, apple, common]) {
    assertEquals(upstreamFaults(fitting, rules), []);
  }
  assertEquals(upstreamFaults({ ...good, issuer: "http://localhost:9443" }, rules), []);
});

Deno.test("an upstream is believed in no class that every sign-in reaches or that is none (OpenID Connect Core section 2)", () => {
  for (const acr of ["1", "0", "-"]) {
    const faults = upstreamFaults({ ...good, trusted_acr: ["gold", acr] }, rules);
    assertEquals(faults.map(({ pointer }) => pointer), ["/trusted_acr"], acr);
  }
  assertEquals(upstreamFaults({ ...good, trusted_acr: ["gold", "2"] }, rules), []);
});

Deno.test("of how people prove themselves an upstream of many tenants is believed where it is said which, and not where anybody's own can say it", () => {
  for (const trusted of [{ trusted_acr: ["gold"] }, { trusted_amr: ["mfa"] }]) {
    const faults = upstreamFaults({ ...common, allowed_tids: [], ...trusted }, rules);
    assertEquals(faults.map(({ pointer }) => pointer), [`/${Object.keys(trusted)[0]}`]);
    assertEquals(upstreamFaults({ ...common, ...trusted }, rules), []);
  }
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

Deno.test("a key that signs for us is readable, and no secret stands beside it", () => {
  for (
    const [change, pointer] of [
      [{ given: { client_secret: true, private_key: "readable" } }, "/client_secret"],
      [{ given: { client_secret: false, private_key: "unreadable" } }, "/private_key"],
      [{ given: { client_secret: false, private_key: undefined }, has_secret: false }, "/private_key"],
    ] as const
  ) {
    assertEquals(upstreamFaults({ ...apple, ...change }, rules).map((fault) => fault.pointer), [pointer]);
  }
});

Deno.test("an upstream that signs ID tokens with our secret gave us one, or anybody could (RFC 8725 section 3.5)", () => {
  const line: JudgedUpstream = {
    ...ready,
    preset: "line",
    has_secret: false,
    token_endpoint_auth_method: "none",
  };
  assertEquals(upstreamFaults(line, rules).map(({ pointer }) => pointer), ["/client_secret"]);
});

Deno.test("an upstream that gives nobody a secret is told so where one is given (RFC 6749 section 2.1)", () => {
  const vk: JudgedUpstream = { ...ready, preset: "vk", token_endpoint_auth_method: "none" };
  assertEquals(upstreamFaults(vk, rules), [{
    pointer: "/client_secret",
    detail: "must be left out: with the preset vk there is none",
  }]);
  assertEquals(upstreamFaults({ ...vk, has_secret: false }, rules), []);
});

Deno.test("Microsoft Entra is named by a tenant's id, or by what stands for many, and by nothing that only looks so", () => {
  const id = common.allowed_tids[0], host = "https://login.microsoftonline.com";
  const judged = (issuer: string) =>
    upstreamFaults({ ...common, allowed_tids: [], issuer }, rules).map(({ pointer }) => pointer);
  for (const own of ["common", "organizations", "consumers", id]) {
    assertEquals(judged(`${host}/${own}/v2.0`), []);
  }
  assertEquals(judged(`https://${id}.ciamlogin.com/${id}/v2.0`), []);
  const national = ["https://login.microsoftonline.us", "https://login.partner.microsoftonline.cn"];
  for (const cloud of national) {
    for (const own of ["common", "organizations", id]) assertEquals(judged(`${cloud}/${own}/v2.0`), []);
    const many = { ...common, issuer: `${cloud}/common/v2.0`, trust_email: true };
    assertEquals(upstreamFaults(many, rules).map(({ pointer }) => pointer), ["/trust_email"]);
  }
  for (
    const other of [
      ...national.map((cloud) => `${cloud}/consumers/v2.0`),
      `${host}/contoso.onmicrosoft.com/v2.0`,
      `${host}/common/v2.0/`,
      `${host}/common`,
      "https://loginxmicrosoftonline.com/common/v2.0",
      `https://${id}.ciamlogin.com/00000000-0000-0000-0000-000000000000/v2.0`,
      "https://evil.example/common/v2.0",
    ]
  ) {
    assertEquals(judged(other), ["/issuer"], other);
  }
  const one = { ...common, issuer: `${host}/${id}/v2.0`, allowed_tids: [], trust_email: true };
  assertEquals(upstreamFaults(one, rules), []);
});

Deno.test("an upstream that speaks OAuth 1.0a has what it signs with, and neither scopes nor another authentication (RFC 5849 section 3.4)", () => {
  const pointers = (change: Partial<JudgedUpstream>) =>
    upstreamFaults({ ...signed, ...change }, rules).map(({ pointer }) => pointer);
  assertEquals(pointers({ signature_method: "RSA-SHA1", has_secret: false }), []);
  assertEquals(pointers({ signature_method: "PLAINTEXT" }), []);
  assertEquals(pointers({ signature_method: "RSA-SHA1" }), ["/client_secret"]);
  assertEquals(pointers({ has_secret: false }), ["/client_secret"]);
  assertEquals(pointers({ token_endpoint_auth_method: "client_secret_post" }), [
    "/token_endpoint_auth_method",
  ]);
  assertEquals(pointers({ scopes: ["read"] }), ["/scopes"]);
  const open = { ...signed.endpoints, userinfo_endpoint: "http://localhost:9443/me" };
  assertEquals(pointers({ endpoints: open }), []);
  assertEquals(pointers({ endpoints: open, signature_method: "PLAINTEXT" }), ["/signature_method"]);
  const taken = { ...signed.endpoints, token_endpoint: "https://upstream.example/token?oauth_x=1" };
  assertEquals(pointers({ endpoints: taken }), ["/token_endpoint"]);
});

Deno.test("whoever signs with a key of ours needs no secret and has none that nothing uses", () => {
  const keyed: JudgedUpstream = {
    ...good,
    token_endpoint_auth_method: "private_key_jwt",
    token_endpoint_auth_signing_alg: "RS256",
    client_assertion_audience: "token_endpoint",
    id_token_encrypted_response_alg: "ECDH-ES",
    has_secret: false,
    given: { client_secret: false, private_key: undefined },
  };
  const judged = (upstream: JudgedUpstream) => upstreamFaults(upstream, rules).map(({ pointer }) => pointer);
  assertEquals(judged(keyed), []);
  assertEquals(judged({ ...keyed, has_secret: true }), ["/token_endpoint_auth_method"]);
  const bySecret: JudgedUpstream = {
    ...keyed,
    token_endpoint_auth_method: "client_secret_jwt",
    token_endpoint_auth_signing_alg: null,
  };
  assertEquals(judged(bySecret), ["/client_secret"]);
  assertEquals(judged({ ...bySecret, has_secret: true }), []);
  assertEquals(judged({ ...apple, token_endpoint_auth_method: "client_secret_basic" }), [
    "/token_endpoint_auth_method",
  ]);
});

import { assertEquals } from "@std/assert";
import { upstreamPersonRequest } from "../../../src/protocol/upstream/upstream_api_request.ts";
import { endpointsAt, quirksAt } from "../../../src/protocol/upstream/presets/preset_issuer.ts";
import { upstreamRequestAddress } from "../../../src/protocol/upstream/upstream_request.ts";
import {
  tokenRequestAt,
  upstreamTokenRequest,
} from "../../../src/protocol/upstream/upstream_token_request.ts";

const request = {
  client_id: "latchkey",
  redirect_uri: "https://id.example/rp/callback/example",
  scopes: ["openid", "email"],
  state: "state",
  nonce: "nonce",
  code_challenge: "challenge",
};

Deno.test("an authorization request keeps the endpoint's own parameters and has each of ours once (RFC 6749 section 3.1 and 4.1.1)", () => {
  const address = upstreamRequestAddress("https://upstream.example/authorize?tenant=a&state=theirs", {
    ...request,
    login: true,
    max_age: 0,
    ui_locales: "de en",
    form_post: true,
  });
  assertEquals([...new URL(address).searchParams], [
    ["tenant", "a"],
    ["state", "state"],
    ["response_type", "code"],
    ["client_id", "latchkey"],
    ["redirect_uri", "https://id.example/rp/callback/example"],
    ["scope", "openid email"],
    ["nonce", "nonce"],
    ["code_challenge", "challenge"],
    ["code_challenge_method", "S256"],
    ["prompt", "login"],
    ["max_age", "0"],
    ["ui_locales", "de en"],
    ["response_mode", "form_post"],
  ]);
});

Deno.test("the scope for tokens that go on is asked for where tokens are kept alone, and once (OpenID Connect Core section 11)", () => {
  const scopeOf = (more: object) =>
    new URL(
      upstreamRequestAddress("https://upstream.example/authorize", { ...request, ...more }, [
        { name: "offline_scope", scope: "offline_access" },
      ]),
    ).searchParams.get("scope");
  assertEquals(scopeOf({}), "openid email");
  assertEquals(scopeOf({ offline: false }), "openid email");
  assertEquals(scopeOf({ offline: true }), "openid email offline_access");
  assertEquals(scopeOf({ offline: true, scopes: ["offline_access", "openid"] }), "offline_access openid");
});

Deno.test("a token request says who we are in the one way that is set (RFC 6749 section 2.3.1)", () => {
  const grant = { code: "code", redirect_uri: request.redirect_uri, code_verifier: "verifier" };
  const form = { grant_type: "authorization_code", ...grant };
  const client = { client_id: "a client", client_secret: "a+b:c/ü" };
  assertEquals(upstreamTokenRequest(grant, { ...client, method: "client_secret_basic" }), {
    form,
    // The parts are form-encoded first, so that a colon in them parts nothing.
    headers: { authorization: `Basic ${btoa("a+client:a%2Bb%3Ac%2F%C3%BC")}` },
  });
  assertEquals(upstreamTokenRequest(grant, { ...client, method: "client_secret_post" }), {
    form: { ...form, ...client },
    headers: {},
  });
  assertEquals(upstreamTokenRequest(grant, { ...client, method: "none" }), {
    form: { ...form, client_id: "a client" },
    headers: {},
  });
  const asserted = { client_id: "a client", client_assertion: "an assertion" };
  const client_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  for (const method of ["private_key_jwt", "client_secret_jwt"] as const) {
    assertEquals(upstreamTokenRequest(grant, { ...asserted, method }), {
      form: { ...form, ...asserted, client_assertion_type },
      headers: {},
    });
  }
});

Deno.test("a token request by GET keeps the endpoint's own parameters and sends nothing else (WeChat)", () => {
  const grant = { code: "code", redirect_uri: request.redirect_uri, code_verifier: "verifier" };
  const asked = upstreamTokenRequest(grant, {
    client_id: "latchkey",
    client_secret: "a&b",
    method: "client_secret_post",
  }, [{ name: "token_by_get" }, { name: "without_pkce" }]);
  const [address, sent] = tokenRequestAt("https://upstream.example/token?v=2", asked);
  assertEquals(sent, { headers: {} });
  assertEquals([...new URL(address).searchParams], [
    ["v", "2"],
    ["grant_type", "authorization_code"],
    ["code", "code"],
    ["redirect_uri", "https://id.example/rp/callback/example"],
    ["client_id", "latchkey"],
    ["client_secret", "a&b"],
  ]);
});

Deno.test("what an upstream wants to have back of its response is taken once, and left out where it was not there", () => {
  const sent = (response: ReadonlyMap<string, readonly string[]>) => {
    const grant = { code: "code", redirect_uri: "r", code_verifier: "v", response };
    const client = { client_id: "latchkey", client_secret: "", method: "none" } as const;
    return upstreamTokenRequest(grant, client, [{ name: "response_parameters", parameters: ["device_id"] }]);
  };
  const form = {
    grant_type: "authorization_code",
    code: "code",
    redirect_uri: "r",
    code_verifier: "v",
    client_id: "latchkey",
  };
  assertEquals(sent(new Map([["device_id", ["one", "two"]]])), {
    form: { ...form, device_id: "one" },
    headers: {},
  });
  assertEquals(sent(new Map()), { form, headers: {} });
});

Deno.test("a member of a token response that is no text is not sent on, and none passes for the token or for us", () => {
  const quirks = [{
    name: "userinfo_parameters",
    sent: "form",
    parameters: ["access_token", "client_id", "openid", "missing"],
  }] as const;
  const members = { access_token: "theirs", client_id: "theirs", openid: 5 };
  const sources = { access_token: "token", client_id: "latchkey", members };
  assertEquals(upstreamPersonRequest("https://upstream.example/me", sources, quirks), {
    url: "https://upstream.example/me",
    headers: {},
    form: { access_token: "token", client_id: "latchkey" },
  });
});

Deno.test("the issuer that an operator gave stands in every address, as it is and without a slash at its end", () => {
  const of = "https://git.example/$&/a/", base = "https://git.example/$&/a";
  const endpoints = {
    authorization_endpoint: "{issuer}/authorize",
    token_endpoint: "{issuer}/token",
    userinfo_endpoint: "https://api.example/me",
  };
  assertEquals(endpointsAt(endpoints, of), {
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    userinfo_endpoint: "https://api.example/me",
  });
  const mail = { name: "second_call_for_mail", email: "e", primary: "p", verified: "v" } as const;
  assertEquals(quirksAt([{ ...mail, endpoint: "{issuer}/emails" }, { name: "comma_scopes" }], of), [
    { ...mail, endpoint: `${base}/emails` },
    { name: "comma_scopes" },
  ]);
});

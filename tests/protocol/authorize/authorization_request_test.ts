import { assert, assertEquals } from "@std/assert";
import { judgeAuthorizationRequest } from "../../../src/protocol/authorize/authorization_request.ts";
import { sampleClient } from "../../domain/sample_client.ts";
import { type Asked, sampleRequest } from "./sample_request.ts";

function accepted(...given: Parameters<typeof sampleRequest>) {
  const judged = judgeAuthorizationRequest(sampleRequest(...given));
  assert(judged.ok, JSON.stringify(judged));
  return judged.value;
}

function refused(...given: Parameters<typeof sampleRequest>) {
  const judged = judgeAuthorizationRequest(sampleRequest(...given));
  assert(!judged.ok && judged.error.delivery === "redirect", JSON.stringify(judged));
  return judged.error.to;
}

const usual = {
  client_id: "c_example",
  redirect_uri: "https://app.example/callback",
  response_mode: "query",
  response_type: "code",
  state: "some-state",
  nonce: "some-nonce",
  scopes: ["openid", "email"],
  code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  prompt: [],
  acr_values: [],
} as const;

Deno.test("a request that passes is read in full (OpenID Connect Core section 3.1.2.1)", () => {
  assertEquals(accepted(), usual);
  const asked = {
    response_mode: "form_post",
    prompt: "login consent",
    max_age: "0600",
    acr_values: "1  2",
    login_hint: "jane",
    ui_locales: "fr en",
    display: "popup",
    claims_locales: "fr",
    id_token_hint: "verified elsewhere",
    unheard_of: ["a", "b"],
  };
  assertEquals(accepted(asked, { hint: { valid: true, sub: "account-1" } }), {
    ...usual,
    response_mode: "form_post",
    prompt: ["login", "consent"],
    max_age: 600,
    acr_values: ["1", "2"],
    login_hint: "jane",
    ui_locales: "fr en",
    hinted_subs: ["account-1"],
    claims: { userinfo: {}, id_token: {}, locales: ["fr"] },
  });
});

Deno.test("what was not sent is not there, and a code without a challenge says so (RFC 9700 section 4.8.2)", () => {
  const bare: Asked = {
    scope: undefined,
    state: undefined,
    nonce: undefined,
    code_challenge: undefined,
    code_challenge_method: undefined,
  };
  const { state: _state, nonce: _nonce, ...rest } = usual;
  assertEquals(accepted(bare, { policy: { require_pkce: false } }), {
    ...rest,
    scopes: [],
    code_challenge: "-",
  });
});

Deno.test("the client's record gives max_age and acr_values where the request does not (Dynamic Client Registration section 2)", () => {
  const client = sampleClient({ default_max_age: 3600, default_acr_values: ["1"] });
  const { max_age, acr_values } = accepted({}, { client });
  assertEquals([max_age, acr_values], [3600, ["1"]]);
  const asked = accepted({ max_age: "60", acr_values: "2" }, { client });
  assertEquals([asked.max_age, asked.acr_values], [60, ["2"]]);
});

Deno.test("unknown scopes are ignored, and offline_access for a client that may not refresh (OpenID Connect Core section 3.1.2.1 and 11)", () => {
  assertEquals(accepted({ scope: "openid nonsense offline_access" }).scopes, ["openid", "offline_access"]);
  const client = sampleClient({ grant_types: ["authorization_code"] });
  assertEquals(accepted({ scope: "openid offline_access" }, { client }).scopes, ["openid"]);
});

Deno.test("a refusal goes to the proven redirect URI with the state, in the mode that was asked for (RFC 6749 section 4.1.2.1)", () => {
  const { redirect_uri } = usual, state = "some-state";
  assertEquals(refused({ scope: "a  b" }), { redirect_uri, response_mode: "query", state });
  assertEquals(refused({ scope: "a  b", response_mode: "form_post" }), {
    redirect_uri,
    response_mode: "form_post",
    state,
  });
  assertEquals(refused({ scope: "a  b", state: undefined }), { redirect_uri, response_mode: "query" });
});

Deno.test("a refusal uses the default mode where the one asked for does not exist (Multiple Response Types section 2.1)", () => {
  assertEquals(refused({ response_mode: "jwt" }).response_mode, "query");
  assertEquals(
    refused({ response_type: "constructor", response_mode: "web_message" }).response_mode,
    "query",
  );
});

Deno.test("of two states neither is echoed (RFC 6749 section 3.1)", () => {
  assertEquals(refused({ state: ["a", "b"] }).state, undefined);
  assertEquals(refused({ state: ["a", "a"] }).state, undefined);
});

Deno.test("a refusal goes to the loopback port that was asked for (RFC 8252 section 7.3)", () => {
  const client = sampleClient({ redirect_uris: ["http://127.0.0.1/cb"] });
  const asked = { redirect_uri: "http://127.0.0.1:49152/cb", scope: "a  b" };
  assertEquals(refused(asked, { client }).redirect_uri, "http://127.0.0.1:49152/cb");
});

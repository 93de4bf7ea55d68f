import { assertEquals } from "@std/assert";
import { upstreamRequestAddress, upstreamTokenRequest } from "../../src/protocol/upstream_request.ts";

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
});

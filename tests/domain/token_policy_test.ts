import { assertEquals } from "@std/assert";
import { refreshBinding, rotation } from "../../src/domain/token_policy.ts";
import { sampleClient } from "./sample_client.ts";

Deno.test("a refresh token comes with offline_access, or with the session where the client is set so (OpenID Connect Core section 11)", () => {
  const binding = (grants: readonly string[], session: boolean, scopes: readonly string[]) =>
    refreshBinding(sampleClient({ grant_types: grants }, { session_refresh_tokens: session }), scopes);
  const code = ["authorization_code"], both = ["authorization_code", "refresh_token"];
  assertEquals(binding(both, false, ["openid", "offline_access"]), "offline");
  assertEquals(binding(both, true, ["openid", "offline_access"]), "offline");
  assertEquals(binding(both, true, ["openid"]), "session");
  assertEquals(binding(both, false, ["openid"]), "none");
  assertEquals(binding(code, true, ["openid", "offline_access"]), "none");
});

Deno.test("a public client's refresh tokens always rotate (RFC 9700 section 4.14.2)", () => {
  const rotates = (method: "none" | "client_secret_basic", set: "always" | "never") =>
    rotation(sampleClient({ token_endpoint_auth_method: method }, { refresh_rotation: set }));
  assertEquals(rotates("none", "never"), "always");
  assertEquals(rotates("none", "always"), "always");
  assertEquals(rotates("client_secret_basic", "never"), "never");
  assertEquals(rotates("client_secret_basic", "always"), "always");
});

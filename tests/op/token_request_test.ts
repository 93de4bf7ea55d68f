import { assertEquals, assertMatch } from "@std/assert";
import { tokenGrants } from "../../src/op/token_grants.ts";
import { tokenChecks } from "../../src/protocol/token/token_checks.ts";
import { answerOf, post } from "../support/flow.ts";
import { addClient, lastRefusal, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { send } = provider;
const client = await addClient(provider);

const wrongs = [
  { check: "grant_type.present", error: "invalid_request", fields: {} },
  { check: "grant_type.present", error: "invalid_request", fields: { grant_type: "" } },
  { check: "grant_type.supported", error: "unsupported_grant_type", fields: { grant_type: "password" } },
  { check: "grant_type.supported", error: "unsupported_grant_type", fields: { grant_type: "toString" } },
  { check: "grant_type.allowed", error: "unauthorized_client", fields: { grant_type: "client_credentials" } },
  { check: "grant.parameters", error: "invalid_request", fields: { grant_type: "authorization_code" } },
  { check: "grant.parameters", error: "invalid_request", fields: { grant_type: "refresh_token" } },
] as const;

for (const { check, error, fields } of wrongs) {
  Deno.test(`a token request with ${JSON.stringify(fields)} is refused as ${error} by ${check} (RFC 6749 section 5.2)`, async () => {
    const response = await post(send, "/oauth2/token", fields, client);
    assertEquals([response.status, lastRefusal(provider)], [400, check]);
    assertEquals(response.headers.get("cache-control"), "no-store");
    const { error: code, error_description } = await response.json();
    assertEquals(code, error);
    assertMatch(error_description, /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
  });
}

Deno.test("every check of a token request is failed by a request here (RFC 6749 section 5.2)", () => {
  assertEquals(new Set(wrongs.map(({ check }) => check)), new Set(tokenChecks.map(({ id }) => id)));
});

Deno.test("no grant may be used by a client that is not registered for it (RFC 6749 section 5.2)", async () => {
  const none = await addClient(provider, { grant_types: [] });
  for (const { grantType } of tokenGrants) {
    const fields = { grant_type: grantType, code: "x", refresh_token: "x" };
    const answer = await answerOf(await post(send, "/oauth2/token", fields, none));
    assertEquals([answer.status, answer.error], [400, "unauthorized_client"], grantType);
  }
});

for (
  const [what, type, body, status] of [
    ["of JSON", "application/json", `{"grant_type":"client_credentials"}`, 415],
    ["without a content type", "", "grant_type=client_credentials", 415],
    ["that is too long", "application/x-www-form-urlencoded", "a".repeat(65_537), 413],
    ["with a stray percent sign", "application/x-www-form-urlencoded", "grant_type=%", 400],
    ["that is not UTF-8", "application/x-www-form-urlencoded", "grant_type=%c3%28", 400],
    ["with a NUL", "application/x-www-form-urlencoded", "grant_type=a%00b", 400],
  ] as const
) {
  Deno.test(`a token request with a body ${what} is answered ${status} invalid_request (RFC 6749 section 3.2)`, async () => {
    const response = await send("/oauth2/token", {
      method: "POST",
      headers: { "content-type": type },
      body: new TextEncoder().encode(body),
    });
    assertEquals([response.status, (await response.json()).error], [status, "invalid_request"]);
  });
}

Deno.test("the token endpoint takes POST alone (RFC 6749 section 3.2)", async () => {
  const response = await send("/oauth2/token?grant_type=client_credentials");
  assertEquals([response.status, response.headers.get("allow")], [405, "POST, OPTIONS"]);
  await response.body?.cancel();
});

Deno.test("parameters of the token endpoint count in the body alone (RFC 6749 section 3.2)", async () => {
  const machine = await addClient(provider, { grant_types: ["client_credentials"] });
  const response = await post(send, "/oauth2/token?grant_type=client_credentials", {}, machine);
  assertEquals([response.status, (await response.json()).error], [400, "invalid_request"]);
});

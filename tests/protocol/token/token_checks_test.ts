import { assert, assertEquals } from "@std/assert";
import { runChecks } from "../../../src/protocol/check.ts";
import { tokenChecks, type TokenFacts } from "../../../src/protocol/token/token_checks.ts";
import { sampleClient } from "../../domain/sample_client.ts";
import { type Asked, parametersOf } from "../authorize/sample_request.ts";

const grants: TokenFacts["grants"] = [
  { grantType: "authorization_code", required: ["code"] },
  { grantType: "client_credentials", required: [] },
];

const factsOf = (asked: Asked): TokenFacts => ({
  parameters: parametersOf(asked),
  client: sampleClient(),
  grants,
});

const wrong: Readonly<Record<string, readonly Asked[]>> = {
  "grant_type.present": [{}, { code: "abc" }],
  "grant_type.supported": [
    { grant_type: "password" },
    { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer" },
    { grant_type: "constructor" },
    { grant_type: "AUTHORIZATION_CODE", code: "abc" },
  ],
  "grant_type.allowed": [{ grant_type: "client_credentials" }],
  "grant.parameters": [{ grant_type: "authorization_code" }, {
    grant_type: "authorization_code",
    scope: "openid",
  }],
};

Deno.test("a token request passes with a grant that is supported, allowed and complete (RFC 6749 section 4.1.3)", () => {
  assert(runChecks(tokenChecks, factsOf({ grant_type: "authorization_code", code: "abc" })).ok);
});

for (const [id, requests] of Object.entries(wrong)) {
  const { section, error } = tokenChecks.find((check) => check.id === id)!;
  Deno.test(`a token request is refused for ${id} with ${error} (${section})`, () => {
    for (const asked of requests) {
      const judged = runChecks(tokenChecks, factsOf(asked));
      assert(!judged.ok);
      assertEquals([judged.error.why, judged.error.code], [id, error], JSON.stringify(asked));
    }
  });
}

Deno.test("every check of a token request has a request that fails it", () => {
  assertEquals(Object.keys(wrong), tokenChecks.map(({ id }) => id));
});

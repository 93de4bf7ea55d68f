import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { responseTypes } from "../../../src/domain/response_type.ts";
import { redirectChecks } from "../../../src/protocol/authorize/authorization_checks.ts";
import type { AuthorizationFacts } from "../../../src/protocol/authorize/authorization_facts.ts";
import { judgeAuthorizationRequest } from "../../../src/protocol/authorize/authorization_request.ts";
import { pageChecks } from "../../../src/protocol/client/proof_checks.ts";
import { sampleClient } from "../../domain/sample_client.ts";
import { type Asked, sampleRequest } from "./sample_request.ts";

interface Wrong {
  readonly check: string;
  readonly asked?: Asked;
  readonly facts?: Partial<AuthorizationFacts>;
}

const some = "x".repeat(43);

const hinted = { hint: { valid: true, sub: "a" } } as const;

/** A tenant that allows every response type, and a client that is registered for them. */
const legacy = { response_types: Object.keys(responseTypes) };
const tokens = {
  policy: legacy,
  client: sampleClient({
    response_types: Object.keys(responseTypes),
    grant_types: ["authorization_code", "implicit"],
  }),
};

/** For each check, in its order, requests in which it alone fails. */
const wrong: readonly Wrong[] = [
  { check: "client_id.once", asked: { client_id: ["c_example", "c_example"] } },
  {
    check: "client_id.once",
    asked: { redirect_uri: ["https://app.example/callback", "https://evil.example/"] },
  },
  { check: "client_id.present", asked: { client_id: undefined } },
  { check: "client_id.document", facts: { document: "could not be fetched" } },
  { check: "client_id.known", asked: { client_id: "c_unknown" }, facts: { client: undefined } },
  { check: "redirect_uri.present", asked: { redirect_uri: undefined } },
  { check: "redirect_uri.registered", asked: { redirect_uri: "https://app.example/callback/" } },
  {
    check: "redirect_uri.registered",
    facts: { client: sampleClient({ redirect_uris: ["https://other.example/"] }) },
  },
  { check: "parameters.once", asked: { scope: ["openid", "openid"] } },
  { check: "parameters.once", asked: { state: ["a", "b"] } },
  { check: "parameters.length", asked: { nonce: "n".repeat(2049) } },
  { check: "parameters.length", asked: { state: "s".repeat(4097) } },
  { check: "parameters.length", asked: { claims: `{}${" ".repeat(8191)}` } },
  { check: "parameters.length", asked: { prompt: Array(400).fill("login").join(" ") } },
  { check: "registration.unsupported", asked: { registration: "{}" } },
  { check: "response_type.present", asked: { response_type: undefined } },
  { check: "response_type.supported", asked: { response_type: "token" } },
  { check: "response_type.supported", asked: { response_type: "code id_token" } },
  { check: "response_type.supported", asked: { response_type: "constructor" } },
  { check: "response_type.supported", asked: { response_type: "CODE" } },
  { check: "response_type.allowed", facts: { client: sampleClient({ response_types: [] }) } },
  { check: "response_type.allowed", facts: { client: sampleClient({ grant_types: ["refresh_token"] }) } },
  { check: "response_type.allowed", asked: { response_type: "token" }, facts: { policy: legacy } },
  {
    check: "response_type.allowed",
    asked: { response_type: "code id_token" },
    facts: { policy: legacy, client: sampleClient({ response_types: ["code id_token"] }) },
  },
  { check: "response_mode.supported", asked: { response_mode: "query.jwt" } },
  { check: "response_mode.fits", asked: { response_type: "token", response_mode: "query" }, facts: tokens },
  {
    check: "response_mode.fits",
    asked: { response_type: "id_token code", response_mode: "query" },
    facts: tokens,
  },
  { check: "nonce.present", asked: { response_type: "id_token", nonce: undefined }, facts: tokens },
  {
    check: "nonce.present",
    asked: { response_type: "code id_token token", nonce: undefined },
    facts: tokens,
  },
  { check: "scope.openid", asked: { response_type: "id_token", scope: "email" }, facts: tokens },
  { check: "scope.openid", asked: { response_type: "id_token token", scope: undefined }, facts: tokens },
  { check: "response_mode.supported", asked: { response_mode: "query form_post" } },
  { check: "scope.syntax", asked: { scope: "openid  email" } },
  { check: "scope.syntax", asked: { scope: 'openid "email"' } },
  { check: "scope.allowed", facts: { client: sampleClient({ scope: "openid" }) } },
  { check: "code_challenge.present", asked: { code_challenge: undefined } },
  { check: "code_challenge_method.supported", asked: { code_challenge_method: "plain" } },
  { check: "code_challenge_method.supported", asked: { code_challenge_method: undefined } },
  {
    check: "code_challenge_method.supported",
    asked: { code_challenge: undefined },
    facts: { policy: { require_pkce: false } },
  },
  { check: "code_challenge.syntax", asked: { code_challenge: some.slice(1) } },
  { check: "code_challenge.syntax", asked: { code_challenge: `${some}=` } },
  { check: "prompt.known", asked: { prompt: "none login" } },
  { check: "prompt.known", asked: { prompt: "login create" } },
  { check: "prompt.known", asked: { prompt: "None" } },
  { check: "max_age.number", asked: { max_age: "-1" } },
  { check: "max_age.number", asked: { max_age: "1.5" } },
  { check: "max_age.number", asked: { max_age: "\u0663" } },
  { check: "max_age.number", asked: { max_age: "9".repeat(11) } },
  { check: "id_token_hint.valid", facts: { hint: { valid: false, why: "bad_signature" } } },
  { check: "claims.json", asked: { claims: "name" } },
  { check: "claims.json", asked: { claims: "null" } },
  { check: "claims.json", asked: { claims: '["name"]' } },
  { check: "claims.json", asked: { claims: '{"userinfo": {}' } },
  { check: "claims.members", asked: { claims: '{"userinfo": ["name"]}' } },
  { check: "claims.members", asked: { claims: '{"id_token": {"name": true}}' } },
  { check: "claims.members", asked: { claims: '{"id_token": {"name": {"essential": "yes"}}}' } },
  { check: "claims.members", asked: { claims: '{"userinfo": {"name": {"values": "Jane"}}}' } },
  { check: "claims.members", asked: { claims: '{"userinfo": {"name": {"values": []}}}' } },
  { check: "claims.members", asked: { claims: '{"userinfo": {"name": {"value": "\\u0000"}}}' } },
  { check: "claims.members", asked: { claims: '{"userinfo": {"name": {"value": "\\ud800"}}}' } },
  { check: "claims.sub", asked: { claims: '{"id_token": {"sub": {"value": "b"}}}' }, facts: hinted },
  { check: "claims.sub", asked: { claims: '{"id_token": {"sub": {"value": 1}}}' } },
  { check: "claims.sub", asked: { claims: '{"id_token": {"sub": {"value": {}}}}' } },
  {
    check: "claims.sub",
    asked: { claims: '{"userinfo": {"sub": {"value": "a"}}, "id_token": {"sub": {"values": ["b", "c"]}}}' },
  },
  { check: "acr.offered", asked: { claims: '{"id_token": {"acr": {"essential": true, "value": "2"}}}' } },
  { check: "acr.offered", asked: { claims: '{"id_token": {"acr": {"essential": true, "values": [{}]}}}' } },
];

const table = [...pageChecks, ...redirectChecks];
const position = (check: string) => table.findIndex(({ id }) => id === check);

const told = ({ asked }: Wrong) =>
  asked ? Object.entries(asked).map(([name, value]) => `${name}=${value ?? ""}`).join(" ") : "by its facts";

for (const row of wrong) {
  Deno.test(`a request is refused for ${row.check} and nothing else: ${told(row)} (${table[position(row.check)]?.section})`, () => {
    const facts = sampleRequest(row.asked, row.facts);
    const judged = judgeAuthorizationRequest(facts);
    assert(!judged.ok);
    const { delivery, error } = judged.error, check = table[position(row.check)]!;
    assertEquals([error.why, error.code], [row.check, check.error]);
    assertEquals(delivery, position(row.check) < pageChecks.length ? "page" : "redirect");
    assert(error.trace?.every(({ id, held }) => held === (id !== row.check)), "No other check fails");
  });
}

Deno.test("every check of an authorization request has a request that fails it", () => {
  assertEquals([...new Set(wrong.map(({ check }) => check))], table.map(({ id }) => id));
});

Deno.test("of several faults the first of the table is told, and none reaches the client before it is proven (RFC 6749 section 4.1.2.1)", () => {
  fc.assert(
    fc.property(fc.subarray([...wrong], { minLength: 2 }), (rows) => {
      const asked = Object.assign({}, ...rows.map((row) => row.asked ?? {}));
      const facts = Object.assign({}, ...rows.map((row) => row.facts ?? {}));
      const request = sampleRequest(asked, facts), judged = judgeAuthorizationRequest(request);
      const failing = table.filter(({ holds }, at) => {
        // A later check may be asked only where the client is known.
        try {
          return !holds(request);
        } catch {
          assert(at >= pageChecks.length && !request.client);
          return false;
        }
      });
      if (judged.ok) return assertEquals(failing, []);
      assertEquals(judged.error.error.why, failing[0]?.id);
      assertEquals(judged.error.delivery, position(failing[0]!.id) < pageChecks.length ? "page" : "redirect");
    }),
    { numRuns: 300 },
  );
});

Deno.test("with the change that a failing check proposes every check holds", () => {
  for (const { check: id, asked, facts } of wrong) {
    const mended = table[position(id)]!.mend(sampleRequest(asked, facts)).facts;
    assertEquals(table.filter(({ holds }) => !holds(mended)).map((check) => check.id), [], id);
  }
});

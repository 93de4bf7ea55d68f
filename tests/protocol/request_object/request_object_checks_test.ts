import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { redirectChecks } from "../../../src/protocol/authorize/authorization_checks.ts";
import {
  judgeAuthorizationRequest,
  withRequestObject,
} from "../../../src/protocol/authorize/authorization_request.ts";
import { dangerousHeaders } from "../../../src/protocol/compact_jws.ts";
import { pageChecks } from "../../../src/protocol/client/proof_checks.ts";
import { requestObjectChecks } from "../../../src/protocol/request_object/request_object_checks.ts";
import { sampleClient } from "../../domain/sample_client.ts";
import { sampleRequest } from "../authorize/sample_request.ts";
import { type Differing, issuer, now, sampleWithObject, strictClient } from "./sample_request_object.ts";

interface Wrong extends Differing {
  readonly check: string;
}

const none = { jws: undefined };

/** For each check, in its order, requests in which it alone fails. */
const wrong: readonly Wrong[] = [
  { check: "request.one_way", beside: { request_uri: "https://app.example/request.jwt" } },
  { check: "request_object.beside_once", beside: { state: ["a", "b"] } },
  {
    check: "request_object.beside_once",
    beside: { request: ["an.encoded.object", "another.encoded.object"] },
  },
  { check: "request_uri.registered", read: { located: "unregistered", ...none } },
  { check: "request_uri.rate", read: { located: "held_back", ...none } },
  { check: "request_uri.fetched", read: { located: "not_fetched", ...none } },
  { check: "request_object.encryption", read: { sealed: "undecipherable", ...none } },
  { check: "request_object.form", read: none },
  ...dangerousHeaders.map((name) => ({ check: "request_object.header", header: { [name]: "anything" } })),
  { check: "request_object.algorithm", header: { alg: "none" } },
  { check: "request_object.algorithm", header: { alg: "HS256" } },
  { check: "request_object.algorithm", header: { alg: ["ES256"] } },
  { check: "request_object.algorithm", header: { alg: undefined } },
  {
    check: "request_object.algorithm",
    facts: { client: sampleClient({ request_object_signing_alg: "PS256" }) },
  },
  { check: "request_object.signature", read: { unsigned: "bad_signature" } },
  { check: "request_object.type", header: { typ: "at+jwt" } },
  { check: "request_object.type", header: { typ: 7 } },
  { check: "request_object.issuer", claims: { iss: "c_other" } },
  { check: "request_object.issuer", claims: { iss: ["c_example"] } },
  { check: "request_object.audience", claims: { aud: "https://other.example" } },
  { check: "request_object.audience", claims: { aud: [`${issuer}/oauth2/authorize`] } },
  { check: "request_object.audience", claims: { aud: [] } },
  { check: "request_object.audience", claims: { aud: { toString: 1 } } },
  { check: "request_object.time", claims: { exp: now - 10 } },
  { check: "request_object.time", claims: { exp: `${now + 60}` } },
  { check: "request_object.time", claims: { exp: { valueOf: 1 } } },
  { check: "request_object.time", claims: { nbf: now + 11 } },
  { check: "request_object.time", claims: { nbf: null } },
  { check: "request_object.claims", claims: { request: "e30.e30.c2ln" } },
  { check: "request_object.claims", claims: { request_uri: "https://app.example/request.jwt" } },
  { check: "request_object.claims", claims: { sub: "c_example" } },
  { check: "request_object.claims", claims: { nonce: "a\0b" } },
  { check: "request_object.claims", claims: { claims: { userinfo: { name: { value: "\ud800" } } } } },
  { check: "request_object.agrees", claims: { client_id: "c_other" } },
  { check: "request_object.agrees", beside: { response_type: "code id_token" } },
  { check: "request_object.agrees", beside: { scope: "profile" } },
  { check: "request_object.agrees", claims: { scope: "email" } },
];

const required: Wrong = { check: "request_object.required", facts: { client: strictClient } };
const byTenant: Wrong = {
  check: "request_object.required",
  facts: { policy: { require_signed_request_object: true } },
};
const section = (check: string) => requestObjectChecks.find(({ id }) => id === check)?.section;

const factsOf = (row: Wrong) =>
  row.check === "request_object.required" ? sampleRequest({}, row.facts) : sampleWithObject(row);

const told = ({ check: _, ...row }: Wrong) => JSON.stringify(row);

for (const row of [required, byTenant, ...wrong]) {
  Deno.test(`a request is refused for ${row.check} and nothing else: ${told(row)} (${section(row.check)})`, () => {
    const facts = factsOf(row), judged = judgeAuthorizationRequest(facts);
    assert(!judged.ok);
    const { delivery, error } = judged.error;
    const check = requestObjectChecks.find(({ id }) => id === row.check)!;
    assertEquals([error.why, error.code, delivery], [row.check, check.error, "redirect"]);
    assert(error.trace?.every(({ id, held }) => held === (id !== row.check)), "No other check fails");
    assert(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(error.description), error.description);
  });

  Deno.test(`with the change that ${row.check} proposes for ${told(row)} every check holds`, () => {
    const check = requestObjectChecks.find(({ id }) => id === row.check)!;
    const mended = withRequestObject(check.mend(withRequestObject(factsOf(row))).facts);
    const rows = [...pageChecks, ...requestObjectChecks, ...redirectChecks];
    assertEquals(rows.filter(({ holds }) => !holds(mended)).map(({ id }) => id), []);
  });

  Deno.test(`where the redirect URI is not proven, ${row.check} is told on a page: ${told(row)} (RFC 6749 section 4.1.2.1)`, () => {
    const facts = factsOf(row), bad: readonly string[] = ["https://evil.example/"];
    const parameters = new Map([...facts.parameters, ["redirect_uri", bad]]);
    const object = facts.object && { ...facts.object, beside: parameters };
    const judged = judgeAuthorizationRequest({ ...facts, parameters, object });
    assert(!judged.ok);
    assertEquals([judged.error.delivery, judged.error.error.why], ["page", row.check]);
  });
}

Deno.test("every check of a request object has a request that fails it", () => {
  assertEquals(
    [...new Set([required, ...wrong].map(({ check }) => check))],
    requestObjectChecks.map(({ id }) => id),
  );
});

Deno.test("of several faults the first of the table is told (RFC 6749 section 4.1.2.1)", () => {
  const order = requestObjectChecks.map(({ id }) => id);
  fc.assert(
    fc.property(fc.subarray([...wrong], { minLength: 2 }), (rows) => {
      const merged = sampleWithObject({
        header: Object.assign({}, ...rows.map(({ header }) => header ?? {})),
        claims: Object.assign({}, ...rows.map(({ claims }) => claims ?? {})),
        beside: Object.assign({}, ...rows.map(({ beside }) => beside ?? {})),
        read: Object.assign({}, ...rows.map(({ read }) => read ?? {})),
        facts: Object.assign({}, ...rows.map(({ facts }) => facts ?? {})),
      });
      const judged = judgeAuthorizationRequest(merged);
      const failing = requestObjectChecks.filter(({ holds }) => !holds(merged)).map(({ id }) => id);
      if (judged.ok) return assertEquals(failing, []);
      assertEquals(judged.error.error.why, failing[0]);
      assertEquals(failing, order.filter((id) => failing.includes(id)));
    }),
    { numRuns: 300 },
  );
});

Deno.test("a request without an object, of a client that need not sign, is judged by no row about objects", () => {
  const judged = judgeAuthorizationRequest(sampleRequest({ scope: "openid  email" }));
  assert(!judged.ok);
  assert(judged.error.error.trace?.every(({ id }) => !requestObjectChecks.some((check) => check.id === id)));
});

Deno.test("what is in the object wins, and what it does not say is taken from beside it (OpenID Connect Core section 6.1)", () => {
  const judged = judgeAuthorizationRequest(
    sampleWithObject({
      claims: { state: "inside", nonce: undefined, max_age: 60 },
      beside: { nonce: "beside" },
    }),
  );
  assert(judged.ok);
  assertEquals([judged.value.state, judged.value.nonce, judged.value.max_age], ["inside", "beside", 60]);
});

Deno.test("of a client that has to sign, nothing beside the object counts but client_id (RFC 9101 section 10.5)", () => {
  const judged = judgeAuthorizationRequest(
    sampleWithObject({ claims: { state: undefined, nonce: undefined }, facts: { client: strictClient } }),
  );
  assert(judged.ok);
  assertEquals([judged.value.state, judged.value.nonce], [undefined, undefined]);
  const bare = judgeAuthorizationRequest(
    sampleWithObject({ claims: { redirect_uri: undefined }, facts: { client: strictClient } }),
  );
  assert(!bare.ok);
  assertEquals([bare.error.delivery, bare.error.error.why], ["page", "redirect_uri.present"]);
});

Deno.test("what an object says is judged by the rows of every request (RFC 9101 section 6.3)", () => {
  const refusals = [
    [{ scope: "openid  email" }, "scope.syntax", "redirect"],
    [{ redirect_uri: "https://evil.example/" }, "redirect_uri.registered", "page"],
    [{ response_mode: "jwt" }, "response_mode.supported", "redirect"],
    [{ max_age: -1 }, "max_age.number", "redirect"],
    [{ prompt: ["login"] }, "prompt.known", "redirect"],
    [{ registration: {} }, "registration.unsupported", "redirect"],
    [{ login_hint: "x".repeat(2049) }, "parameters.length", "redirect"],
  ] as const;
  for (const [claims, why, delivery] of refusals) {
    const judged = judgeAuthorizationRequest(sampleWithObject({ claims }));
    assert(!judged.ok);
    assertEquals([judged.error.error.why, judged.error.delivery], [why, delivery]);
  }
});

Deno.test("claims may be an object in a request object, as RFC 9101 section 4 writes it", () => {
  const asked = { userinfo: { name: { essential: true } } };
  for (const claims of [asked, JSON.stringify(asked)]) {
    const judged = judgeAuthorizationRequest(sampleWithObject({ claims: { claims } }));
    assert(judged.ok);
    assertEquals(judged.value.claims?.userinfo !== undefined, true);
  }
});

Deno.test("the order of a response type's values is no difference (OAuth 2.0 Multiple Response Type Encoding Practices section 5)", () => {
  const facts = sampleWithObject({
    claims: { response_type: "id_token code" },
    beside: { response_type: "code id_token" },
  });
  const agrees = requestObjectChecks.find(({ id }) => id === "request_object.agrees")!;
  assert(agrees.holds(facts));
});

Deno.test("an object may leave out typ, iss, aud, exp and nbf, and be for several audiences (OpenID Connect Core section 6.1)", () => {
  const claims = { iss: undefined, aud: undefined, exp: undefined, nbf: undefined };
  assert(judgeAuthorizationRequest(sampleWithObject({ claims, header: { typ: undefined } })).ok);
  assert(judgeAuthorizationRequest(sampleWithObject({ header: { typ: "JWT" } })).ok);
  assert(
    judgeAuthorizationRequest(sampleWithObject({ header: { typ: "application/oauth-authz-req+jwt" } })).ok,
  );
  assert(
    judgeAuthorizationRequest(sampleWithObject({ claims: { aud: ["https://other.example", issuer] } })).ok,
  );
  assert(judgeAuthorizationRequest(sampleWithObject({ claims: { exp: now - 9, nbf: now + 10 } })).ok);
});

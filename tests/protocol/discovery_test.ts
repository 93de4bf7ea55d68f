import { assert, assertEquals } from "@std/assert";
import { discoveryDocument } from "../../src/protocol/discovery.ts";
import { endpoints } from "../../src/protocol/endpoints.ts";

const registered = {
  grantTypes: ["authorization_code", "refresh_token"],
  locales: ["en", "fr"],
  mappedClaims: ["department", "name"],
  acrValues: ["1", "gold"],
};
const issuer = "https://id.example/t/acme";
const policy = { scopes: ["orders"], registration: "open", session_management: true } as const;
const metadata = discoveryDocument(issuer, policy, registered);

/** Members that are REQUIRED, with the section that says so. */
const required: Readonly<Record<string, readonly string[]>> = {
  "OpenID Connect Discovery section 3": [
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "jwks_uri",
    "response_types_supported",
    "subject_types_supported",
    "id_token_signing_alg_values_supported",
  ],
  "RFC 8414 section 2": ["issuer", "authorization_endpoint", "token_endpoint", "response_types_supported"],
};

for (const [section, members] of Object.entries(required)) {
  Deno.test(`metadata has every member that ${section} requires`, () => {
    for (const member of members) {
      const value = metadata[member];
      assert(typeof value === "string" ? value !== "" : Array.isArray(value) && value.length > 0, member);
    }
  });
}

Deno.test("RS256 can sign ID tokens, and none cannot (OpenID Connect Discovery section 3)", () => {
  const algorithms = metadata.id_token_signing_alg_values_supported as readonly string[];
  assertEquals([algorithms.includes("RS256"), algorithms.includes("none")], [true, false]);
});

Deno.test("openid is among the scopes, as are the tenant's own (OpenID Connect Discovery section 3)", () => {
  const scopes = metadata.scopes_supported as readonly string[];
  assertEquals([scopes.includes("openid"), scopes.includes("orders")], [true, true]);
});

Deno.test("the issuer is the configured one, and every URL is built from it (RFC 8414 section 3.3)", () => {
  assertEquals(metadata.issuer, issuer);
  for (const [name, path] of Object.entries(endpoints)) assertEquals(metadata[name], issuer + path);
  const urls = Object.entries(metadata).filter(([, value]) => typeof value === "string");
  for (const [name, url] of urls) assert((url as string).startsWith(issuer), name);
});

Deno.test("every list has at least one value and none twice (RFC 8414 section 2)", () => {
  const lists = Object.entries(metadata).filter(([name]) =>
    name.endsWith("_supported") && !/_parameter_|_logout_|_document_/.test(name)
  );
  for (const [name, value] of lists) {
    assert(Array.isArray(value) && value.length > 0, name);
    assertEquals(new Set(value).size, value.length, name);
  }
  assertEquals(Object.keys(metadata).filter((name) => metadata[name] === undefined), []);
});

Deno.test("grants and locales are those registered, and nothing else (RFC 8414 section 2)", () => {
  assertEquals(metadata.grant_types_supported, registered.grantTypes);
  assertEquals(metadata.ui_locales_supported, registered.locales);
});

Deno.test("request objects are taken signed, by value and from registered addresses (OpenID Connect Discovery section 3)", () => {
  const { request_parameter_supported, request_uri_parameter_supported, require_request_uri_registration } =
    metadata;
  assertEquals(
    [request_parameter_supported, request_uri_parameter_supported, require_request_uri_registration],
    [true, true, true],
  );
  const signed = metadata.request_object_signing_alg_values_supported as readonly string[];
  assert(signed.includes("RS256") && !signed.includes("none"), signed.join());
  assertEquals(metadata.require_signed_request_object, false);
  const strict = discoveryDocument(issuer, { require_signed_request_object: true }, registered);
  assertEquals(strict.require_signed_request_object, true);
});

Deno.test("what silence would claim otherwise is said (OpenID Connect Discovery section 3)", () => {
  // Absent, it would mean client_secret_basic alone; and response_modes_supported would mean query and fragment.
  assert(Array.isArray(metadata.token_endpoint_auth_methods_supported));
  assertEquals(metadata.response_modes_supported, ["query", "fragment", "form_post"]);
});

Deno.test("S256 is offered, plain is not, and every answer carries iss (RFC 9700 section 2.1.1, RFC 9207 section 3)", () => {
  assertEquals(metadata.code_challenge_methods_supported, ["S256"]);
  assertEquals(metadata.authorization_response_iss_parameter_supported, true);
});

Deno.test("a client without credentials may use the token and revocation endpoints, not introspection (RFC 7662 section 2.1)", () => {
  const methods = (name: string) =>
    (metadata[`${name}_endpoint_auth_methods_supported`] as string[]).includes("none");
  assertEquals(["token", "revocation", "introspection"].map(methods), [true, true, false]);
});

Deno.test("a registration endpoint is named only where clients may register (RFC 8414 section 2)", () => {
  const named = (registration: "closed" | "token" | undefined) =>
    "registration_endpoint" in discoveryDocument(issuer, registration ? { registration } : {}, registered);
  assertEquals([named(undefined), named("closed"), named("token")], [false, false, true]);
});

Deno.test("claims of the metadata are the standard ones, those of tokens and the custom ones, each once (OpenID Connect Discovery section 3)", () => {
  const claims = metadata.claims_supported as readonly string[];
  assertEquals(claims.length, new Set(claims).size);
  for (const name of ["sub", "acr", "birthdate", "department"]) assert(claims.includes(name), name);
});

Deno.test("the classes that somebody vouches for are listed (OpenID Connect Discovery section 3)", () => {
  assertEquals(metadata.acr_values_supported, ["1", "gold"]);
});

Deno.test("c_hash is among the claims where an ID token comes with a code, and only there (OpenID Connect Core section 3.3.2.11)", () => {
  const listed = (response_types: readonly string[]) =>
    (discoveryDocument(issuer, { response_types }, registered).claims_supported as readonly string[])
      .includes("c_hash");
  assertEquals([["code id_token"], ["code", "code id_token token"]].map(listed), [true, true]);
  assertEquals([["code"], ["code", "code token"], ["id_token token", "none"]].map(listed), [
    false,
    false,
    false,
  ]);
});

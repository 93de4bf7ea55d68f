import { assert, assertEquals } from "@std/assert";
import { clientMetadataFields } from "../../../src/protocol/client/client_metadata_fields.ts";
import { clientMetadataMembers } from "../../../src/protocol/client/client_metadata_schema.ts";
import { publicOnly } from "../../support/documents.ts";
import { judgeRegistration } from "../../../src/protocol/client/client_registration.ts";

const grantTypes = ["authorization_code", "client_credentials", "refresh_token"];
const setting = { origin: "token", policy: {}, grantTypes, fetchRules: publicOnly } as const;
const taken = Object.keys(clientMetadataMembers(grantTypes, ["code"]));
const base = { redirect_uris: ["https://app.example/callback"] };

/** What a member takes and what it does not: a row for each that is taken. */
interface Samples {
  readonly valid: readonly unknown[];
  readonly invalid: readonly unknown[];
  /** invalid_client_metadata where nothing is said. */
  readonly error?: "invalid_redirect_uri";
  /** Members without which a valid value would break a rule between members. */
  readonly beside?: Readonly<Record<string, unknown>>;
}

const publicKey = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
const text = { valid: ["a"], invalid: ["", 7, ["a"], {}, true, "a".repeat(2001)] };
const shown: Samples = {
  valid: ["https://app.example", "https://app.example/page?a=b"],
  invalid: [
    "",
    7,
    "/page",
    "http://app.example/",
    "http://localhost/",
    "javascript:alert(1)",
    "data:text/html,a",
    "https://ada@app.example/",
    "https://app.example/#a",
    "com.example.app:/page",
    ["https://app.example"],
  ],
};

/** What is encrypted to a client, with keys that are somewhere else. */
const encrypted = (response: "id_token" | "userinfo"): Readonly<Record<string, Samples>> => {
  const alg = `${response}_encrypted_response_alg`, jwks_uri = "https://app.example/jwks.json";
  return {
    [alg]: {
      valid: ["RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A256KW"],
      invalid: ["RSA1_5", "dir", "A128KW", "PBES2-HS256+A128KW", "none", "", 7],
      beside: { jwks_uri },
    },
    [`${response}_encrypted_response_enc`]: {
      valid: ["A128CBC-HS256", "A256CBC-HS512", "A128GCM", "A256GCM"],
      invalid: ["A128CBC", "none", "", 7],
      beside: { jwks_uri, [alg]: "ECDH-ES" },
    },
  };
};

const samples: Readonly<Record<string, Samples>> = {
  redirect_uris: {
    error: "invalid_redirect_uri",
    valid: [
      ["https://app.example/callback"],
      ["http://127.0.0.1/cb", "http://[::1]:8080/cb", "http://localhost:3000/cb"],
      ["com.example.app:/cb", "com.example.app://cb"],
      ["https://app.example/cb?a=b", "http://localhost/cb", "com.example.app:/cb"],
    ],
    invalid: [
      [],
      "https://app.example/callback",
      [7],
      [""],
      ["/callback"],
      ["https://app.example/#fragment"],
      ["https://ada:secret@app.example/"],
      ["http://app.example/callback"],
      ["http://127.0.0.2/callback"],
      ["http://localhost.evil.example/callback"],
      ["http://127.0.0.1.evil.example/"],
      ["myapp://callback"],
      ["javascript:alert(1)"],
      ["data:text/html,a"],
      ["file:///etc/passwd"],
      ["blob:https://app.example/a"],
      ["https://app.example/ä"],
      ["https://app.example/ b"],
      ["https://app.example/callback", "https://app.example/callback"],
      ["a".repeat(2001)],
      Array.from({ length: 101 }, (_, i) => `https://app.example/${i}`),
    ],
  },
  post_logout_redirect_uris: {
    valid: [["https://app.example/"], ["https://app.example/bye?from=us"], []],
    // Without a redirect URI of a device the client is one of the web.
    invalid: [["http://app.example/"], ["com.example.app:/out"], ["/"], [7], "https://app.example/"],
  },
  client_name: { ...text, invalid: ["", 7, ["a"], {}, "a".repeat(201), "a\0", "\ud800"] },
  client_uri: shown,
  logo_uri: shown,
  policy_uri: shown,
  tos_uri: shown,
  initiate_login_uri: shown,
  contacts: {
    valid: [["ops@app.example"], []],
    invalid: ["ops@app.example", [7], [""], Array(21).fill("a")],
  },
  application_type: { valid: ["web", "native"], invalid: ["", "Web", "browser", 7] },
  grant_types: {
    valid: [["authorization_code"], ["refresh_token", "authorization_code"], [
      "authorization_code",
      "of_nobody",
    ]],
    invalid: [[], ["of_nobody"], "authorization_code", [7], ["client_credentials"]],
    beside: { response_types: ["code"] },
  },
  response_types: {
    valid: [["code"], ["code", "of_nobody"]],
    invalid: [[], ["of_nobody"], "code", [7]],
  },
  token_endpoint_auth_method: {
    beside: { jwks: { keys: [publicKey] } },
    valid: ["none", "client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt"],
    invalid: ["", "tls_client_auth", "password", 7],
  },
  scope: { valid: ["openid", "openid email"], invalid: ["", 7, ["openid"], "a".repeat(2001)] },
  id_token_signed_response_alg: { valid: ["RS256", "ES256"], invalid: ["none", "HS256", "", 7] },
  default_max_age: { valid: [0, 3600], invalid: [-1, 1.5, "3600", 2 ** 40] },
  require_auth_time: { valid: [true, false], invalid: ["true", 1] },
  default_acr_values: {
    valid: [["1"], [], ["urn:example:gold", "1"], ["a".repeat(200)]],
    invalid: [
      "1",
      ["gold silver"],
      ['"'],
      [""],
      ["1", "1"],
      ["a".repeat(201)],
      Array.from({ length: 21 }, String),
      [1],
    ],
  },
  jwks: {
    valid: [{ keys: [publicKey] }],
    invalid: [
      { keys: [] },
      { keys: [{}] },
      {},
      [publicKey],
      "keys",
      { keys: [{ ...publicKey, d: "AAAA" }] },
      {
        keys: [{ kty: "oct", k: "AAAA" }],
      },
    ],
  },
  jwks_uri: {
    valid: ["https://app.example/jwks.json"],
    invalid: [
      "",
      7,
      "http://app.example/jwks.json",
      "https://127.0.0.1/jwks.json",
      "https://[::1]/jwks.json",
      "https://app.example:8443/jwks.json",
      "https://ada@app.example/jwks.json",
      "file:///etc/passwd",
    ],
  },
  token_endpoint_auth_signing_alg: {
    // What the secret of a client signs is none of the algorithms of its keys.
    beside: { token_endpoint_auth_method: "private_key_jwt", jwks: { keys: [publicKey] } },
    valid: ["PS256", "ES256", "EdDSA", "Ed25519"],
    invalid: ["", 7, "none", "HS256", "ES256K", "es256", ["ES256"]],
  },
  subject_type: { valid: ["public", "pairwise"], invalid: ["", "private", 7, ["pairwise"]] },
  sector_identifier_uri: {
    valid: ["https://app.example/redirect_uris.json"],
    invalid: ["", 7, "http://app.example/redirect_uris.json", "/redirect_uris.json"],
  },
  backchannel_logout_uri: {
    valid: ["https://app.example/logged-out"],
    invalid: ["", 7, "http://app.example/", "/out", "javascript:alert(1)", "https://app.example/#a"],
  },
  frontchannel_logout_uri: {
    valid: ["https://app.example/logged-out"],
    invalid: ["", 7, "http://app.example/", "/out", "https://other.example/", "https://app.example/#a"],
  },
  backchannel_logout_session_required: { valid: [true, false], invalid: ["true", 1] },
  frontchannel_logout_session_required: { valid: [true, false], invalid: ["true", 1] },
  userinfo_signed_response_alg: {
    valid: ["RS256", "ES256", "EdDSA"],
    invalid: ["none", "HS256", "", 7, ["RS256"]],
  },
  ...encrypted("id_token"),
  ...encrypted("userinfo"),
  request_object_signing_alg: { valid: ["RS256", "PS512", "EdDSA"], invalid: ["none", "HS256", "", 7] },
  request_object_encryption_alg: {
    valid: ["RSA-OAEP-256", "ECDH-ES"],
    invalid: ["RSA1_5", "RSA-OAEP", "dir", "", 7],
  },
  request_object_encryption_enc: {
    valid: ["A128CBC-HS256", "A256GCM"],
    invalid: ["A192GCM", "", 7],
    beside: { request_object_encryption_alg: "ECDH-ES" },
  },
  request_uris: {
    valid: [["https://app.example/request.jwt"], ["https://app.example/r#GkurKxf5T0Y"], []],
    invalid: [
      "https://app.example/request.jwt",
      [7],
      [""],
      ["http://app.example/request.jwt"],
      ["urn:example:request"],
      ["https://127.0.0.1/request.jwt"],
      ["https://[::1]/request.jwt"],
      ["https://app.example:8443/request.jwt"],
      ["https://ada@app.example/request.jwt"],
      [`https://app.example/${"r".repeat(493)}`],
      ["https://app.example/r", "https://app.example/r"],
    ],
  },
  require_signed_request_object: {
    valid: [true, false],
    invalid: ["true", 1],
    beside: { jwks: { keys: [publicKey] } },
  },
  software_id: { ...text, invalid: ["", 7, "a".repeat(201)] },
  software_version: { ...text, invalid: ["", 7, "a".repeat(201)] },
};

Deno.test("every member that is taken is one of a standard, and has a row of samples here", () => {
  assertEquals(taken.filter((name) => !Object.hasOwn(clientMetadataFields, name)), []);
  assertEquals(taken.filter((name) => !Object.hasOwn(samples, name)), []);
});

Deno.test("no member of the registry is missing (RFC 7591 section 4.1)", () => {
  // As IANA lists them, with the documents that this server speaks.
  const registry =
    `redirect_uris token_endpoint_auth_method grant_types response_types client_name client_uri logo_uri
    scope contacts tos_uri policy_uri jwks_uri jwks software_id software_version client_id client_secret
    client_id_issued_at client_secret_expires_at registration_access_token registration_client_uri application_type
    sector_identifier_uri subject_type id_token_signed_response_alg id_token_encrypted_response_alg
    id_token_encrypted_response_enc userinfo_signed_response_alg userinfo_encrypted_response_alg
    userinfo_encrypted_response_enc request_object_signing_alg request_object_encryption_alg
    request_object_encryption_enc token_endpoint_auth_signing_alg default_max_age require_auth_time default_acr_values
    initiate_login_uri request_uris tls_client_certificate_bound_access_tokens tls_client_auth_subject_dn
    tls_client_auth_san_dns tls_client_auth_san_uri tls_client_auth_san_ip tls_client_auth_san_email
    require_signed_request_object require_pushed_authorization_requests introspection_signed_response_alg
    introspection_encrypted_response_alg introspection_encrypted_response_enc frontchannel_logout_uri
    frontchannel_logout_session_required backchannel_logout_uri backchannel_logout_session_required
    post_logout_redirect_uris authorization_details_types dpop_bound_access_tokens
    authorization_signed_response_alg authorization_encrypted_response_alg authorization_encrypted_response_enc
    backchannel_token_delivery_mode backchannel_client_notification_endpoint
    backchannel_authentication_request_signing_alg backchannel_user_code_parameter software_statement
    client_registration_types organization_name signed_jwks_uri claims_redirect_uris`.split(/\s+/);
  assertEquals(Object.keys(clientMetadataFields).toSorted(), registry.toSorted());
});

for (const [name, { valid, invalid, error = "invalid_client_metadata", beside }] of Object.entries(samples)) {
  const { source } = clientMetadataFields[name]!;
  Deno.test(`${name} is registered where it is valid, and echoed (${source})`, () => {
    assert(valid.length > 0);
    for (const value of valid) {
      const judged = judgeRegistration({ ...base, ...beside, [name]: value }, setting);
      assert(judged.ok, `${JSON.stringify(value)}: ${!judged.ok && judged.error.description}`);
      const kept = (judged.value as unknown as Record<string, unknown>)[name];
      const known = Array.isArray(value) ? value.filter((one) => one !== "of_nobody") : value;
      assertEquals(kept, known);
    }
  });

  Deno.test(`${name} is refused with ${error} where it is invalid (RFC 7591 section 3.2.2)`, () => {
    assert(invalid.length > 0);
    for (const value of invalid) {
      const judged = judgeRegistration({ ...base, ...beside, [name]: value }, setting);
      assert(!judged.ok, `${JSON.stringify(value)} is taken`);
      assertEquals(judged.error.code, error, JSON.stringify(value));
      assert(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(judged.error.description), judged.error.description);
    }
  });
}

for (const [name, { source, otherwise }] of Object.entries(clientMetadataFields)) {
  if (taken.includes(name)) continue;
  if (otherwise === "refused") {
    Deno.test(`${name} is refused, because the client would rely on it (${source})`, () => {
      for (const value of [true, "pairwise", "RS256"]) {
        const judged = judgeRegistration({ ...base, [name]: value }, setting);
        assertEquals(!judged.ok && [judged.error.code, judged.error.why], [
          "invalid_client_metadata",
          `registration.${name}`,
        ]);
      }
      for (const value of [false, "public"]) {
        assert(judgeRegistration({ ...base, [name]: value }, setting).ok);
      }
    });
  } else {
    Deno.test(`${name} is ${otherwise === "server" ? "the server's to set" : "ignored"} and not echoed (${source})`, () => {
      for (const value of ["x", true, ["x"], { keys: 7 }]) {
        const judged = judgeRegistration({ ...base, [name]: value }, setting);
        assert(judged.ok && !(name in judged.value));
      }
    });
  }
}

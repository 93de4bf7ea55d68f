import { assertEquals, assertStringIncludes } from "@std/assert";
import type { ClientMetadata } from "../../../src/domain/client_metadata.ts";
import {
  clientMetadataFaults,
  clientMetadataRules,
} from "../../../src/protocol/client/client_metadata_rules.ts";
import { withMetadataDefaults } from "../../../src/protocol/client/client_metadata_defaults.ts";

const good: ClientMetadata = withMetadataDefaults({ redirect_uris: ["https://app.example/callback"] });

const rules = { allowed: ["app.internal:8443"], ports: [443], own: ["id.example.com"] };

/** The public key of RFC 7517 appendix A.1. */
const publicKey = {
  kty: "EC",
  crv: "P-256",
  x: "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
  y: "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
};

interface Broken {
  readonly rule: string;
  readonly change: Partial<ClientMetadata>;
  readonly pointer: string;
  readonly says: string;
}

const redirect = (uri: string, says: string): Broken => ({
  rule: "redirect_uris.form",
  change: { redirect_uris: ["https://app.example/callback", uri] },
  pointer: "/redirect_uris/1",
  says,
});

const broken: readonly Broken[] = [
  {
    rule: "redirect_uris.present",
    change: { redirect_uris: [] },
    pointer: "/redirect_uris",
    says: "at least one",
  },
  redirect("http://app.example/callback", "https"),
  redirect("/callback", "absolute"),
  redirect("https://app.example/#a", "fragment"),
  redirect("javascript:alert(1)", "scheme"),
  redirect("data:text/html,a", "scheme"),
  redirect("https://ada@app.example/", "user name"),
  redirect("https://app.example/ä", "ASCII"),
  redirect("https://app.example/a b", "ASCII"),
  {
    rule: "post_logout_redirect_uris.form",
    change: { post_logout_redirect_uris: ["http://app.example/"] },
    pointer: "/post_logout_redirect_uris/0",
    says: "https",
  },
  {
    rule: "response_types.have_grant",
    change: { grant_types: ["client_credentials"], response_types: ["code"] },
    pointer: "/grant_types",
    says: "authorization_code",
  },
  {
    rule: "grant_types.have_response",
    change: { response_types: [] },
    pointer: "/response_types",
    says: "code",
  },
  {
    rule: "grant_types.client_credentials_confidential",
    change: { grant_types: ["authorization_code", "client_credentials"], token_endpoint_auth_method: "none" },
    pointer: "/token_endpoint_auth_method",
    says: "client_credentials",
  },
  {
    rule: "request_uris.fetchable",
    change: { request_uris: ["https://app.example/request.jwt#abc", "http://app.example/request.jwt"] },
    pointer: "/request_uris/1",
    says: "https",
  },
  {
    rule: "request_uris.fetchable",
    change: { request_uris: ["https://id.example.com/request.jwt"] },
    pointer: "/request_uris/0",
    says: "this server",
  },
  {
    rule: "request_object_encryption_enc.alg",
    change: { request_object_encryption_enc: "A256GCM" },
    pointer: "/request_object_encryption_alg",
    says: "needed",
  },
  {
    rule: "require_signed_request_object.keys",
    change: { require_signed_request_object: true },
    pointer: "/require_signed_request_object",
    says: "jwks",
  },
  { rule: "uris.web", change: { logo_uri: "http://app.example/" }, pointer: "/logo_uri", says: "https" },
  { rule: "uris.web", change: { client_uri: "com.example.app:/" }, pointer: "/client_uri", says: "https" },
  { rule: "uris.web", change: { tos_uri: "javascript:alert(1)" }, pointer: "/tos_uri", says: "https" },
  {
    rule: "uris.web",
    change: { policy_uri: "https://app.example/#a" },
    pointer: "/policy_uri",
    says: "https",
  },
  {
    rule: "sector_identifier_uri.fetchable",
    change: { sector_identifier_uri: "http://app.example/redirect_uris.json" },
    pointer: "/sector_identifier_uri",
    says: "https",
  },
  {
    rule: "subject_type.one_sector",
    change: {
      subject_type: "pairwise",
      redirect_uris: ["https://app.example/callback", "https://other.example/callback"],
    },
    pointer: "/sector_identifier_uri",
    says: "one host",
  },
  {
    rule: "subject_type.one_sector",
    change: { subject_type: "pairwise", redirect_uris: ["com.example.app:/callback"] },
    pointer: "/sector_identifier_uri",
    says: "one host",
  },
  {
    rule: "initiate_login_uri.https",
    change: { initiate_login_uri: "http://localhost/login" },
    pointer: "/initiate_login_uri",
    says: "https",
  },
  {
    rule: "initiate_login_uri.https",
    change: { initiate_login_uri: "https://ada@app.example/login" },
    pointer: "/initiate_login_uri",
    says: "https",
  },
  {
    rule: "frontchannel_logout_uri.web",
    change: { frontchannel_logout_uri: "https://app.example/out#top" },
    pointer: "/frontchannel_logout_uri",
    says: "https",
  },
  {
    rule: "backchannel_logout_uri.fragment",
    change: { backchannel_logout_uri: "https://app.example/out#top" },
    pointer: "/backchannel_logout_uri",
    says: "fragment",
  },
  ...[
    ["http://app.example/", "https"],
    ["http://127.0.0.1:5432/", "https"],
    ["https://169.254.169.254/latest", "private network"],
    ["https://id.example.com/oauth2/token", "this server"],
  ].map(([backchannel_logout_uri, says]) => ({
    rule: "backchannel_logout_uri.fetchable",
    change: { backchannel_logout_uri: backchannel_logout_uri! },
    pointer: "/backchannel_logout_uri",
    says: says!,
  })),
  {
    rule: "frontchannel_logout_uri.own_origin",
    change: { frontchannel_logout_uri: "https://other.example/" },
    pointer: "/frontchannel_logout_uri",
    says: "redirect_uris",
  },
  { rule: "scope.grammar", change: { scope: "openid  profile" }, pointer: "/scope", says: "one space" },
  { rule: "scope.grammar", change: { scope: 'openid "x"' }, pointer: "/scope", says: "one space" },
  ...(["id_token", "userinfo"] as const).flatMap((response): readonly Broken[] => {
    const alg = `${response}_encrypted_response_alg`, pointer = `/${alg}`, rule = `${alg}.has_key`;
    const signing = { keys: [{ ...publicKey, use: "sig" }] };
    return [
      {
        rule: `${response}_encrypted_response_enc.has_alg`,
        change: { [`${response}_encrypted_response_enc`]: "A256GCM" },
        pointer,
        says: "is needed",
      },
      { rule, change: { [alg]: "RSA-OAEP" }, pointer, says: "needs jwks or jwks_uri" },
      { rule, change: { [alg]: "RSA-OAEP", jwks: { keys: [publicKey] } }, pointer, says: "RSA-OAEP takes" },
      { rule, change: { [alg]: "ECDH-ES", jwks: signing }, pointer, says: "use, key_ops or alg" },
    ];
  }),
  {
    rule: "jwks.one_place",
    change: { jwks: { keys: [publicKey] }, jwks_uri: "https://app.example/jwks.json" },
    pointer: "/jwks_uri",
    says: "left out",
  },
  {
    rule: "jwks.public_keys",
    change: { jwks: { keys: [publicKey, { ...publicKey, d: "AQAB" }] } },
    pointer: "/jwks/keys/1",
    says: "public",
  },
  {
    rule: "jwks.public_keys",
    change: { jwks: { keys: [{ kty: "oct", k: "AAAA" }] } },
    pointer: "/jwks/keys/0",
    says: "not a shared secret",
  },
  {
    rule: "jwks.size",
    change: { jwks: { keys: [{ ...publicKey, x5c: ["A".repeat(70_000)] }] } },
    pointer: "/jwks",
    says: "at most",
  },
  ...[
    ["http://app.example/jwks.json", "https"],
    ["https://127.1/jwks.json", "private network"],
    ["https://app.example:8443/jwks.json", "port"],
    ["https://id.example.com/oauth2/jwks.json", "this server"],
    ["/jwks.json", "absolute"],
  ].map(([jwks_uri, says]) => ({
    rule: "jwks_uri.fetchable",
    change: { jwks_uri: jwks_uri! },
    pointer: "/jwks_uri",
    says: says!,
  })),
  {
    rule: "token_endpoint_auth_method.keys",
    change: { token_endpoint_auth_method: "private_key_jwt" },
    pointer: "/token_endpoint_auth_method",
    says: "public key",
  },
  {
    rule: "token_endpoint_auth_method.keys",
    change: {
      token_endpoint_auth_method: "private_key_jwt",
      jwks: { keys: [{ ...publicKey, use: "enc" }] },
    },
    pointer: "/jwks",
    says: "public key",
  },
  {
    rule: "token_endpoint_auth_signing_alg.method",
    change: { token_endpoint_auth_method: "client_secret_jwt", token_endpoint_auth_signing_alg: "ES256" },
    pointer: "/token_endpoint_auth_signing_alg",
    says: "HS256",
  },
  {
    rule: "token_endpoint_auth_signing_alg.method",
    change: {
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_signing_alg: "HS256",
      jwks: { keys: [publicKey] },
    },
    pointer: "/token_endpoint_auth_signing_alg",
    says: "PS256",
  },
];

for (const { rule, change, pointer, says } of broken) {
  const found = clientMetadataRules.find(({ id }) => id === rule)!;
  Deno.test(`client metadata ${JSON.stringify(change)} break ${rule} alone (${found.section})`, () => {
    const faults = clientMetadataFaults({ ...good, ...change }, rules);
    assertEquals(faults.map((fault) => [fault.rule, fault.pointer]), [[rule, pointer]]);
    assertStringIncludes(faults[0]!.detail, says);
    assertEquals(faults[0]!.error, found.error);
  });
}

Deno.test("every rule of client metadata is broken by a case above", () => {
  assertEquals(new Set(broken.map(({ rule }) => rule)), new Set(clientMetadataRules.map(({ id }) => id)));
});

const kept: readonly Partial<ClientMetadata>[] = [
  {},
  { redirect_uris: ["http://127.0.0.1/cb", "http://[::1]:8080/cb", "http://localhost:3000/cb"] },
  { redirect_uris: ["com.example.app:/callback", "myapp://oauth/callback", "https://app.example/?a=b"] },
  { token_endpoint_auth_method: "none", application_type: "native" },
  { redirect_uris: [], grant_types: ["client_credentials"], response_types: [] },
  { grant_types: ["authorization_code", "refresh_token"], scope: "openid invoices.read" },
  {
    subject_type: "pairwise",
    redirect_uris: ["https://app.example/a", "https://app.example:8443/b"],
  },
  {
    subject_type: "pairwise",
    sector_identifier_uri: "https://sector.example/redirect_uris.json",
    redirect_uris: ["https://app.example/callback", "com.example.app:/callback"],
  },
  {
    jwks: { keys: [publicKey] },
    id_token_encrypted_response_alg: "ECDH-ES",
    userinfo_encrypted_response_alg: "ECDH-ES+A128KW",
    userinfo_encrypted_response_enc: "A128GCM",
  },
  { jwks_uri: "https://app.example/jwks.json", id_token_encrypted_response_alg: "RSA-OAEP-256" },
  { logo_uri: "http://localhost:3000/logo.png", client_uri: "https://app.example" },
  { jwks: { keys: [publicKey] } },
  { jwks_uri: "https://app.example/jwks.json" },
  { jwks_uri: "http://app.internal:8443/jwks.json" },
  { initiate_login_uri: "https://app.example/login?tenant=a", software_id: "a", software_version: "1.0" },
];

for (const change of kept) {
  Deno.test(`client metadata ${JSON.stringify(change)} keep every rule (RFC 7591 section 2)`, () => {
    assertEquals(clientMetadataFaults({ ...good, ...change }, rules), []);
  });
}

Deno.test("client metadata have the defaults of RFC 7591 section 2 and OpenID Connect Registration section 2", () => {
  assertEquals(withMetadataDefaults({}), {
    application_type: "web",
    redirect_uris: [],
    grant_types: ["authorization_code"],
    response_types: ["code"],
    token_endpoint_auth_method: "client_secret_basic",
    subject_type: "public",
    id_token_signed_response_alg: "RS256",
  });
});

Deno.test("a client without the code grant has no response type by default (RFC 7591 section 2.1)", () => {
  assertEquals(withMetadataDefaults({ grant_types: ["client_credentials"] }).response_types, []);
});

Deno.test("content is encrypted by A128CBC-HS256 where only an algorithm for the key is given (OpenID Connect Dynamic Client Registration section 2)", () => {
  const alg = "ECDH-ES", enc = "A256GCM";
  const { id_token_encrypted_response_enc, userinfo_encrypted_response_enc } = withMetadataDefaults({
    id_token_encrypted_response_alg: alg,
    userinfo_encrypted_response_alg: alg,
    userinfo_encrypted_response_enc: enc,
  });
  assertEquals([id_token_encrypted_response_enc, userinfo_encrypted_response_enc], ["A128CBC-HS256", enc]);
});

import { assert, assertEquals } from "@std/assert";
import type { ClientOrigin } from "../../../src/domain/client_origin.ts";
import type { TenantPolicy } from "../../../src/domain/tenant_policy.ts";
import { publicOnly } from "../../support/documents.ts";
import { judgeRegistration, readMembers } from "../../../src/protocol/client/client_registration.ts";
import {
  applicationTypeOf,
  openRegistrationRules,
  selfRegistrationRules,
} from "../../../src/protocol/client/self_registration_rules.ts";

const grantTypes = ["authorization_code", "client_credentials", "refresh_token"];
const base = { redirect_uris: ["https://app.example/callback"] };

const judge = (
  members: Readonly<Record<string, unknown>>,
  origin: ClientOrigin = "open",
  policy: TenantPolicy = {},
) => judgeRegistration({ ...base, ...members }, { origin, policy, grantTypes, fetchRules: publicOnly });

function kept(...of: Parameters<typeof judge>) {
  const judged = judge(...of);
  assert(judged.ok, judged.ok ? "" : judged.error.description);
  return judged.value;
}

function refused(...of: Parameters<typeof judge>) {
  const judged = judge(...of);
  assert(!judged.ok);
  return [judged.error.code, judged.error.why];
}

const broken = [
  ["redirect_uris.web", { application_type: "web", redirect_uris: ["http://localhost/cb"] }],
  ["redirect_uris.web", { application_type: "web", redirect_uris: ["com.example.app:/cb"] }],
  ["redirect_uris.native", { application_type: "native", redirect_uris: ["myapp:/cb"] }],
  ["redirect_uris.native", { redirect_uris: ["https://app.example/cb", "myapp:/cb"] }],
  ["post_logout_redirect_uris.web", { post_logout_redirect_uris: ["ms-word:ofe|u|https://evil.example"] }],
  ["post_logout_redirect_uris.web", { post_logout_redirect_uris: ["http://localhost/bye"] }],
  ["post_logout_redirect_uris.native", {
    application_type: "native",
    post_logout_redirect_uris: ["intent://evil.example"],
  }],
  ["shown_uris.https", { logo_uri: "http://localhost/logo.png" }],
  ["grant_types.with_a_person", { grant_types: ["client_credentials"], response_types: [] }],
] as const;

for (const [rule, members] of broken) {
  Deno.test(`a registration of ${JSON.stringify(members)} breaks ${rule} (RFC 7591 section 3.2.2)`, () => {
    const code = rule.startsWith("redirect") ? "invalid_redirect_uri" : "invalid_client_metadata";
    assertEquals(refused(members), [code, `registration.${rule}`]);
  });
}

Deno.test("every rule of self-registration is broken by a case above", () => {
  const rules = [...selfRegistrationRules, ...openRegistrationRules].map(({ id }) => id);
  assertEquals(new Set<string>(broken.map(([rule]) => rule)), new Set(rules));
});

Deno.test("what kind of application a client is follows from its redirect URIs where it does not say (RFC 8252 section 7)", () => {
  assertEquals(applicationTypeOf(["https://a.example/", "https://b.example/"]), "web");
  for (const own of ["http://127.0.0.1/", "http://localhost:1/", "com.example.app:/cb"]) {
    assertEquals(applicationTypeOf(["https://a.example/", own]), "native");
  }
  assertEquals(
    kept({ redirect_uris: ["https://a.example/", "com.example.app:/cb"] }).application_type,
    "native",
  );
  assertEquals(kept({}).application_type, "web");
});

Deno.test("a native client may have https redirect URIs too (RFC 8252 section 7.2)", () => {
  assertEquals(kept({ application_type: "native" }).application_type, "native");
});

Deno.test("a native client may have people sent to itself after signing out (OpenID Connect RP-Initiated Logout section 3.1)", () => {
  const out = ["https://app.example/bye", "com.example.app:/bye", "http://127.0.0.1/bye"];
  assertEquals(
    kept({ redirect_uris: ["com.example.app:/cb"], post_logout_redirect_uris: out })
      .post_logout_redirect_uris,
    out,
  );
});

Deno.test("a name loses what would reorder or hide the words around it (RFC 7591 section 5)", () => {
  assertEquals(kept({ client_name: "My\u202e Bank\u200b\n" }).client_name, "My Bank");
  assertEquals("client_name" in kept({ client_name: "\u202e\u200b" }), false);
});

Deno.test("scopes that a client cannot have are left out (RFC 7591 section 2)", () => {
  const policy = { scopes: ["orders", "refunds"], open_scopes: ["orders"] };
  const scope = "openid orders refunds of_nobody";
  assertEquals(kept({ scope }, "open", policy).scope, "openid orders");
  assertEquals(kept({ scope }, "token", policy).scope, "openid orders refunds");
  assertEquals("scope" in kept({ scope: "refunds" }, "open", policy), false);
});

Deno.test("client_credentials is for clients that somebody vouches for (RFC 7591 section 5)", () => {
  const both = { grant_types: ["authorization_code", "client_credentials"] };
  assertEquals(kept(both).grant_types, ["authorization_code"]);
  assertEquals(kept(both, "token").grant_types, both.grant_types);
});

Deno.test("grant types that nobody here has are left out, as long as one is left (RFC 7591 section 2)", () => {
  const device = "urn:ietf:params:oauth:grant-type:of_nobody";
  assertEquals(kept({ grant_types: ["authorization_code", device, "authorization_code"] }).grant_types, [
    "authorization_code",
  ]);
  assertEquals(refused({ grant_types: [device] }), ["invalid_client_metadata", "registration.grant_types"]);
});

Deno.test("members that are null are as good as left out (RFC 7592 section 2.2)", () => {
  const read = readMembers({ client_name: null, tos_uri: "a", __proto__: null });
  assertEquals(read, { ok: true, value: { tos_uri: "a" } });
});

Deno.test("only an administrator makes a client first-party or spares it PKCE (RFC 8252 section 8.6)", () => {
  const metadata = kept({ first_party: true, require_pkce: false, access_token_format: "opaque" });
  for (const own of ["first_party", "require_pkce", "access_token_format"]) {
    assertEquals(own in metadata, false);
  }
});

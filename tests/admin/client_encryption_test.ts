import { assertEquals, assertMatch } from "@std/assert";
import { makeClientKey } from "../support/client_keys.ts";
import { openAdmin } from "./admin_server.ts";

const { call } = await openAdmin();
const keys = await Promise.all(["RSA-OAEP", "ECDH-ES"].map((alg) => makeClientKey(alg)));
const web = { redirect_uris: ["https://app.example/callback"], jwks: { keys: keys.map(({ jwk }) => jwk) } };
const register = (members: object) => call("POST", "/clients", { ...web, ...members });

/** Algorithms that no client gets, for the key and for the content. */
const refusedAlgorithms = {
  alg: ["RSA1_5", "dir", "A128KW", "A256GCMKW", "PBES2-HS256+A128KW", "RSA-OAEP-512", "none", ""],
  enc: ["A128CBC", "none", "DEF", ""],
} as const;

for (const response of ["id_token", "userinfo"] as const) {
  for (const [kind, values] of Object.entries(refusedAlgorithms)) {
    Deno.test(`${response}_encrypted_response_${kind} takes none of ${values.join(" ")} (RFC 8725 section 3.1 and 3.2)`, async () => {
      for (const value of values) {
        const member = `${response}_encrypted_response_${kind}`, alg = `${response}_encrypted_response_alg`;
        const { status, body } = await register({ [alg]: "RSA-OAEP", [member]: value });
        assertEquals([status, body.errors[0].pointer], [400, `#/${member}`], value);
        assertMatch(body.errors[0].detail, kind === "alg" ? /RSA-OAEP-256, ECDH-ES/ : /A128CBC-HS256/);
      }
    });
  }
}

Deno.test("userinfo is signed by an algorithm of the tenant's, and none is not one (OpenID Connect Dynamic Client Registration section 2)", async () => {
  for (const alg of ["none", "HS256", "PS256"]) {
    const { status, body } = await register({ userinfo_signed_response_alg: alg });
    assertEquals([status, body.errors[0].pointer], [400, "#/userinfo_signed_response_alg"]);
  }
});

Deno.test("encryption needs a key in the record, or an address where keys are (OpenID Connect Core section 10.2)", async () => {
  for (const response of ["id_token", "userinfo"]) {
    const member = `${response}_encrypted_response_alg`, alone = { jwks: { keys: [keys[1]!.jwk] } };
    for (const [members, detail] of [[{ jwks: undefined }, /jwks_uri/], [alone, /RSA-OAEP takes/]] as const) {
      const { status, body } = await register({ [member]: "RSA-OAEP", ...members });
      assertEquals([status, body.errors[0].pointer], [400, `#/${member}`]);
      assertMatch(body.errors[0].detail, detail);
    }
  }
});

Deno.test("a client is shown with how its content is encrypted, which goes only together with the rest (OpenID Connect Dynamic Client Registration section 2)", async () => {
  const { body } = await register({ id_token_encrypted_response_alg: "ECDH-ES" });
  assertEquals(body.id_token_encrypted_response_enc, "A128CBC-HS256");
  const path = `/clients/${body.client_id}`;
  const half = await call("PATCH", path, { id_token_encrypted_response_alg: null });
  assertEquals([half.status, half.body.errors[0].pointer], [400, "#/id_token_encrypted_response_alg"]);
  assertMatch(half.body.errors[0].detail, /id_token_encrypted_response_enc/);
  const none = { id_token_encrypted_response_alg: null, id_token_encrypted_response_enc: null };
  const { status, body: plain } = await call("PATCH", path, none);
  assertEquals([status, Object.keys(plain).filter((name) => name.includes("encrypted"))], [200, []]);
});

Deno.test("a key that something is encrypted to is not taken away", async () => {
  const { body } = await register({ userinfo_encrypted_response_alg: "RSA-OAEP" });
  const { status, body: refused } = await call("PATCH", `/clients/${body.client_id}`, {
    jwks: { keys: [keys[1]!.jwk] },
  });
  assertEquals([status, refused.errors[0].pointer], [400, "#/userinfo_encrypted_response_alg"]);
});

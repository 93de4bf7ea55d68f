import { assertEquals } from "@std/assert";
import { metadataAddress, readUpstreamMetadata } from "../../../src/protocol/upstream/upstream_metadata.ts";

const issuer = "https://upstream.example";
const document = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
};

Deno.test("metadata is where discovery puts it, without a slash at the issuer's end (OpenID Connect Discovery section 4.1)", () => {
  for (const each of [issuer, `${issuer}/`]) {
    assertEquals(metadataAddress(each), `${issuer}/.well-known/openid-configuration`);
  }
  assertEquals(metadataAddress(`${issuer}/a/b`), `${issuer}/a/b/.well-known/openid-configuration`);
});

Deno.test("metadata is read, with what it may leave out", () => {
  const read = {
    ...document,
    userinfo_endpoint: undefined,
    end_session_endpoint: undefined,
    sends_iss: false,
    posts_only: false,
  };
  assertEquals(readUpstreamMetadata(document, issuer), { ok: true, value: read });
  const more = {
    userinfo_endpoint: `${issuer}/userinfo`,
    authorization_response_iss_parameter_supported: true,
    response_types_supported: ["id_token", "code"],
    response_modes_supported: ["form_post", "fragment"],
  };
  assertEquals(readUpstreamMetadata({ ...document, ...more }, issuer), {
    ok: true,
    value: { ...read, userinfo_endpoint: more.userinfo_endpoint, sends_iss: true, posts_only: true },
  });
  const both = { ...document, response_modes_supported: ["query", "form_post"] };
  assertEquals(readUpstreamMetadata(both, issuer), { ok: true, value: read });
});

Deno.test("what is no metadata of this issuer, or leads nowhere, is refused (OpenID Connect Discovery section 4.3)", () => {
  for (
    const [given, error] of [
      [[], "not_an_object"],
      [undefined, "not_an_object"],
      [{ ...document, issuer: `${issuer}/` }, "other_issuer"],
      [{ ...document, issuer: undefined }, "other_issuer"],
      [{ ...document, authorization_endpoint: "javascript:alert(1)" }, "endpoint"],
      [{ ...document, authorization_endpoint: `${issuer}/#part` }, "endpoint"],
      [{ ...document, token_endpoint: "/token" }, "endpoint"],
      [{ ...document, jwks_uri: undefined }, "endpoint"],
      [{ ...document, userinfo_endpoint: 7 }, "endpoint"],
      [{ ...document, response_types_supported: ["id_token"] }, "no_code"],
    ] as const
  ) {
    assertEquals<unknown>(readUpstreamMetadata(given, issuer), { ok: false, error }, JSON.stringify(given));
  }
});

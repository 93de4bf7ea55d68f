import { assert, assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { basicChallenge, bearerChallenge, stepUpChallenge } from "../../src/protocol/www_authenticate.ts";
import { anyText } from "./any_text.ts";

const issuer = "https://id.example";
const error = {
  code: "invalid_token",
  why: "access_token.expired",
  description: "The access token is not valid",
} as const;

Deno.test("a challenge names the realm, and an error only where a token was sent (RFC 6750 section 3)", () => {
  assertEquals(bearerChallenge(issuer, undefined), 'Bearer realm="https://id.example"');
  assertEquals(
    bearerChallenge(issuer, error),
    'Bearer realm="https://id.example", error="invalid_token", error_description="The access token is not valid"',
  );
});

Deno.test("a challenge for a better sign-in says what is demanded of it (RFC 9470 section 3)", () => {
  const start = `Bearer realm="https://id.example", error="insufficient_user_authentication", ` +
    `error_description="This resource needs another sign-in, a stronger or a more recent one"`;
  assertEquals(stepUpChallenge(issuer, {}), start);
  assertEquals(stepUpChallenge(issuer, { acr_values: ["2", "1"] }), `${start}, acr_values="2 1"`);
  assertEquals(stepUpChallenge(issuer, { max_age: 0 }), `${start}, max_age="0"`);
  const both = stepUpChallenge(issuer, { acr_values: ['a"b\\'], max_age: 5 });
  assertEquals(both, `${start}, acr_values="a?b?", max_age="5"`);
});

Deno.test("a challenge to a client is Basic, in UTF-8 (RFC 7617 section 2 and 2.1)", () => {
  assertEquals(
    basicChallenge(issuer, { code: "invalid_client", why: "client.secret", description: "It failed" }),
    'Basic realm="https://id.example", charset="UTF-8", error="invalid_client", error_description="It failed"',
  );
});

Deno.test("no description ends a header, its quotes, or the charset of a description (RFC 6750 section 3)", () => {
  const text = fc.oneof(
    anyText(),
    fc.string({ unit: fc.constantFrom(...'\r\n\0"\\,=x \u00e9') }),
  );
  const told = /error="invalid_token", error_description="[\x20\x21\x23-\x5b\x5d-\x7e]*"$/.source;
  const shape = new RegExp(`^Bearer realm="[^"\\\\]*", ${told}`);
  const basic = new RegExp(`^Basic realm="[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]*", charset="UTF-8", ${told}`);
  fc.assert(fc.property(text, text, (realm, description) => {
    const header = bearerChallenge(realm, { ...error, description });
    assertMatch(header, shape);
    assertMatch(basicChallenge(realm, { ...error, description }), basic);
    assert(new Headers({ "WWW-Authenticate": header }).has("www-authenticate"));
  }));
});

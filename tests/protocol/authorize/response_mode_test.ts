import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { responseTypes } from "../../../src/domain/response_type.ts";
import { redirectUriFault } from "../../../src/domain/redirect_uri.ts";
import { authorizationResponse, responseModeFor } from "../../../src/protocol/authorize/response_mode.ts";
import { anyText } from "../any_text.ts";

const fields = { code: "a b&c=d", state: undefined, iss: "https://id.example" };
const answer = "code=a+b%26c%3Dd&iss=https%3A%2F%2Fid.example";

const locations: Readonly<Record<string, string>> = {
  "https://app.example/callback": `https://app.example/callback?${answer}`,
  "https://app.example": `https://app.example?${answer}`,
  "https://app.example/callback?tenant=7&x=%7E": `https://app.example/callback?tenant=7&x=%7E&${answer}`,
  "https://app.example/callback?": `https://app.example/callback?${answer}`,
  "https://app.example/callback??": `https://app.example/callback??&${answer}`,
  "https://app.example/callback?a=1&": `https://app.example/callback?a=1&${answer}`,
  "http://127.0.0.1:49152/cb": `http://127.0.0.1:49152/cb?${answer}`,
  "com.example.app:/callback": `com.example.app:/callback?${answer}`,
  "com.example.app:callback": `com.example.app:callback?${answer}`,
  "myapp://oauth": `myapp://oauth?${answer}`,
};

Deno.test("query appends to the redirect URI and keeps its own query as it was written (RFC 6749 section 3.1.2 and 4.1.2)", () => {
  for (const [uri, location] of Object.entries(locations)) {
    assertEquals(authorizationResponse("query", uri, fields), { mode: "query", location }, uri);
  }
});

Deno.test("form_post carries the fields beside the untouched redirect URI (Form Post Response Mode section 2)", () => {
  const uri = "https://app.example/callback?tenant=7";
  assertEquals(authorizationResponse("form_post", uri, fields), {
    mode: "form_post",
    action: uri,
    fields: { code: "a b&c=d", iss: "https://id.example" },
  });
});

Deno.test("fragment puts the fields behind the untouched redirect URI (Multiple Response Types section 2.1)", () => {
  const uri = "https://app.example/callback?tenant=7";
  const location = `${uri}#${answer}`;
  assertEquals(authorizationResponse("fragment", uri, fields), { mode: "fragment", location });
});

Deno.test("an answer goes the way that is asked for, and one that may hold a token never into a query (Multiple Response Types section 2.1, 3 and 5)", () => {
  for (const type of Object.keys(responseTypes)) {
    const inQuery = type === "code" || type === "none", usual = inQuery ? "query" : "fragment";
    const given = [undefined, "other", "query", "fragment", "form_post"].map((mode) =>
      responseModeFor(type, mode)
    );
    assertEquals(given, [usual, usual, usual, "fragment", "form_post"], type);
  }
  // Whose type is not known learns it in the query.
  assertEquals(["", "constructor", "code code"].map((type) => responseModeFor(type, undefined)), [
    "query",
    "query",
    "query",
  ]);
});

const pairs = (uri: string) => [...new URL(uri).searchParams];
const text = anyText();

Deno.test("no parameter of the registered query is lost or changed, and every field arrives (RFC 6749 section 3.1.2)", () => {
  const own = fc.array(fc.tuple(text, text)).map((sent) => new URLSearchParams(sent).toString());
  const raw = fc.string({ unit: fc.constantFrom(..."ab=&?+%41/") });
  fc.assert(
    fc.property(fc.oneof(own, raw), text, text, (query, code, state) => {
      const uri = `https://app.example/cb?${query}`;
      if (redirectUriFault(uri) !== undefined) return;
      const response = authorizationResponse("query", uri, { code, state, error: undefined });
      assert(response.mode === "query");
      assertEquals(response.location.startsWith(uri), true);
      assertEquals(pairs(response.location), [...pairs(uri), ["code", code], ["state", state]]);
      assertEquals(new URL(response.location).host, "app.example");
      assert(/^[\x21-\x7e]+$/.test(response.location), "what goes into a header is printable");
    }),
    { numRuns: 500 },
  );
});

import { assertEquals } from "@std/assert";
import { bearerToken } from "../../../src/protocol/token/bearer_token.ts";

/** The token found, `none`, or why the request is refused. */
function found(authorization: string | undefined, body?: readonly string[]): string {
  const result = bearerToken({ authorization, body });
  return result.ok ? result.value ?? "none" : `${result.error.code} ${result.error.why}`;
}

const unreadable = "invalid_request access_token.readable", twice = "invalid_request access_token.once";

Deno.test("a bearer token is found in the header or in the form (RFC 6750 section 2.1 and 2.2)", () => {
  assertEquals(found("Bearer abc.DEF-1_2~3+4/5=="), "abc.DEF-1_2~3+4/5==");
  assertEquals(found("bearer abc"), "abc");
  assertEquals(found("BEARER  abc"), "abc");
  assertEquals(found(undefined, ["abc"]), "abc");
});

Deno.test("a request without a bearer token names no error, nor does one of another scheme (RFC 6750 section 3.1)", () => {
  assertEquals(found(undefined), "none");
  assertEquals(found(undefined, []), "none");
  assertEquals(found("Basic YTpi"), "none");
  assertEquals(found("Bearerish abc"), "none");
  assertEquals(found(""), "none");
  assertEquals(found("Basic YTpi", ["abc"]), "abc");
});

Deno.test("a malformed bearer header is an invalid request (RFC 6750 section 3.1)", () => {
  const headers = [
    "Bearer",
    "Bearer ",
    "Bearer a b",
    "Bearer a,b",
    'Bearer "a"',
    "Bearer a=b",
    "Bearer =",
    "Bearer \u00e9",
    "Bearer a, Bearer b",
    "Bearer a\tb",
    "Bearer:a",
  ];
  for (const header of headers) assertEquals(found(header), unreadable, header);
});

Deno.test("a token that is sent twice is an invalid request (RFC 6750 section 2)", () => {
  assertEquals(found("Bearer abc", ["abc"]), twice);
  assertEquals(found(undefined, ["abc", "abc"]), twice);
  assertEquals(found("Bearer", ["abc"]), twice);
});

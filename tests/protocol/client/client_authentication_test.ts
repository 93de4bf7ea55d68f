import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { recogniseClientAuthentication } from "../../../src/protocol/client/client_authentication.ts";
import { decodeParameters } from "../../../src/protocol/parameters.ts";
import { anyText } from "../any_text.ts";

/** What is recognised, or why it is refused. */
function recognised(authorization: string | undefined, body = ""): unknown {
  const parameters = decodeParameters(body);
  assert(parameters.ok);
  const result = recogniseClientAuthentication(authorization, parameters.value);
  return result.ok ? result.value : `${result.error.code} ${result.error.why.split(".")[1]}`;
}

const base64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const basic = (client_id: string, secret: string) => ({ method: "client_secret_basic", client_id, secret });

Deno.test("Basic credentials are read as RFC 6749 section 2.3.1 shows", () => {
  assertEquals(
    recognised("Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3"),
    basic("s6BhdRkqt3", "7Fjfp0ZBr1KtDRbnfVdmIw"),
  );
  assertEquals(recognised("basic YTpi"), basic("a", "b"));
  assertEquals(recognised("BASIC   YTpi"), basic("a", "b"));
});

const vectors: Readonly<Record<string, readonly [encoded: string, client_id: string, secret: string]>> = {
  "a colon in the secret": ["a:b:c", "a", "b:c"],
  "an encoded colon in the client_id": ["a%3Ab:c", "a:b", "c"],
  "an encoded space and plus": ["a+b%20c:d%2Be", "a b c", "d+e"],
  "an encoded percent sign and ampersand": ["a%25:b%26c", "a%", "b&c"],
  "an ampersand as it is": ["a&b:c&v=d", "a&b", "c&v=d"],
  "an equals sign": ["a=b:c==", "a=b", "c=="],
  "characters beyond ASCII, encoded": ["caf%C3%A9:%E2%82%AC", "caf\u00e9", "\u20ac"],
  "characters beyond ASCII, as they are": ["caf\u00e9:\u20ac", "caf\u00e9", "\u20ac"],
  "an empty secret": ["a:", "a", ""],
  "an empty client_id": [":b", "", "b"],
};

Deno.test("both halves of Basic credentials are form-decoded (RFC 6749 section 2.3.1 and appendix B)", () => {
  for (const [name, [text, client_id, secret]] of Object.entries(vectors)) {
    assertEquals(recognised(`Basic ${base64(text)}`), basic(client_id, secret), name);
  }
});

Deno.test("base64 may lack its padding or use the alphabet of URLs (RFC 4648 section 3.2 and 5)", () => {
  const padded = base64("ab:\u00bf\u00ff~~?"), bare = padded.replaceAll("=", "");
  assert(padded !== bare && /[+/]/.test(padded));
  const expected = basic("ab", "\u00bf\u00ff~~?");
  const url = bare.replaceAll("+", "-").replaceAll("/", "_");
  for (const encoded of [padded, bare, url]) assertEquals(recognised(`Basic ${encoded}`), expected, encoded);
});

Deno.test("credentials that cannot be read are invalid_client, never guessed at (RFC 6749 section 5.2)", () => {
  const headers = [
    "",
    "Basic",
    "Basic ",
    "Basic YTpi YTpi",
    "Basic YTpi, Basic YTpi",
    "Basic !!!!",
    "Basic Y",
    `Basic ${base64("no-colon")}`,
    `Basic ${base64("a%3Ab")}`,
    `Basic ${base64("a:100%")}`,
    `Basic ${base64("a%zz:b")}`,
    `Basic ${base64("a%00:b")}`,
    `Basic ${base64("a\0:b")}`,
    `Basic ${base64("a:%ff")}`,
    `Basic ${btoa("a:\xff")}`,
    "Bearer YTpi",
    "Digest username=a",
    "YTpi",
  ];
  for (const header of headers) assertEquals(recognised(header), "invalid_client readable", header);
});

Deno.test("a client names itself in the form, with its secret or without (RFC 6749 section 2.3.1)", () => {
  const post = { method: "client_secret_post", client_id: "a", secret: "b+c" };
  assertEquals(recognised(undefined, "client_id=a&client_secret=b%2Bc"), post);
  assertEquals(recognised(undefined, "client_id=a"), { method: "none", client_id: "a" });
  assertEquals(recognised(undefined, "client_id=a&client_secret="), { method: "none", client_id: "a" });
});

Deno.test("a request without credentials is invalid_client (RFC 6749 section 5.2)", () => {
  assertEquals(recognised(undefined), "invalid_client present");
  assertEquals(recognised(undefined, "client_secret=b"), "invalid_client present");
});

Deno.test("a request may use one method of client authentication (RFC 6749 section 2.3)", () => {
  const header = `Basic ${base64("a:b")}`;
  assertEquals(recognised(header, "client_id=a&client_secret=b"), "invalid_request one_method");
  assertEquals(recognised(header, "client_secret=b"), "invalid_request one_method");
  assertEquals(recognised(header, "client_id=a"), basic("a", "b"));
  assertEquals(recognised(header, "client_id=other"), "invalid_client one_client");
});

Deno.test("whatever a client has for credentials arrives as it is (RFC 6749 section 2.3.1)", () => {
  const text = anyText().filter((value) => !value.includes("\0"));
  const encoded = (value: string) => new URLSearchParams({ v: value }).toString().slice(2);
  fc.assert(fc.property(text, text, (client_id, secret) => {
    const header = `Basic ${base64(`${encoded(client_id)}:${encoded(secret)}`)}`;
    assertEquals(recognised(header), basic(client_id, secret));
  }));
});

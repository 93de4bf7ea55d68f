import { assert, assertEquals, assertFalse } from "@std/assert";
import fc from "fast-check";
import {
  isRegisteredRedirectUri,
  provesReceiver,
  redirectSource,
  redirectUriFault,
} from "../../src/domain/redirect_uri.ts";
import { anyText } from "../protocol/any_text.ts";

const registered = "https://app.example/callback?tenant=7";

/** The registered URI, written as an attacker or a careless developer would. */
const mutations: Readonly<Record<string, string>> = {
  "nothing": "",
  "upper-case scheme": "HTTPS://app.example/callback?tenant=7",
  "upper-case host": "https://APP.example/callback?tenant=7",
  "upper-case path": "https://app.example/Callback?tenant=7",
  "http": "http://app.example/callback?tenant=7",
  "no scheme": "//app.example/callback?tenant=7",
  "path only": "/callback?tenant=7",
  "default port": "https://app.example:443/callback?tenant=7",
  "another port": "https://app.example:8443/callback?tenant=7",
  "empty port": "https://app.example:/callback?tenant=7",
  "user name": "https://evil@app.example/callback?tenant=7",
  "host as user name": "https://app.example@evil.example/callback?tenant=7",
  "host as user name and password": "https://app.example:x@evil.example/callback?tenant=7",
  "backslash before an at sign": "https://evil.example\\@app.example/callback?tenant=7",
  "backslashes for slashes": "https:\\\\app.example\\callback?tenant=7",
  "trailing dot of the host": "https://app.example./callback?tenant=7",
  "subdomain": "https://evil.app.example/callback?tenant=7",
  "longer host": "https://app.example.evil.example/callback?tenant=7",
  "prefix of the host": "https://evilapp.example/callback?tenant=7",
  "look-alike letter": "https://\u0430pp.example/callback?tenant=7",
  "ideographic full stop": "https://app\u3002example/callback?tenant=7",
  "trailing slash": "https://app.example/callback/?tenant=7",
  "double slash": "https://app.example//callback?tenant=7",
  "dot segment": "https://app.example/./callback?tenant=7",
  "parent segment": "https://app.example/x/../callback?tenant=7",
  "encoded dot": "https://app.example/%2e/callback?tenant=7",
  "encoded letter": "https://app.example/%63allback?tenant=7",
  "encoded slash": "https://app.example%2Fcallback?tenant=7",
  "path parameter": "https://app.example/callback;x?tenant=7",
  "longer path": "https://app.example/callback/evil?tenant=7",
  "no query": "https://app.example/callback",
  "added query": "https://app.example/callback?tenant=7&next=https://evil.example",
  "other query": "https://app.example/callback?tenant=8",
  "query before": "https://app.example/callback?x=1&tenant=7",
  "encoded query": "https://app.example/callback?tenant=%37",
  "fragment": "https://app.example/callback?tenant=7#x",
  "empty fragment": "https://app.example/callback?tenant=7#",
  "leading space": " https://app.example/callback?tenant=7",
  "trailing space": "https://app.example/callback?tenant=7 ",
  "tab inside": "https://app.\texample/callback?tenant=7",
  "line feed at the end": "https://app.example/callback?tenant=7\n",
  "two URIs": "https://app.example/callback?tenant=7 https://evil.example/",
};

Deno.test("a redirect URI is taken only as it was registered, character by character (RFC 9700 section 4.1.3)", () => {
  assert(Object.keys(mutations).length >= 40);
  assert(isRegisteredRedirectUri(["https://other.example/", registered], registered));
  assertFalse(isRegisteredRedirectUri([], registered));
  for (const [name, mutation] of Object.entries(mutations)) {
    assertFalse(isRegisteredRedirectUri([registered], mutation), name);
  }
});

Deno.test("any change of one character of a redirect URI is refused (RFC 9700 section 4.1.3)", () => {
  const at = fc.nat(registered.length - 1), character = anyText({ maxLength: 2 });
  fc.assert(fc.property(at, character, (position, other) => {
    const changed = registered.slice(0, position) + other + registered.slice(position + 1);
    assertEquals(isRegisteredRedirectUri([registered], changed), changed === registered);
  }));
});

const loopbackCases: readonly (readonly [registered: string, presented: string, taken: boolean])[] = [
  ["http://127.0.0.1/cb", "http://127.0.0.1:49152/cb", true],
  ["http://127.0.0.1:8000/cb", "http://127.0.0.1/cb", true],
  ["http://127.0.0.1:8000/cb", "http://127.0.0.1:8001/cb", true],
  ["http://[::1]/cb", "http://[::1]:61023/cb", true],
  ["http://127.0.0.1", "http://127.0.0.1:1", true],
  ["http://127.0.0.1/cb?x=1", "http://127.0.0.1:1/cb?x=1", true],
  ["http://127.0.0.1/cb", "http://127.0.0.1:65535/cb", true],
  ["http://127.0.0.1/cb", "http://127.0.0.1:65536/cb", false],
  ["http://127.0.0.1/cb", "http://127.0.0.1:99999/cb", false],
  ["http://127.0.0.1/cb", "http://127.0.0.1:/cb", false],
  ["http://127.0.0.1/cb", "http://127.0.0.1:80:80/cb", false],
  ["http://127.0.0.1/cb", "http://127.0.0.1:80@evil.example/cb", false],
  ["http://127.0.0.1/cb", "http://127.0.0.1:x/cb", false],
  ["http://127.0.0.1@app.example/cb", "http://127.0.0.1:5@app.example/cb", false],
  ["http://127.0.0.1/cb", "http://127.0.0.1:1/other", false],
  ["http://127.0.0.1/cb", "http://127.0.0.1:1/cb?x=1", false],
  ["http://127.0.0.1/cb", "http://127.0.0.1:1/cb#x", false],
  ["http://127.0.0.1/cb", "https://127.0.0.1:1/cb", false],
  ["http://127.0.0.1/cb", "HTTP://127.0.0.1:1/cb", false],
  ["http://127.0.0.1/cb", "http://[::1]:1/cb", false],
  ["http://127.0.0.1/cb", "http://localhost:1/cb", false],
  ["http://127.0.0.1/cb", "http://127.0.0.2:1/cb", false],
  ["http://127.0.0.1/cb", "http://127.1:1/cb", false],
  ["http://127.0.0.1/cb", "http://2130706433:1/cb", false],
  ["http://localhost/cb", "http://localhost:1/cb", false],
  ["https://127.0.0.1/cb", "https://127.0.0.1:1/cb", false],
  ["http://app.example/cb", "http://app.example:1/cb", false],
  ["com.example.app:/cb", "com.example.app:1/cb", false],
];

Deno.test("the port of a loopback address may differ, and nothing else of it (RFC 8252 section 7.3)", () => {
  for (const [uri, presented, taken] of loopbackCases) {
    assertEquals(isRegisteredRedirectUri([uri], presented), taken, `${uri} <- ${presented}`);
  }
});

Deno.test("every redirect URI that is taken can be read as a URL, so that nothing behind it breaks", () => {
  const port = fc.oneof(fc.nat(99_999).map((number) => `:${number}`), fc.constantFrom("", ":", ":-1"));
  fc.assert(fc.property(port, (text) => {
    const presented = `http://127.0.0.1${text}/cb`;
    assert(
      !isRegisteredRedirectUri(["http://127.0.0.1/cb"], presented) || URL.canParse(presented),
      presented,
    );
  }));
});

const faults: Readonly<Record<string, string | undefined>> = {
  "https://app.example/callback": undefined,
  "https://app.example/callback?tenant=7": undefined,
  "http://localhost:3000/callback": undefined,
  "http://127.0.0.1/callback": undefined,
  "http://[::1]:4000/callback": undefined,
  "com.example.app:/callback": undefined,
  "myapp://oauth/callback": undefined,
  "/callback": "not_absolute",
  "//app.example/callback": "not_absolute",
  "app.example/callback": "not_absolute",
  "https:app.example": "not_absolute",
  "https:/app.example": "not_absolute",
  "https:\\\\app.example": "backslash",
  "https://app.example\\@evil.example/": "backslash",
  "com.example.app:\\callback": "backslash",
  "https://": "not_absolute",
  "https://app.example:99999/": "not_absolute",
  "https://app.example/#x": "fragment",
  "https://app.example/#": "fragment",
  "javascript:alert(1)": "dangerous_scheme",
  "JavaScript:alert(1)": "dangerous_scheme",
  "data:text/html,x": "dangerous_scheme",
  "file:///etc/passwd": "dangerous_scheme",
  "blob:https://app.example/x": "dangerous_scheme",
  "vbscript:x": "dangerous_scheme",
  "about:blank": "dangerous_scheme",
  "filesystem:https://app.example/x": "dangerous_scheme",
  "http://app.example/callback": "cleartext",
  "http://127.0.0.2/callback": "cleartext",
  "http://localhost.evil.example/": "cleartext",
  "https://user@app.example/": "credentials",
  "https://user:password@app.example/": "credentials",
  "https://app.example;sandbox/": "bad_host",
  "https://*.example/": "bad_host",
  "https://app,example/": "bad_host",
  "https://[2001:db8::1]:8443/callback": undefined,
  "https://app_1.example/": undefined,
  "https://app.example/call back": "not_printable",
  "https://app.example/\tcallback": "not_printable",
  "https://\u00e4pp.example/": "not_printable",
  "https://app.example/\n": "not_printable",
  "": "not_printable",
};

Deno.test("a redirect URI is registered or refused for exactly its fault (RFC 6749 section 3.1.2, RFC 9700 section 2.6)", () => {
  for (const [uri, fault] of Object.entries(faults)) assertEquals(redirectUriFault(uri), fault, uri);
});

const sources: Readonly<Record<string, string>> = {
  "https://app.example/callback?tenant=7": "https://app.example",
  "https://app.example:8443/": "https://app.example:8443",
  "https://app.example:443/": "https://app.example",
  "http://127.0.0.1:49152/callback": "http://127.0.0.1:49152",
  "http://localhost:3000/callback": "http://localhost:3000",
  // A host-source cannot hold an IPv6 address, so the scheme alone is left.
  "http://[::1]:4000/callback": "http:",
  "https://[2001:db8::1]/callback": "https:",
  "com.example.app:/callback": "com.example.app:",
  "myapp://oauth/callback": "myapp:",
};

Deno.test("a form may lead to the origin of a redirect URI, or to the app's own scheme (Content Security Policy section 2.3.1)", () => {
  for (const [uri, source] of Object.entries(sources)) assertEquals(redirectSource(uri), source, uri);
});

Deno.test("whatever may be registered gives a source that cannot add to the policy", () => {
  const part = fc.string({ unit: fc.constantFrom(..."ab:/?;,'[]@*. %\\^|") });
  fc.assert(
    fc.property(fc.constantFrom("https://", "http://localhost", "app:", ""), part, (start, rest) => {
      if (redirectUriFault(start + rest) !== undefined) return;
      const source = redirectSource(start + rest);
      assert(/^[a-z][a-z0-9+.-]*:(\/\/[a-z0-9._~-]+(:\d+)?)?$/.test(source), `${start + rest} -> ${source}`);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("only https or a client that authenticates proves who receives the answer (RFC 8252 section 8.6)", () => {
  const proven = (uri: string) => [provesReceiver(uri, false), provesReceiver(uri, true)];
  assertEquals(proven("https://app.example/callback"), [true, true]);
  assertEquals(proven("http://127.0.0.1:1/callback"), [false, true]);
  assertEquals(proven("http://localhost:1/callback"), [false, true]);
  assertEquals(proven("com.example.app:/callback"), [false, true]);
});

import { assert, assertEquals } from "@std/assert";
import { allowedHost, fetchTarget, type TargetFault, targetWords } from "../../src/domain/fetch_target.ts";

const rules = {
  allowed: ["app.internal:8443", "127.0.0.1:9000", "[::1]:9000", "plain.internal:80"],
  ports: [443],
  own: ["id.example.com"],
};

const refused: Readonly<Record<TargetFault, readonly string[]>> = {
  not_a_url: [
    "",
    "/jwks",
    "//app.example/jwks",
    "https://",
    "https://app.example/a b",
    " https://app.example/",
    "https://app.example/\n",
    "https://１２７.０.０.１/",
    "https://exa\tmple/",
    "https://[::1/",
    "https://1.2.3.4.5.256/",
  ],
  not_https: [
    "http://app.example/jwks",
    "ftp://app.example/jwks",
    "file:///etc/passwd",
    "data:application/json,{}",
    "http://app.internal:9999/",
    "javascript:1",
  ],
  credentials: [
    "https://user@app.example/",
    "https://user:pass@app.internal:8443/",
    "https://:p@app.example/",
  ],
  port: ["https://app.example:8443/", "https://app.example:80/", "https://app.internal:8444/"],
  own_host: [
    "https://id.example.com/oauth2/jwks.json",
    "https://ID.example.com./",
    "https://id.example.com:443/",
  ],
  private_address: [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://127.0.0.1./",
    "https://%31%32%37.0.0.1/",
    "https://0/",
    "https://[::1]/",
    "https://[::]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fd00:ec2::254]/",
    "https://169.254.169.254/latest/meta-data/",
    "https://2852039166/",
    "https://10.0.0.7/",
  ],
};

for (const [why, addresses] of Object.entries(refused)) {
  Deno.test(`an address that a client names is refused as ${why} before any resolver is asked (RFC 7591 section 5)`, () => {
    for (const address of addresses) {
      const judged = fetchTarget(address, rules);
      assertEquals([address, judged.ok ? "taken" : judged.error], [address, why]);
    }
    assert(targetWords[why as TargetFault].startsWith("must "));
  });
}

Deno.test("an https address on its own port may be fetched from, once its name is resolved", () => {
  for (
    const address of [
      "https://app.example/jwks",
      "https://app.example:443/",
      "https://8.8.8.8/",
      "HTTPS://App.Example",
    ]
  ) {
    const judged = fetchTarget(address, rules);
    assert(judged.ok && !judged.value.allowed, address);
  }
});

Deno.test("what the operator allows may be http, private and on any port, and nothing beside it", () => {
  for (
    const address of [
      "http://app.internal:8443/",
      "https://app.internal:8443/",
      "http://127.0.0.1:9000/jwks",
      "http://127.1:9000/jwks",
      "https://[0::1]:9000/",
      "http://plain.internal/",
    ]
  ) {
    const judged = fetchTarget(address, rules);
    assert(judged.ok && judged.value.allowed, address);
  }
});

Deno.test("an entry of the allow list is a host with its port, in one spelling", () => {
  const read = {
    "app.internal:8443": "app.internal:8443",
    "App.Internal:443": "app.internal:443",
    "127.1:80": "127.0.0.1:80",
    "[0:0::1]:9000": "[::1]:9000",
  };
  for (const [entry, host] of Object.entries(read)) assertEquals(allowedHost(entry), host);
  for (
    const entry of [
      "",
      "app.internal",
      ":80",
      "app.internal:",
      "app.internal:99999",
      "http://app:80",
      "a b:80",
      "*:80:90",
      "u@app:80",
      "app:80/x",
      "[::1]",
      "::1:80",
    ]
  ) {
    assertEquals([entry, allowedHost(entry)], [entry, undefined]);
  }
});

import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { makeRsaSha1Key, signByHmacSha1, signByRsaSha1 } from "../../../src/crypto/oauth1_signing.ts";
import {
  baseStringUri,
  normalizedParameters,
  oauth1Authorization,
  type Oauth1Parameter,
  percentEncoded,
  sharedSecrets,
  signatureBaseString,
  type SignedRequest,
} from "../../../src/protocol/upstream/oauth1_signature.ts";
import {
  oauth1Problem,
  readTemporaryCredentials,
  readTokenCredentials,
} from "../../../src/protocol/upstream/oauth1_response.ts";

const signed = (request: SignedRequest, clientSecret: string, tokenSecret: string) =>
  signByHmacSha1(signatureBaseString(request), sharedSecrets(clientSecret, tokenSecret));

const photos = (path: string) => new URL(path, "https://photos.example.net");
const common: readonly Oauth1Parameter[] = [
  ["oauth_consumer_key", "dpf43f3p2l4k3l03"],
  ["oauth_signature_method", "HMAC-SHA1"],
];

/** The three requests of RFC 5849 section 1.2, with the signatures that are printed there. */
const printed: readonly (readonly [SignedRequest, tokenSecret: string, signature: string])[] = [
  [
    {
      method: "POST",
      url: photos("/initiate"),
      parameters: [
        ...common,
        ["oauth_timestamp", "137131200"],
        ["oauth_nonce", "wIjqoS"],
        ["oauth_callback", "http://printer.example.com/ready"],
      ],
    },
    "",
    "74KNZJeDHnMBp0EMJ9ZHt/XKycU=",
  ],
  [
    {
      method: "POST",
      url: photos("/token"),
      parameters: [
        ...common,
        ["oauth_token", "hh5s93j4hdidpola"],
        ["oauth_timestamp", "137131201"],
        ["oauth_nonce", "walatlh"],
        ["oauth_verifier", "hfdp7dh39dks9884"],
      ],
    },
    "hdhd0244k9j7ao03",
    "gKgrFCywp7rO0OXSjdot/IHF7IU=",
  ],
  [
    {
      method: "GET",
      url: new URL("http://photos.example.net/photos?file=vacation.jpg&size=original"),
      parameters: [
        ...common,
        ["oauth_token", "nnch734d00sl2jdk"],
        ["oauth_timestamp", "137131202"],
        ["oauth_nonce", "chapoH"],
      ],
    },
    "pfkkdhi9sl3r4s00",
    "MdpQcU8iPSUjWoN/UDMsK2sui9I=",
  ],
];

Deno.test("the three signatures that RFC 5849 section 1.2 prints are ours", () => {
  for (const [request, tokenSecret, signature] of printed) {
    assertEquals(signed(request, "kd94hf93k423kf44", tokenSecret), signature);
  }
});

Deno.test("the signature that X's documentation prints is ours (https://docs.x.com/x-for-websites/log-in-with-x/guides/implementing-sign-in-with-x)", () => {
  const request: SignedRequest = {
    method: "POST",
    url: new URL("https://api.twitter.com/oauth/request_token"),
    parameters: [
      ["oauth_callback", "http://localhost/sign-in-with-twitter/"],
      ["oauth_consumer_key", "cChZNFj6T5R0TigYB9yd1w"],
      ["oauth_nonce", "ea9ec8429b68d6b77cd5600adbbb0456"],
      ["oauth_signature_method", "HMAC-SHA1"],
      ["oauth_timestamp", "1318467427"],
      ["oauth_version", "1.0"],
    ],
  };
  const signature = signed(request, "L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg", "");
  assertEquals(signature, "F1Li3tvehgcraF8DMJ7OyxO4w9Y=");
});

const mixed: SignedRequest = {
  method: "POST",
  url: new URL("http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b"),
  parameters: [
    ["oauth_consumer_key", "9djdj82h48djs9d2"],
    ["oauth_token", "kkk9d7dh3k39sjv7"],
    ["oauth_signature_method", "HMAC-SHA1"],
    ["oauth_timestamp", "137131201"],
    ["oauth_nonce", "7d8f3e4a"],
    ["c2", ""],
    ["a3", "2 q"],
  ],
};

Deno.test("query, header and body make the base string of RFC 5849 section 3.4.1.1", () => {
  assertEquals(
    signatureBaseString(mixed),
    "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q" +
      "%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_" +
      "key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_m" +
      "ethod%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk" +
      "9d7dh3k39sjv7",
  );
});

Deno.test("the signature that RFC 5849 section 3.1 prints does not verify, and that of its erratum 2550 does", () => {
  const signature = signed(mixed, "j49sk3j29djd", "dh893hdasih9");
  assertEquals(signature, "r6/TJjbCOr97/+UU0NsvSne7s5g=");
  assertNotEquals(signature, "bYT5CMsGcbgUdFHObYMEfcx6bsw=");
});

Deno.test("the address that is signed has a lower-case host, and a port that is not the scheme's own (RFC 5849 section 3.4.1.2)", () => {
  for (
    const [address, signedAs] of [
      ["http://EXAMPLE.COM:80/r%20v/X?id=123", "http://example.com/r%20v/X"],
      ["https://www.example.net:8080/?q=1", "https://www.example.net:8080/"],
    ] as const
  ) assertEquals(baseStringUri(new URL(address)), signedAs);
});

Deno.test("the normalized parameters of RFC 5849 section 3.4.1.3.2", () => {
  const all = [...mixed.url.searchParams, ...mixed.parameters];
  assertEquals(
    normalizedParameters(all),
    "a2=r%20b&a3=2%20q&a3=a&b5=%3D%253D&c%40=&c2=&oauth_consumer_key=9djdj82h48djs9d2" +
      "&oauth_nonce=7d8f3e4a&oauth_signature_method=HMAC-SHA1&oauth_timestamp=137131201" +
      "&oauth_token=kkk9d7dh3k39sjv7",
  );
});

// Of the test cases that oauth.net published beside OAuth Core 1.0: section 9.3 there is section 3.4.3 of RFC 5849.
const publishedKey = `
MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBALRiMLAh9iimur8VA7qVvdqxevEuUkW4K+2KdMXmnQbG9Aa7k7eBjK1S+0LYmVjPKlJG
NXHDGuy5Fw/d7rjVJ0BLB+ubPK8iA/Tw3hLQgXMRRGRXXCn8ikfuQfjUS1uZSatdLB81mydBETlJhI6GH4twrbDJCR2Bwy/XWXgqgGRzAgMBAAECgYBY
WVtleUzavkbrPjy0T5FMou8HX9u2AC2ry8vD/l7cqedtwMPp9k7TubgNFo+NGvKsl2ynyprOZR1xjQ7WgrgVB+mmuScOM/5HVceFuGRDhYTCObE+y1kx
RloNYXnx3ei1zbeYLPCHdhxRYW7T0qcynNmwrn05/KO2RLjgQNalsQJBANeA3Q4Nugqy4QBUCEC09SqylT2K9FrrItqL2QKc9v0ZzO2uwllCbg0dwpVu
YPYXYvikNHHg+aCWF+VXsb9rpPsCQQDWR9TT4ORdzoj+NccnqkMsDmzt0EfNaAOwHOmVJ2RVBspPcxt5iN4HI7HNeG6U5YsFBb+/GZbgfBT3kpNGWPTp
AkBI+gFhjfJvRw38n3g/+UeAkwMI2TJQS4n8+hid0uus3/zOjDySH3XHCUnocn1xOJAyZODBo47E+67R4jV1/gzbAkEAklJaspRPXP877NssM5nAZMU0
/O/NGCZ+3jPgDUno6WbJn5cqm8MqWhW1xGkImgRk+fkDBquiq4gPiT898jusgQJAd5Zrr6Q8AO/0isr/3aa6O6NLQxISLKcPDk2NOccAfS/xOtfOz4sJ
YM3+Bs4Io9+dZGSDCA54Lw03eHTNQghS0A==`;

Deno.test("RSA-SHA1 makes the signature of oauth.net's published test case (RFC 5849 section 3.4.3)", async () => {
  const request: SignedRequest = {
    method: "GET",
    url: new URL("http://photos.example.net/photos?file=vacaction.jpg&size=original"),
    parameters: [
      ["oauth_consumer_key", "dpf43f3p2l4k3l03"],
      ["oauth_signature_method", "RSA-SHA1"],
      ["oauth_timestamp", "1196666512"],
      ["oauth_nonce", "13917289812797014437"],
      ["oauth_version", "1.0"],
    ],
  };
  const key = Uint8Array.fromBase64(publishedKey.replaceAll("\n", ""));
  assertEquals(
    await signByRsaSha1(signatureBaseString(request), key),
    "jvTp/wX1TYtByB1m+Pbyo0lnCOLIsyGCH7wke8AUs3BpnwZJtAuEJkvQL2/9n4s5wUmUl4aCI4BwpraNx4RtEXMe5qg5T1LV" +
      "TGliMRpKasKsW//e+RinhejgCuzoH26dyF8iY2ZZ/5D1ilgeijhV/vBka5twt399mXwaYdCwFYE=",
  );
});

Deno.test("a key that is made here signs what its public key verifies, which is PEM as consoles take it (RFC 7468 section 13)", async () => {
  const { privateKey, publicKey } = await makeRsaSha1Key();
  assertMatch(
    publicKey,
    /^-----BEGIN PUBLIC KEY-----\n(?:[A-Za-z0-9+/=]{1,64}\n)+-----END PUBLIC KEY-----\n$/,
  );
  const spki = Uint8Array.fromBase64(publicKey.replace(/-----[^-]+-----|\n/g, ""));
  const rsa = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-1" };
  const key = await crypto.subtle.importKey("spki", spki, rsa, false, ["verify"]);
  const signature = Uint8Array.fromBase64(await signByRsaSha1("text", privateKey));
  assertEquals(await crypto.subtle.verify(rsa, key, signature, new TextEncoder().encode("text")), true);
});

Deno.test("PLAINTEXT is both secrets, encoded (RFC 5849 section 2.1 and 2.3)", () => {
  assertEquals(sharedSecrets("ja893SD9", ""), "ja893SD9&");
  assertEquals(sharedSecrets("ja893SD9", "xyz4992k83j47x0b"), "ja893SD9&xyz4992k83j47x0b");
  assertEquals(sharedSecrets("a&b", "c d"), "a%26b&c%20d");
});

Deno.test("the Authorization header encodes and quotes what it carries (RFC 5849 section 3.5.1)", () => {
  assertEquals(
    oauth1Authorization([["oauth_consumer_key", "a b"], ["oauth_signature", "c+/="]]),
    'OAuth oauth_consumer_key="a%20b", oauth_signature="c%2B%2F%3D"',
  );
});

const text = fc.string({ unit: "binary" });
const parameters = fc.array(fc.tuple(text, text), { maxLength: 8 });

Deno.test("every text is encoded to unreserved characters and upper-case escapes, and back (RFC 5849 section 3.6)", () => {
  fc.assert(fc.property(text, (each) => {
    assertMatch(percentEncoded(each), /^(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
    assertEquals(decodeURIComponent(percentEncoded(each)), each.toWellFormed());
  }));
});

Deno.test("the order in which parameters are given changes nothing, repeated ones included (RFC 5849 section 3.4.1.3.2)", () => {
  const shuffled = fc.tuple(parameters, fc.integer({ min: 0, max: 7 }));
  fc.assert(fc.property(shuffled, ([given, at]) => {
    const twice = [...given, ...given], other = [...twice.slice(at), ...twice.slice(0, at)].toReversed();
    assertEquals(normalizedParameters(other), normalizedParameters(twice));
    const pairs = normalizedParameters(twice).split("&");
    assertEquals(pairs.length, Math.max(1, twice.length));
    const split = pairs.map((pair) => pair.split("="));
    const inOrder = split.toSorted(([a = "", x = ""], [b = "", y = ""]) =>
      a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0
    );
    assertEquals(split, inOrder);
  }));
});

Deno.test("a parameter counts the same in the query and in the body, and no two requests share a base string (RFC 5849 section 3.4.1.3.1)", () => {
  const url = (query: readonly Oauth1Parameter[]) =>
    new URL(`https://photos.example.net/photos?${new URLSearchParams(query.map(([n, v]) => [n, v]))}`);
  const wellFormed = fc.array(
    fc.tuple(
      text.map((each) => each.toWellFormed()),
      text.map((each) => each.toWellFormed()),
    ),
    { maxLength: 6 },
  );
  fc.assert(fc.property(wellFormed, fc.integer({ min: 0, max: 6 }), (given, at) => {
    const base = signatureBaseString({ method: "POST", url: url([]), parameters: given });
    const parted = { url: url(given.slice(0, at)), parameters: given.slice(at) };
    assertEquals(signatureBaseString({ method: "POST", ...parted }), base);
    assertNotEquals(signatureBaseString({ method: "GET", ...parted }), base);
    const more = { url: parted.url, parameters: [...parted.parameters, ["a", "b"] as const] };
    assertNotEquals(signatureBaseString({ method: "POST", ...more }), base);
  }));
});

const octets = (body: string) => new TextEncoder().encode(body);
const given = "oauth_token=a%2Bb&oauth_token_secret=s&user_id=1";

Deno.test("credentials are read from a form, and what lacks one of them is refused by name (RFC 5849 section 2.3)", () => {
  assertEquals(readTokenCredentials(octets(`${given}\n`)), {
    ok: true,
    value: { token: "a+b", token_secret: "s" },
  });
  for (
    const [body, error] of [
      ["", "no_token"],
      ["<!doctype html><title>oauth</title>", "no_token"],
      ["oauth_token=&oauth_token_secret=s", "no_token"],
      [`oauth_token=${"a".repeat(4097)}&oauth_token_secret=s`, "no_token"],
      ["oauth_token=a", "no_token_secret"],
      [`oauth_token=a&oauth_token_secret=${"s".repeat(4097)}`, "no_token_secret"],
      ["oauth_token=a&oauth_token=b&oauth_token_secret=s", "repeated"],
      ["oauth_token=a&oauth_token_secret=s&oauth_token_secret=t", "repeated"],
    ] as const
  ) assertEquals<unknown>(readTokenCredentials(octets(body)), { ok: false, error }, body);
});

Deno.test("temporary credentials without oauth_callback_confirmed=true are those of the original OAuth 1.0 (RFC 5849 section 2.1)", () => {
  assertEquals(readTemporaryCredentials(octets(`${given}&oauth_callback_confirmed=true`)).ok, true);
  for (
    const rest of [
      "",
      "&oauth_callback_confirmed=false",
      "&oauth_callback_confirmed=TRUE",
      "&oauth_callback_confirmed=true&oauth_callback_confirmed=true",
    ]
  ) {
    assertEquals(readTemporaryCredentials(octets(given + rest)), { ok: false, error: "not_confirmed" });
  }
});

Deno.test("what a server says of a refused signature is known in each of its places, and no other word of its own", () => {
  const at = (body: string, challenge?: string) =>
    oauth1Problem({
      headers: challenge === undefined ? {} : { "www-authenticate": challenge },
      body: octets(body),
    });
  assertEquals(at("oauth_problem=timestamp_refused&oauth_acceptable_timestamps=1-2"), "timestamp_refused");
  assertEquals(at("", 'OAuth realm="x", oauth_problem="consumer_key_unknown"'), "consumer_key_unknown");
  assertEquals(at("", "OAuth oauth_problem=signature_invalid"), "signature_invalid");
  assertEquals(
    at('{"errors":[{"code":135,"message":"Timestamp out of bounds."}]}'),
    "timestamp_refused",
  );
  assertEquals(
    at(
      '<?xml version="1.0" encoding="UTF-8"?><errors><error code="415">Callback URL not approved</error></errors>',
    ),
    "callback_rejected",
  );
  for (
    const body of ["", "oauth_problem=drop%20table", '{"errors":[{"code":1}]}', '{"errors":135}', "<html>"]
  ) {
    assertEquals(at(body), undefined, body);
  }
});

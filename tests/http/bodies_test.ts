import { assert, assertEquals, assertMatch } from "@std/assert";
import { longestBody } from "../../src/http/form.ts";
import { routes } from "../../src/http/routes.ts";
import { openBrowser } from "../support/browser.ts";
import { authorizeUrl } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const client = await addClient(provider), person = await addPerson(provider);
const { issuer, send } = provider;
const form = "application/x-www-form-urlencoded";

const posting = routes.filter(({ methods }) => "POST" in methods);
/** Those that read nothing but a form; registration reads JSON. */
const forms = posting.filter(({ path }) => path !== "/oauth2/userinfo" && path !== "/oauth2/register");

interface Answered {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

type Body = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>;

async function posted(path: string, body: Body, type = form): Promise<Answered> {
  const headers = new Headers({ origin: issuer });
  if (type !== "none") headers.set("content-type", type);
  // Bytes, because a text would bring a content type of its own.
  const sent = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const response = await send(path, { method: "POST", body: sent, headers, duplex: "half" } as RequestInit);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Bytes in chunks, so that no length is announced. */
function chunked(bytes: number): ReadableStream<Uint8Array<ArrayBuffer>> & { readonly taken: () => number } {
  let taken = 0;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (taken >= bytes) return controller.close();
      const chunk = new Uint8Array(Math.min(8_192, bytes - taken)).fill(97);
      taken += chunk.length;
      controller.enqueue(chunk);
    },
  });
  return Object.assign(stream, { taken: () => taken });
}

/** A refusal is read by whoever asked: OAuth's JSON by a program, a page by a person. */
function assertRefusal(path: string, { status, text, headers }: Answered, what: string): void {
  const { reader } = routes.find((route) => route.path === path)!;
  // A page may also send people to where they can begin again, never to a client.
  const location = headers.get("location");
  if (reader === "page" && location !== null) {
    return assertEquals([status, new URL(location).origin], [303, issuer], what);
  }
  assert(status >= 400 && status < 500, `${what}: ${status} ${text}`);
  if (reader === "page") assertMatch(text, /^<!doctype html><html lang="en"/, what);
  else {
    const { error, error_description, ...rest } = JSON.parse(text);
    assertMatch(error, /^(invalid_request|invalid_client|unsupported_grant_type)$/, what);
    assertMatch(error_description, /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/, what);
    assertEquals([rest, headers.get("pragma")], [{}, "no-cache"], what);
  }
  assertEquals(headers.get("cache-control"), "no-store", what);
}

for (const { path } of forms) {
  Deno.test(`${path} reads 64 KiB and no more, announced or not (RFC 9110 section 15.5.14)`, async () => {
    const announced = await posted(path, "a".repeat(longestBody + 1));
    assertEquals(announced.status, 413);
    assertRefusal(path, announced, "announced");
    const stream = chunked(100 * longestBody), unannounced = await posted(path, stream);
    assertEquals(unannounced.status, 413);
    assert(stream.taken() < 2 * longestBody, "the rest is not read");
    for (const body of ["a".repeat(longestBody), chunked(longestBody)]) {
      assert((await posted(path, body)).status !== 413, "64 KiB are read");
    }
  });

  Deno.test(`${path} reads nothing but a form (RFC 9110 section 15.5.16)`, async () => {
    const types = [
      "application/json",
      "text/plain",
      "multipart/form-data; boundary=x",
      "",
      `x${form}`,
      `${form}x`,
      "none",
    ];
    for (const type of types) {
      const answered = await posted(path, "grant_type=client_credentials", type);
      assertEquals(answered.status, 415, type);
      assertRefusal(path, answered, type);
    }
    for (
      const type of [`${form}; charset=UTF-8`, "Application/X-WWW-Form-Urlencoded", `${form} ;charset=utf-8`]
    ) {
      assert((await posted(path, "a=b", type)).status !== 415, type);
    }
  });
}

const bytes = (...values: number[]) => new Uint8Array(values);

/** Bodies that no client sends on purpose. */
const malformed: Readonly<Record<string, Body>> = {
  "nothing": "",
  "separators": "&&&===&&&",
  "a name alone": "grant_type",
  "a stray percent sign": "grant_type=%",
  "half an escape": "grant_type=%4",
  "an escape that is none": "grant_type=%zz",
  "a NUL": "grant_type=a\0b",
  "an escaped NUL": "token=%00&client_id=%00",
  "a NUL in a name": "a%00b=c",
  "bytes that are not UTF-8": bytes(97, 61, 0xff, 0xfe),
  "escapes that are not UTF-8": "token=%ff%fe",
  "overlong UTF-8": "token=%c0%af",
  "an escaped surrogate": "token=%ed%a0%80",
  "UTF-16": bytes(0xff, 0xfe, 97, 0, 61, 0, 98, 0),
  "a byte order mark": bytes(0xef, 0xbb, 0xbf, 97, 61, 98),
  "JSON": '{"grant_type":"authorization_code"}',
  "XML": "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
  "everything repeated":
    "grant_type=a&grant_type=b&client_id=a&client_id=b&token=a&token=b&interaction=a&interaction=b",
  "fifteen thousand names": Array.from({ length: 15_000 }, (_, i) => i.toString(36)).join("=&").slice(
    0,
    60_000,
  ),
  "one name very often": "a=1&".repeat(16_000),
  "a very long value": `client_id=${"x".repeat(65_000)}`,
  "a very long escape": `client_id=${"%F0%9F%94%91".repeat(5_000)}`,
  "names of objects": "__proto__=1&constructor=2&toString=3&grant_type=__proto__&client_id=constructor",
  "SQL": "client_id=' OR 1=1 --&token='; DROP TABLE client; --&interaction=%27%3B",
  "control characters": "client_id=%01%02%1f%7f&grant_type=%0d%0aSet-Cookie:%20x=y&token=%1b%5b2J",
  "right-to-left and beyond the plane": "client_id=%E2%80%AE%F0%9F%92%A9&state=%F4%8F%BF%BF",
};

for (const { path } of forms.filter(({ path }) => path !== "/oauth2/authorize")) {
  Deno.test(`${path} refuses whatever a malformed body holds, and never breaks`, async () => {
    for (const [what, body] of Object.entries(malformed)) assertRefusal(path, await posted(path, body), what);
  });
}

Deno.test("/oauth2/authorize refuses whatever a malformed body or query holds, and never breaks", async () => {
  const path = "/oauth2/authorize";
  for (const [what, body] of Object.entries(malformed)) {
    let answered = await posted(path, body);
    if (answered.status === 303) {
      const response = await send(answered.headers.get("location")!);
      answered = { status: response.status, headers: response.headers, text: await response.text() };
    }
    assertRefusal(path, answered, what);
    if (typeof body !== "string") continue;
    const response = await send(`${path}?${body}`);
    assertRefusal(path, {
      ...response,
      status: response.status,
      headers: response.headers,
      text: await response.text(),
    }, what);
  }
});

Deno.test("userinfo takes a POST without a form, and refuses one that cannot be read (RFC 6750 section 2.2)", async () => {
  const path = "/oauth2/userinfo";
  assertEquals((await posted(path, "", "none")).status, 401);
  assertEquals((await posted(path, '{"access_token":"x"}', "application/json")).status, 401);
  assertEquals((await posted(path, "access_token=%ff")).status, 400);
  assertEquals((await posted(path, chunked(2 * longestBody))).status, 400);
  assertEquals((await posted(path, "access_token=nonsense")).status, 401);
  for (const [what, body] of Object.entries(malformed)) {
    const { status } = await posted(path, body);
    assert(status === 400 || status === 401, `${what}: ${status}`);
  }
});

Deno.test("a sign-in form with anything in it is a wrong password at worst", async () => {
  const texts = [
    "%",
    "\u0001\u001f",
    "'; drop table account; --",
    "\ud83d\udd11".repeat(200),
    "x".repeat(20_000),
    "\u202e",
    "__proto__",
    " ",
  ];
  for (const username of [...texts, person.username]) {
    const browser = openBrowser(issuer, send), page = await browser.open(authorizeUrl(issuer, client));
    const { status, html } = await browser.submit(page, { username, password: username });
    assertEquals(status, 400, username.slice(0, 40));
    assert(html.includes('role="alert"'), "it says that nobody was signed in");
  }
});

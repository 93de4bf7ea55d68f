import { assert, assertEquals, assertFalse, assertMatch } from "@std/assert";
import fc from "fast-check";
import { type LogFields, makeLog } from "../../src/http/log.ts";
import { openProvider } from "../support/provider.ts";
import { anyText } from "../protocol/any_text.ts";

const at = "2027-01-15T08:00:00.000Z";

/** The one line that an event writes. */
function line(format: "text" | "json", event: string, fields?: LogFields): string {
  const lines: string[] = [];
  makeLog(format, (text) => lines.push(text), () => Date.parse(at))("info", event, fields);
  assertEquals(lines.length, 1);
  return lines[0]!;
}

const facts = {
  path: "/login",
  status: 200,
  ok: true,
  nothing: null,
  absent: undefined,
  empty: "",
  said: 'a "b" c=d',
};

Deno.test("a line of JSON has time, level, event and the facts, without those that are absent", () => {
  const { absent: _absent, ...told } = facts;
  assertEquals(JSON.parse(line("json", "request", facts)), { at, level: "info", event: "request", ...told });
  assertEquals(JSON.parse(line("json", "stopped")), { at, level: "info", event: "stopped" });
});

Deno.test("a line of text is for people, and each fact in it can be told from the next", () => {
  assertEquals(
    line("text", "request", facts),
    `${at} info request path=/login status=200 ok=true nothing=null empty="" said="a \\"b\\" c=d"`,
  );
});

const text = fc.oneof(
  anyText(),
  fc.string({ unit: fc.constantFrom(...'\r\n\0\u2028\u2029\u0085\t" =\\e') }),
);

Deno.test("whatever a client sends, an event is one line without control characters", () => {
  fc.assert(fc.property(text, text, (one, other) => {
    const json = line("json", "refused", { one, other }), plain = line("text", "refused", { one, other });
    assertFalse(/[\p{Cc}\u2028\u2029]/u.test(json + plain));
    assertEquals(Object.keys(JSON.parse(json)), ["at", "level", "event", "one", "other"]);
    // No fact can pass for another one.
    const rest = plain.slice(`${at} info refused `.length);
    assertMatch(rest, /^one=(?:[^\s"=]+|"(?:[^"\\]|\\.)*") other=(?:[^\s"=]+|"(?:[^"\\]|\\.)*")$/u);
  }));
});

Deno.test("a value is cut after a thousand characters", () => {
  assertEquals(JSON.parse(line("json", "refused", { received: "x".repeat(50_000) })).received.length, 1_000);
});

Deno.test("a secret or a JWT in the wrong place is told by its kind alone", () => {
  const received =
    "lk_cs_5161fqql86OXiJJc9WYrvUL and Basic=lk_rt_5161abc, eyJhbGciOiJub25lIn0.e30.sig eyJh.e30";
  assertEquals(
    JSON.parse(line("json", "refused", { received })).received,
    "[secret cs] and Basic=[secret rt], [JWT] [JWT]",
  );
});

const provider = await openProvider();
const { send, lines } = provider;

/** What the log says of one request. */
async function logged(path: string, init: RequestInit = {}) {
  lines.length = 0;
  const response = await send(path, init);
  await response.body?.cancel();
  return { id: response.headers.get("x-request-id"), entries: lines.map((text) => JSON.parse(text)) };
}

Deno.test("every request is one line with its id, method, path, status and time, and without its query", async () => {
  for (
    const path of [
      "/",
      "/login?interaction=x",
      "/oauth2/jwks.json",
      "/nowhere?code=x",
      "/healthz",
      "/assets/icon.svg",
    ]
  ) {
    const { id, entries } = await logged(path), requests = entries.filter(({ event }) => event === "request");
    assertEquals(requests.length, 1, path);
    const { request_id, method, path: told, status, ms, ...rest } = requests[0]!;
    assertEquals([request_id, method, told], [id, "GET", path.split("?")[0]]);
    assertEquals([typeof status, typeof ms, Object.keys(rest)], ["number", "number", [
      "at",
      "level",
      "event",
    ]]);
  }
});

Deno.test("what a request wrote in its path stays in its own line", async () => {
  const { entries } = await logged("/nowhere%0a%7B%22event%22:%22forged%22%7D%0d%e2%80%a8x");
  assertEquals(entries.map(({ event }) => event), ["request"]);
  assertFalse(/[\p{Cc}\u2028]/u.test(entries[0]!.path));
});

Deno.test("a request id is the server's own, whatever a client calls its request", async () => {
  const named = await logged("/", { headers: { "x-request-id": "forged", traceparent: "forged" } });
  const other = await logged("/", { headers: { "x-request-id": "forged" } });
  assertMatch(named.id ?? "", /^[0-9A-Za-z]{11}$/);
  assert(named.id !== other.id);
});

Deno.test("a refusal is logged with its reason, and the page names the same reference", async () => {
  lines.length = 0;
  const response = await send("/oauth2/authorize?client_id=nobody"), html = await response.text();
  const [refused, request] = lines.map((text) => JSON.parse(text));
  assertEquals([refused.event, refused.why, refused.error], [
    "refused",
    "client_id.known",
    "invalid_request",
  ]);
  assertEquals(refused.received, "nobody");
  assertEquals([refused.request_id, request.request_id], [
    request.request_id,
    response.headers.get("x-request-id"),
  ]);
  assert(html.includes(`<code>${refused.request_id}</code>`));
});

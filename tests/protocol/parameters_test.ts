import { assert, assertEquals, assertFalse, assertLess } from "@std/assert";
import fc from "fast-check";
import { cpuUsage } from "node:process";
import {
  authorizationParameters,
  decodeParameters,
  parameter,
  repeatedParameters,
  tokenParameters,
} from "../../src/protocol/parameters.ts";
import { anyText } from "./any_text.ts";

/** What a text decodes to: name and values, or the fault. */
function decoded(text: string): unknown {
  const result = decodeParameters(text);
  return result.ok ? Object.fromEntries(result.value) : result.error;
}

Deno.test("parameters are read in order, repeated ones with every value (RFC 6749 appendix B)", () => {
  assertEquals(decoded("a=1&b=2&a=3"), { a: ["1", "3"], b: ["2"] });
  assertEquals(decoded("a=b%3Dc=d&e=x%26y"), { a: ["b=c=d"], e: ["x&y"] });
  assertEquals(decoded("scope=openid+email%20phone&plus=%2B"), {
    scope: ["openid email phone"],
    plus: ["+"],
  });
  assertEquals(decoded("caf%C3%A9=%E2%82%AC"), { "caf\u00e9": ["\u20ac"] });
  assertEquals(decoded("caf\u00e9=\u20ac%20\u{1f511}"), { "caf\u00e9": ["\u20ac \u{1f511}"] });
});

Deno.test("a parameter without a value counts as omitted (RFC 6749 section 3.1)", () => {
  for (const text of ["", "&", "&&&", "a", "a=", "a=&a=", "a&b=&c"]) assertEquals(decoded(text), {}, text);
  assertEquals(decoded("state=&state=x"), { state: ["x"] });
  assertEquals(decoded("=x"), { "": ["x"] });
});

const faults: Readonly<Record<string, readonly string[]>> = {
  bad_escape: ["a=%", "a=%2", "a=%g0", "a=%0g", "a=100%&b=1", "a=%u0041", "%=1", "a%zz", "a=%%41", "a=% 41"],
  nul_byte: ["a=\0", "a=%00", "%00=1", "a=1&b=x%00y", "a%00", "\0"],
  not_utf8: [
    "a=%ff",
    "a=%80", // a continuation alone
    "a=%c3", // cut short
    "a=%c3(",
    "a=%c0%af", // an overlong slash
    "a=%c0%80", // an overlong NUL
    "a=%e0%80%af",
    "a=%f0%80%80%af",
    "a=%ed%a0%80", // a surrogate
    "a=%f4%90%80%80", // beyond U+10FFFF
    "a=%f8%88%80%80%80",
    "%ff=1",
    "a=%e2%82&b=%ac", // one character over two values
  ],
};

for (const [fault, texts] of Object.entries(faults)) {
  Deno.test(`a text is refused as ${fault}, never read otherwise (RFC 6749 appendix B, RFC 3629 section 3)`, () => {
    for (const text of texts) assertEquals(decoded(text), fault, JSON.stringify(text));
    assertEquals(decoded("a=%C3%A9"), { a: ["\u00e9"] }, "what is read afterwards is not touched");
  });
}

Deno.test("a value may be the name of a fault, or start with a byte order mark", () => {
  for (const value of ["bad_escape", "nul_byte", "not_utf8"]) {
    assertEquals(decoded(`state=${value}`), { state: [value] });
  }
  assertEquals(decoded("state=%EF%BB%BFx"), { state: ["\ufeffx"] });
});

const text = anyText().filter((value) => !value.includes("\0"));
const pairs = fc.array(fc.tuple(text, text.filter((value) => value !== "")));

/** The values by name, in order. */
function grouped(sent: readonly (readonly [string, string])[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    sent.map(([name]) => [name, sent.filter(([other]) => other === name).map(([, value]) => value)]),
  );
}

Deno.test("whatever is encoded as a form decodes to what it was (RFC 6749 appendix B)", () => {
  fc.assert(fc.property(pairs, (sent) => {
    assertEquals(
      decoded(new URLSearchParams(sent.map(([name, value]) => [name, value])).toString()),
      grouped(sent),
    );
    const percent = sent.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
    assertEquals(decoded(percent), grouped(sent));
  }));
});

Deno.test("whatever is sent is read like a browser reads it, or refused", () => {
  const raw = fc.string({ unit: fc.constantFrom(..."ab=&+%0041cC3fF\u00e9".split("")) });
  fc.assert(
    fc.property(raw, (sent) => {
      const result = decodeParameters(sent);
      if (!result.ok) return;
      const lenient = [...new URLSearchParams(sent)].filter(([, value]) => value !== "");
      assertEquals(Object.fromEntries(result.value), grouped(lenient));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("one name repeated very often is read in time that grows with the text, not with its square", () => {
  const many = 200_000, text = "a=1&".repeat(many), before = cpuUsage();
  const result = decodeParameters(text);
  assertEquals(result.ok && result.value.get("a")?.length, many);
  assertLess(cpuUsage(before).user, 3_000_000, "microseconds of this process");
});

Deno.test("known parameters may occur once, resource and audience more often (RFC 6749 section 3.1, RFC 8707 section 2, RFC 8693 section 2.1)", () => {
  const names = [...authorizationParameters, ...tokenParameters, "resource", "audience"];
  for (const name of names) {
    const result = decodeParameters(`${name}=1&${name}=1`);
    assert(result.ok);
    const once = name !== "resource" && name !== "audience";
    assertEquals(repeatedParameters(result.value, names).includes(name), once, name);
  }
  const result = decodeParameters("unheard_of=1&unheard_of=2&state=1&state=");
  assert(result.ok);
  assertEquals(repeatedParameters(result.value, authorizationParameters), []);
});

Deno.test("a parameter that was not sent has no value, whatever objects are called", () => {
  const result = decodeParameters("state=x");
  assert(result.ok);
  assertEquals(parameter(result.value, "state"), "x");
  assertEquals(parameter(result.value, "nonce"), undefined);
  assertFalse(result.value.has("constructor"));
});

/** What reports hide, wherever it stands, and what a reviewer still has to see. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { masked, openMask } from "../../src/conformance/mask.ts";
import { madeExchange } from "./made_results.ts";

const none = openMask([], new Set());
const base64url = (value: unknown) =>
  btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

Deno.test("a mask hides values by their names in forms, addresses, JSON and pages", () => {
  const names = [
    ...["code", "access_token", "refresh_token", "id_token", "client_secret", "client_assertion", "password"],
    ...["registration_access_token", "code_verifier", "id_token_hint", "csrf"],
  ];
  for (const name of names) {
    assertEquals(none.value(name, "abc"), masked, name);
    for (
      const text of [
        `https://rp.example/callback?${name}=abc-def&state=kept`,
        `https://rp.example/callback#state=kept&${name}=abc-def`,
        `{"state":"kept","${name}":"abc-def"}`,
        `{"state": "kept", "${name}": "abc\\"abc-def"}`,
        `state=kept&${name}=abc-def`,
        `<p>kept</p><input type="text" name="${name}" value="abc-def">`,
        `<p>kept</p><input name=${name} value=abc-def>`,
      ]
    ) {
      const shown = none.text(text);
      assert(!shown.includes("abc"), shown);
      assertStringIncludes(shown, "kept");
      assertStringIncludes(shown, masked);
    }
  }
  for (const name of ["state", "nonce", "code_challenge", "token_type", "login_hint", "token_endpoint"]) {
    assertEquals(none.value(name, "abc"), "abc", name);
    assertStringIncludes(none.text(`{"${name}":"abc"}&${name}=abc`), `{"${name}":"abc"}&${name}=abc`);
  }
});

Deno.test("a mask hides what is known to be secret in each way of writing it", () => {
  const secret = `p&ss "w<rd'/+ü`;
  const { text, value } = openMask([], new Set([secret]));
  for (
    const written of [
      secret,
      encodeURIComponent(secret),
      new URLSearchParams({ x: secret }).toString(),
      JSON.stringify({ x: secret }),
      "<p>p&amp;ss &quot;w&lt;rd&#39;/+ü</p>",
    ]
  ) {
    const shown = text(written);
    assertStringIncludes(shown, masked);
    assert(!/w<rd|w%3Crd|w&lt;rd/.test(shown), shown);
  }
  assertEquals(value("x", `before ${secret}`), `before ${masked}`);
});

Deno.test("a mask hides a longer secret whole where a shorter one is a part of it", () => {
  const { text } = openMask([], new Set(["abcdefgh", "abcdefgh-ijklmnop"]));
  assertEquals(text("abcdefgh-ijklmnop"), masked);
});

Deno.test("a mask leaves the header and the claims of a JWS, without the signature, and nothing of a JWE", () => {
  const token = `${base64url({ alg: "RS256", kid: "one" })}.${
    base64url({ iss: "https://id.example" })
  }.AbCdEf-_12`;
  for (
    const text of [token, `Bearer ${token}`, JSON.stringify({ jwt: token }), `id_token=${token}&state=s`]
  ) {
    const shown = openMask([], new Set([token])).text(text);
    assertStringIncludes(shown, `[JWS {"alg":"RS256","kid":"one"} {"iss":"https://id.example"}`);
    assert(!shown.includes("AbCdEf"), shown);
  }
  assertEquals(
    none.value("id_token", token),
    `[JWS {"alg":"RS256","kid":"one"} {"iss":"https://id.example"}, signature masked]`,
  );
  for (const key of ["", "a2V5"]) {
    const jwe = `${base64url({ alg: "dir", enc: "A256GCM" })}.${key}.aXY.Y2lwaGVy.dGFn`;
    assertEquals(none.text(`x ${jwe} y`), `x ${masked} y`);
  }
});

Deno.test("a mask hides credentials in headers and leaves their kind", () => {
  assertEquals(none.header("authorization", "Bearer abc"), `Bearer ${masked}`);
  assertEquals(none.header("Authorization", "Basic YTpi"), `Basic ${masked}`);
  assertEquals(none.header("cookie", "session=abc; other=def=="), `session=${masked}; other=${masked}`);
  assertEquals(
    none.header("set-cookie", "__Host-session=abc; Path=/; HttpOnly"),
    `__Host-session=${masked}; Path=/; HttpOnly`,
  );
  assertEquals(
    none.header("location", "https://rp.example/callback?code=abc&state=s"),
    `https://rp.example/callback?code=${masked}&state=s`,
  );
  assertEquals(none.header("cache-control", "no-store"), "no-store");
});

Deno.test("a mask hides what a browser carries, wherever it comes back, and no parameter that stands in a form", () => {
  const log = [madeExchange({
    response: {
      headers: [["set-cookie", "session=cookie-0123456789abcdef; Path=/"]],
      body: `<form><input type="hidden" name="flow" value="flow-0123456789abcdef">` +
        `<input type=hidden name=state value=state-0123456789abcdef></form>`,
    },
  })];
  const { text, value } = openMask(log, new Set());
  assertEquals(value("flow", "flow-0123456789abcdef"), masked);
  assertEquals(text("seen: cookie-0123456789abcdef"), `seen: ${masked}`);
  assertEquals(text("state-0123456789abcdef"), "state-0123456789abcdef");
  assertEquals(
    text(`<input type="password" name="x" value="y"><input type="hidden" name="step" value="short">`),
    `<input type="password" name="x" value="${masked}"><input type="hidden" name="step" value="${masked}">`,
  );
});

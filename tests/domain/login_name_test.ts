import { assertEquals } from "@std/assert";
import { isEmail, isUsername } from "../../src/domain/login_name.ts";

Deno.test("isUsername: no space, no control character and no @, so that no name looks like an address", () => {
  const good = ["a", "ada.lovelace", "Ада", "大", "x".repeat(100)];
  const bad = ["", " ", "a b", "a@b", "a\u0000", "a\u007f", "a\n", "x".repeat(101)];
  assertEquals([...good, ...bad].filter(isUsername), good);
});

Deno.test("isEmail: something on both sides of one @, in at most 254 characters (RFC 5321 section 4.5.3.1)", () => {
  const good = ["a@b", "ada+x@people.example", "大@例え.jp", `${"x".repeat(252)}@b`];
  const bad = ["", "a", "@", "a@", "@b", "a@b@c", "a @b", "a@b\n", "a\u0000@b", `${"x".repeat(253)}@b`];
  assertEquals([...good, ...bad].filter(isEmail), good);
});

Deno.test("isEmail: beyond ASCII nothing that is another sign in lower case, which may be somebody else's (RFC 5321 section 2.4)", () => {
  const good = ["Ada@People.example", "é@b", "ſ@b", "ß@b", "a@straße.example"];
  const bad = ["mi\u212ae@b", "a@ban\u212a.example", "\u0130@b", "É@b", "\u212b@b"];
  assertEquals([...good, ...bad].filter(isEmail), good);
});

import { assertEquals } from "@std/assert";
import { claimTexts } from "../../../src/domain/claim_text.ts";
import { readUpstreamProfile } from "../../../src/protocol/upstream/upstream_profile.ts";
import { nameInResponse } from "../../../src/protocol/name_in_response.ts";

const nobody = { claims: {}, email: undefined, email_verified: false };

Deno.test("what an upstream says of a person is kept as far as an account can hold it (OpenID Connect Core section 5.1)", () => {
  const claims = {
    name: "Ada",
    locale: "en-GB",
    zoneinfo: "Europe/London",
    picture: "https://people.example/ada",
  };
  const said = {
    ...claims,
    sub: "ada",
    address: { country: "GB" },
    preferred_username: "ada",
    groups: ["a"],
  };
  assertEquals(readUpstreamProfile(said, {}), { ...nobody, claims });
});

Deno.test("a claim of another type, too long, or that no column can hold is left out", () => {
  for (const name of Object.keys(claimTexts)) {
    for (const value of [7, null, {}, [], true, "", "x".repeat(2001), "https://a.example/\ud800", "a\0b"]) {
      assertEquals(readUpstreamProfile({ [name]: value }, {}), nobody, `${name} ${JSON.stringify(value)}`);
    }
  }
});

Deno.test("an address and its being verified come from one document, userinfo before the ID token", () => {
  const verified = { email: "ada@people.example", email_verified: true };
  assertEquals(readUpstreamProfile(verified, {}), { ...nobody, ...verified });
  assertEquals(readUpstreamProfile({}, verified), { ...nobody, ...verified });
  const other = { email: "eve@people.example" };
  assertEquals(readUpstreamProfile(verified, other), { ...nobody, ...other });
  assertEquals(readUpstreamProfile(other, { email_verified: true }), { ...nobody, ...other });
});

Deno.test("an address is verified where the claim is true itself, and is one (OpenID Connect Core section 5.1)", () => {
  const email = "ada@people.example";
  for (const email_verified of ["true", 1, "1", {}, null, undefined, false]) {
    assertEquals(readUpstreamProfile({ email, email_verified }, {}), { ...nobody, email });
  }
  for (const wrong of ["ada", "a b@c", "a@b\0", 7, null]) {
    assertEquals(readUpstreamProfile({ email: wrong, email_verified: true }, {}), nobody);
  }
});

Deno.test("of what comes beside a response only a name is taken, and what is none is nothing", () => {
  const name = { firstName: "Ada", lastName: "Lovelace" };
  const read = (user: unknown) => readUpstreamProfile(nameInResponse(JSON.stringify(user)), {});
  const claims = { given_name: "Ada", family_name: "Lovelace", name: "Ada Lovelace" };
  assertEquals(read({ name, email: "ada@people.example", email_verified: true, sub: "ada" }), {
    ...nobody,
    claims,
  });
  assertEquals(read({ name: { lastName: "Ada" } }).claims, { family_name: "Ada", name: "Ada" });
  for (
    const other of [{ name: "Ada" }, { name: { firstName: 7, lastName: {} } }, { name: null }, [], "x", null]
  ) {
    assertEquals(read(other), nobody, JSON.stringify(other));
  }
  const deep = `${"[".repeat(900)}${"]".repeat(900)}`;
  for (const user of [undefined, "", "{", deep, JSON.stringify({ name, more: "x".repeat(2000) })]) {
    assertEquals(nameInResponse(user), {});
  }
});

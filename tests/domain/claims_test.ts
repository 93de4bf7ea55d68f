import { assert, assertEquals, assertFalse } from "@std/assert";
import fc from "fast-check";
import { type Account, scopeClaims, type StandardClaims } from "../../src/domain/claims.ts";
import { noClaims } from "../../src/domain/claims_request.ts";
import { userinfoClaims } from "../../src/domain/released_claims.ts";

const claims: StandardClaims = {
  name: "Jane Doe",
  given_name: "Jane",
  family_name: "Doe",
  middle_name: "Q",
  nickname: "JD",
  profile: "https://people.example/jane",
  picture: "https://people.example/jane.png",
  website: "https://jane.example",
  gender: "female",
  birthdate: "0000-10-31",
  zoneinfo: "Europe/Paris",
  locale: "fr-FR",
  phone_number: "+33 1 23 45 67 89",
  phone_number_verified: false,
  address: { formatted: "1 rue de Rivoli\nParis", country: "FR" },
};

const jane: Account = {
  id: "account-1",
  username: "jane",
  email: "jane@example.com",
  email_verified: true,
  claims,
  attributes: {},
  claim_sources: {},
  groups: [],
  updated_at: 1_700_000_000,
};

const claimsFor = (account: Account, sub: string, scopes: readonly string[]) =>
  userinfoClaims(account, sub, { scopes, asked: noClaims, mappings: {} });

const nobody: Account = { ...jane, username: null, email: null, claims: {} };

const profile = [
  "name family_name given_name middle_name nickname preferred_username profile picture website gender",
  "birthdate zoneinfo locale updated_at",
].join(" ").split(" ");

const released: Readonly<Record<string, readonly string[]>> = {
  openid: [],
  profile,
  email: ["email", "email_verified"],
  phone: ["phone_number", "phone_number_verified"],
  address: ["address"],
  offline_access: [],
  orders: [],
  constructor: [],
  __proto__: [],
};

Deno.test("each scope releases its claims and no other (OpenID Connect Core section 5.4)", () => {
  for (const [scope, names] of Object.entries(released)) {
    assertEquals(Object.keys(claimsFor(jane, "subject", [scope])).sort(), ["sub", ...names].sort(), scope);
  }
  assertEquals(scopeClaims.profile!.toSorted(), profile.toSorted());
});

Deno.test("claims are those of the account (OpenID Connect Core section 5.1)", () => {
  const { phone_number, address } = claims;
  assertEquals(claimsFor(jane, "subject", ["openid", "email", "phone", "address"]), {
    sub: "subject",
    email: "jane@example.com",
    email_verified: true,
    phone_number: phone_number!,
    phone_number_verified: false,
    address: address!,
  });
  const { preferred_username, updated_at, birthdate } = claimsFor(jane, "subject", ["profile"]);
  assertEquals([preferred_username, updated_at, birthdate], ["jane", 1_700_000_000, "0000-10-31"]);
});

Deno.test("what an account does not say is left out, email_verified with email (OpenID Connect Core section 5.3.2)", () => {
  const scopes = Object.keys(scopeClaims);
  assertEquals(claimsFor(nobody, "subject", scopes), { sub: "subject", updated_at: 1_700_000_000 });
});

Deno.test("sub is the one given, whatever the account claims (OpenID Connect Core section 5.3.2)", () => {
  const forged = { ...jane, claims: { ...claims, sub: "victim" } as StandardClaims };
  assertEquals(claimsFor(forged, "subject", Object.keys(scopeClaims)).sub, "subject");
});

Deno.test("more scopes never release less, and nothing is undefined or null", () => {
  const names = Object.keys(released);
  const account = fc.record({
    id: fc.string(),
    username: fc.option(fc.string()),
    email: fc.option(fc.string()),
    email_verified: fc.boolean(),
    claims: fc.subarray(Object.keys(claims)).map((some) =>
      Object.fromEntries(some.map((name) => [name, claims[name as keyof StandardClaims]])) as StandardClaims
    ),
    attributes: fc.constant({}),
    claim_sources: fc.constant({}),
    groups: fc.constant([]),
    updated_at: fc.nat(),
  });
  fc.assert(fc.property(account, fc.subarray(names), fc.subarray(names), (person, some, more) => {
    const few = claimsFor(person, "subject", some), many = claimsFor(person, "subject", [...some, ...more]);
    for (const [name, value] of Object.entries(few)) assertEquals(many[name], value);
    assertFalse(Object.values(many).some((value) => value === undefined || value === null));
    const allowed = new Set(["sub", ...[...some, ...more].flatMap((scope) => released[scope] ?? [])]);
    assert(Object.keys(many).every((name) => allowed.has(name)));
  }));
});

import { assert, assertEquals, assertFalse, assertMatch } from "@std/assert";
import {
  isRegistrationAccessToken,
  registrationAccessToken,
} from "../../src/crypto/registration_access_token.ts";

const key = new Uint8Array(32).fill(1), former = new Uint8Array(32).fill(2);
const access = { tenant: "default", client_id: "c_a", version: 1 };
const token = registrationAccessToken(key, access).reveal();

Deno.test("a registration access token is the same each time, and tells its version (RFC 7592 section 3)", () => {
  assertEquals(registrationAccessToken(key, access).reveal(), token);
  assertMatch(token, /^lk_ra_0001[0-9A-Za-z]{49}$/);
  assertMatch(registrationAccessToken(key, { ...access, version: 258 }).reveal(), /^lk_ra_0102/);
});

Deno.test("a registration access token is for one client of one tenant and one version (RFC 7592 section 3)", () => {
  assert(isRegistrationAccessToken(token, [key], access));
  for (const change of [{ tenant: "other" }, { client_id: "c_b" }, { version: 2 }, { version: 0 }]) {
    assertFalse(isRegistrationAccessToken(token, [key], { ...access, ...change }));
  }
  for (const text of ["", "lk_ra_0001", `${token}x`, token.slice(0, -1), token.toUpperCase()]) {
    assertFalse(isRegistrationAccessToken(text, [key], access));
  }
});

Deno.test("a token of the former secret is still taken, one of a stranger's is not (RFC 7592 section 3)", () => {
  const old = registrationAccessToken(former, access).reveal();
  assert(isRegistrationAccessToken(old, [key, former], access));
  assertFalse(isRegistrationAccessToken(old, [key], access));
});

import { assert, assertEquals, assertMatch } from "@std/assert";
import { claimName, isOwnClaim, isReservedClaim } from "../../../src/domain/claim_mapping.ts";
import { scopeClaims } from "../../../src/domain/claims.ts";
import { accessTokenClaims } from "../../../src/protocol/token/access_token.ts";
import { claimMappingFaults } from "../../../src/protocol/client/claim_mapping_rules.ts";
import { idTokenClaims } from "../../../src/protocol/token/id_token.ts";

const mapping = { attribute: "department", scope: "work", to: ["userinfo"] } as const;
const now = 1_800_000_000;
const signIn = { auth_time: now, acr: "1", amr: ["pwd"] };
const token = { issuer: "https://id.example", sub: "s", client_id: "c", issuedAt: now, expiresAt: now };

Deno.test("a mapping with a name of its own and a scope of the client is taken", () => {
  for (const name of ["department", "groups", "roles", "https://example.com/claims/level", "constructor"]) {
    assertEquals(claimMappingFaults({ [name]: mapping }, ["openid", "work"]), [], name);
  }
});

Deno.test("a claim that a token states itself, or that a standard scope releases, is mapped by nobody", () => {
  const stated = [
    ...Object.keys(
      idTokenClaims({ ...token, ...signIn, sid: "s", nonce: "n", at_hash: "h", c_hash: "h", about: {} }),
    ),
    ...Object.keys(accessTokenClaims({
      ...token,
      audience: ["a"],
      scopes: ["openid"],
      jti: "j",
      person: { ...signIn, family_id: "f" },
    })),
  ];
  assert(stated.length > 15);
  for (const name of stated) assert(isOwnClaim(name), name);
  for (const name of [...stated, ...Object.values(scopeClaims).flat()]) {
    const [fault, ...others] = claimMappingFaults({ [name]: mapping }, ["work"]);
    assertEquals([fault?.pointer, others], [`/claim_mappings/${name}`, []]);
    assertMatch(fault!.detail, /tokens say it themselves/);
  }
});

Deno.test("a reserved name is one in any case, because there are readers of JSON for which that is the same", () => {
  for (const name of ["SUB", "Sub", "EMAIL", "Email_Verified", "_Claim_Names"]) {
    assert(isReservedClaim(name), name);
  }
  assertEquals(isReservedClaim("subject"), false);
});

Deno.test("a scope that the client may not ask for is named, with those that it may", () => {
  assertEquals(claimMappingFaults({ "a/b": mapping }, ["openid", "orders"]), [{
    pointer: "/claim_mappings/a~1b/scope",
    detail: "must be one of the client's scopes: openid, orders",
  }]);
});

Deno.test("a claim's name is printable, in no language, and nothing that objects are called by", () => {
  const taken = new RegExp(claimName);
  for (const name of ["a", "a".repeat(200), "urn:example:a", "_a", "https://a.example/b?c=d~"]) {
    assert(taken.test(name), name);
  }
  for (const name of ["", "a".repeat(201), "a b", "a#de", "name#", "ä", "a\n", "__proto__", "\u0000"]) {
    assert(!taken.test(name), name);
  }
});

import { assert, assertEquals, assertFalse } from "@std/assert";
import fc from "fast-check";
import {
  allowedScopes,
  isScopeList,
  openScopes,
  parseScope,
  sortScopes,
  standardScopes,
  tenantScopes,
} from "../../src/domain/scope.ts";
import { sampleClient } from "./sample_client.ts";

Deno.test("a scope list follows the grammar of RFC 6749 section 3.3", () => {
  const lists = ["openid", "openid profile", "a:b/c.d", "!#[]~", "https://api.example/read"];
  const others = [
    "",
    " ",
    " openid",
    "openid ",
    "openid  profile",
    "a\tb",
    "a\nb",
    'a"b',
    "a\\b",
    "\u00e9",
    "a\x7f",
  ];
  for (const text of lists) assert(isScopeList(text), text);
  for (const text of others) assertFalse(isScopeList(text), JSON.stringify(text));
});

Deno.test("a scope list is read in its order, each name once (RFC 6749 section 3.3)", () => {
  assertEquals(parseScope("email openid email profile openid"), ["email", "openid", "profile"]);
  assertEquals(parseScope(""), []);
});

Deno.test("whatever scopes are written as a list are read again", () => {
  const name = fc.string({ unit: fc.constantFrom(..."!#[]~aZ09:/.-_"), minLength: 1 });
  fc.assert(fc.property(fc.uniqueArray(name, { minLength: 1 }), (names) => {
    assert(isScopeList(names.join(" ")));
    assertEquals(parseScope(names.join(" ")), names);
  }));
});

Deno.test("a tenant offers the standard scopes and its own (OpenID Connect Core section 5.4)", () => {
  assertEquals(tenantScopes({}), [...standardScopes]);
  assertEquals(tenantScopes({ scopes: ["orders"] }), [...standardScopes, "orders"]);
});

Deno.test("a client may ask for what its record names, else for all that the tenant offers (RFC 7591 section 2)", () => {
  const policy = { scopes: ["orders"] };
  assertEquals(allowedScopes(sampleClient(), policy), tenantScopes(policy));
  assertEquals(allowedScopes(sampleClient({ scope: "openid orders" }), policy), ["openid", "orders"]);
});

Deno.test("a client that nobody vouches for may ask for the standard scopes and what the tenant opens to all (RFC 7591 section 5)", () => {
  const policy = { scopes: ["orders", "refunds"], open_scopes: ["orders", "of nobody"] };
  assertEquals(openScopes(policy), [...standardScopes, "orders"]);
  assertEquals(openScopes({ scopes: ["orders"] }), [...standardScopes]);
  for (const origin of ["open", "document"] as const) {
    assertEquals(allowedScopes(sampleClient({}, { origin }), policy), openScopes(policy));
    const greedy = sampleClient({ scope: "openid orders refunds" }, { origin });
    assertEquals(allowedScopes(greedy, policy), ["openid", "orders"]);
  }
  assertEquals(allowedScopes(sampleClient({}, { origin: "token" }), policy), tenantScopes(policy));
});

Deno.test("scopes asked for are granted, forbidden or unknown (OpenID Connect Core section 3.1.2.1)", () => {
  const client = sampleClient({ scope: "openid email orders" }), policy = { scopes: ["orders", "refunds"] };
  const asked = ["openid", "phone", "orders", "refunds", "toString", "nonsense"];
  assertEquals(sortScopes(asked, client, policy), {
    granted: ["openid", "orders"],
    forbidden: ["phone", "refunds"],
    unknown: ["toString", "nonsense"],
  });
});

Deno.test("offline_access is ignored for a client that may not refresh (OpenID Connect Core section 11)", () => {
  const asked = ["openid", "offline_access"];
  const nothingElse = { forbidden: [], unknown: [] };
  assertEquals(sortScopes(asked, sampleClient(), {}), { granted: asked, ...nothingElse });
  assertEquals(sortScopes(asked, sampleClient({ grant_types: ["authorization_code"] }), {}), {
    granted: ["openid"],
    ...nothingElse,
  });
});

Deno.test("no scope is granted that was not asked for, allowed and offered or named in the record", () => {
  const names = [...standardScopes, "orders", "refunds", "x"];
  const some = fc.subarray(names);
  fc.assert(fc.property(some, fc.option(some), some, fc.boolean(), (asked, record, own, refreshes) => {
    const client = sampleClient({
      ...(record && record.length > 0 ? { scope: record.join(" ") } : {}),
      grant_types: refreshes ? ["authorization_code", "refresh_token"] : ["authorization_code"],
    });
    const policy = { scopes: own }, sorted = sortScopes(asked, client, policy);
    const allowed = allowedScopes(client, policy);
    assert(sorted.granted.every((scope) => asked.includes(scope) && allowed.includes(scope)));
    assert(
      sorted.forbidden.every((scope) => tenantScopes(policy).includes(scope) && !allowed.includes(scope)),
    );
    const parts = [...sorted.granted, ...sorted.forbidden, ...sorted.unknown];
    const ignored = refreshes ? [] : asked.filter((scope) => scope === "offline_access");
    assertEquals(new Set([...parts, ...ignored]), new Set(asked));
  }));
});

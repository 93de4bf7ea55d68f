import { assert, assertEquals } from "@std/assert";
import {
  clientLifetimeNames,
  lifetime,
  type Lifetimes,
  lifetimes,
  requiresPkce,
} from "../../src/domain/tenant_policy.ts";

Deno.test("PKCE is demanded by the client's record, else the tenant's policy, else always (RFC 9700 section 2.1.1)", () => {
  const table: readonly (readonly [boolean | null, boolean | undefined, boolean])[] = [
    [null, undefined, true],
    [null, true, true],
    [null, false, false],
    [true, undefined, true],
    [true, true, true],
    [true, false, true],
    [false, undefined, false],
    [false, true, false],
    [false, false, false],
  ];
  for (const [client, tenant, demanded] of table) {
    const policy = tenant === undefined ? {} : { require_pkce: tenant };
    assertEquals(requiresPkce(client, policy), demanded, `client ${client}, tenant ${tenant}`);
  }
});

const names = Object.keys(lifetimes) as (keyof Lifetimes)[];

Deno.test("every lifetime has a default within its bounds", () => {
  for (const name of names) {
    const { default: usual, least, most } = lifetimes[name];
    assert(least <= usual && usual <= most, name);
    assert([least, usual, most].every((seconds) => Number.isSafeInteger(seconds) && seconds >= 0), name);
  }
});

Deno.test("the lifetime in force is the tenant's, else the default", () => {
  for (const name of names) {
    assertEquals(lifetime({}, name, undefined), lifetimes[name].default);
    assertEquals(
      lifetime({ lifetimes: { [name]: lifetimes[name].least } }, name, undefined),
      lifetimes[name].least,
      name,
    );
  }
});

Deno.test("the lifetime of what is issued to a client is the client's own, where it has one", () => {
  for (const name of clientLifetimeNames) {
    const policy = { lifetimes: { [name]: 1 } }, client = { lifetimes: { [name]: 2 } };
    if (name === "session" || name === "session_idle") continue;
    assertEquals([lifetime(policy, name, client), lifetime(policy, name, { lifetimes: {} })], [2, 1], name);
  }
});

Deno.test("a code lives ten minutes at most, and a minute unless somebody chose (RFC 6749 section 4.1.2)", () => {
  assertEquals(lifetimes.authorization_code, { default: 60, least: 10, most: 600 });
});

Deno.test("a signed access token, which others verify on their own, lives ten minutes at most (RFC 9700 section 2.2)", () => {
  assert(lifetimes.access_token_jwt.most <= 600 && lifetimes.access_token_jwt.default <= 300);
});

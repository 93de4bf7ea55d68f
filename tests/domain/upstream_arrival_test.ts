import { assertEquals } from "@std/assert";
import { type ArrivalLimits, arrivalPolicy, nobodyNew, noLimits } from "../../src/domain/arrival_policy.ts";
import { signUpPolicies, type UpstreamPolicy } from "../../src/domain/upstream.ts";
import {
  type ArrivalFacts,
  arrivalOf,
  believedEmail,
  type HolderFacts,
} from "../../src/domain/upstream_arrival.ts";

const trusting: UpstreamPolicy = {
  trust_email: true,
  sign_up: "free",
  allowed_domains: [],
  link_by_email: true,
  many_issuers: false,
  domains: [],
  trusted_amr: [],
  trusted_acr: [],
};
const stated = { email: "ada@people.example", email_verified: true };
const holder: HolderFacts = { id: "holder", state: "active", email_verified: true };
const stranger: ArrivalFacts = { linked: undefined, stated, holder: undefined };

const refused = (why: string) => ({ do: "refuse", why });
const created = { do: "create" };
const proven = { do: "prove", account_id: "holder" };

Deno.test("an identity that is linked decides alone, whatever the policy and whatever the address says", () => {
  for (const sign_up of signUpPolicies) {
    const policy = { ...trusting, sign_up, link_by_email: false };
    const facts = { linked: { id: "mine", state: "active" }, stated, holder };
    assertEquals<unknown>(arrivalOf(policy, facts), { do: "sign_in", account_id: "mine" });
    for (const state of ["disabled", "pending", "erased"]) {
      const gone = { ...facts, linked: { id: "mine", state } };
      assertEquals<unknown>(arrivalOf(policy, gone), refused("account_disabled"), state);
    }
  }
});

Deno.test("an account is linked by its address only where both sides have verified it and the policy says so (unverified-email takeover)", () => {
  const linked = { do: "link", account_id: "holder", evidence: "verified_email" };
  for (const sign_up of signUpPolicies) {
    const policy = { ...trusting, sign_up };
    assertEquals<unknown>(arrivalOf(policy, { ...stranger, holder }), linked);
    for (
      const [differing, facts] of [
        [{ link_by_email: false }, { ...stranger, holder }],
        // Somebody else may have made it before the owner of the address came (pre-hijack).
        [{}, { ...stranger, holder: { ...holder, email_verified: false } }],
      ] as const
    ) {
      assertEquals<unknown>(arrivalOf({ ...policy, ...differing }, facts), proven);
    }
  }
});

Deno.test("an address that is not believed meets nobody", () => {
  for (
    const [policy, said] of [
      [{ ...trusting, trust_email: false }, stated],
      [trusting, { ...stated, email_verified: false }],
      [trusting, { email: undefined, email_verified: true }],
    ] as const
  ) {
    assertEquals(believedEmail(policy, said), undefined);
    assertEquals<unknown>(arrivalOf(policy, { ...stranger, stated: said, holder }), created);
  }
});

Deno.test("an account that an administrator made, and to which nobody has signed in, is for whoever has its address", () => {
  for (const email_verified of [true, false]) {
    const facts = { ...stranger, holder: { ...holder, state: "pending", email_verified } };
    for (const sign_up of signUpPolicies) {
      const policy = { ...trusting, sign_up, link_by_email: false };
      const expected = sign_up === "never"
        ? proven
        : { do: "link", account_id: "holder", evidence: "invited" };
      assertEquals<unknown>(arrivalOf(policy, facts), expected, sign_up);
    }
  }
});

Deno.test("a disabled account is linked with nobody, and nobody is told that it is", () => {
  const facts = { ...stranger, holder: { ...holder, state: "disabled" } };
  assertEquals<unknown>(arrivalOf(trusting, facts), proven);
});

Deno.test("who is not known gets an account as the policy says", () => {
  const by = (policy: Partial<UpstreamPolicy>, email = stated.email) =>
    arrivalOf({ ...trusting, ...policy }, { ...stranger, stated: { ...stated, email } });
  assertEquals<unknown>(by({ sign_up: "free" }), created);
  assertEquals<unknown>(by({ sign_up: "invited" }), refused("not_invited"));
  assertEquals<unknown>(by({ sign_up: "never" }), refused("no_account"));
  const domains = { sign_up: "domains", allowed_domains: ["people.example"] } as const;
  assertEquals<unknown>(by(domains), created);
  assertEquals<unknown>(by(domains, "ada@PEOPLE.example"), created);
  for (
    const email of ["ada@evil-people.example", "ada@people.example.evil.example", "ada@sub.people.example"]
  ) {
    assertEquals<unknown>(by(domains, email), refused("other_domain"), email);
  }
  assertEquals<unknown>(by({ ...domains, trust_email: false }), refused("other_domain"));
});

const said = [null, ...signUpPolicies], links = [null, true, false];

/** Everything that a level may say, domains aside. */
const limits: readonly ArrivalLimits[] = said.flatMap((sign_up) =>
  links.map((link_by_email) => ({ sign_up, link_by_email, allowed_domains: null }))
);

Deno.test("of what upstream, tenant and client say of who gets an account and of linking, the narrowest counts, whatever the two others say", () => {
  let combinations = 0;
  for (const sign_up of signUpPolicies) {
    for (const link_by_email of [true, false]) {
      for (const tenant of limits) {
        for (const client of limits) {
          const upstream = { ...trusting, sign_up, link_by_email };
          const found = arrivalPolicy(upstream, [tenant, client]), levels = [upstream, tenant, client];
          const place = Math.max(...levels.map((level) => said.indexOf(level.sign_up))) - 1;
          const linking = !levels.some((level) => level.link_by_email === false);
          const expected = [signUpPolicies[place], linking, upstream.trust_email];
          assertEquals<unknown>([found.sign_up, found.link_by_email, found.trust_email], expected);
          combinations++;
        }
      }
    }
  }
  assertEquals(combinations, 4 * 2 * 15 * 15);
});

Deno.test("a domain is allowed where every level that goes by domains allows it, and nowhere if no level does", () => {
  const lists = [null, ["a.example", "b.example"], ["b.example", "c.example"], ["c.example"]];
  const level = (allowed_domains: readonly string[] | null): ArrivalLimits => ({
    ...noLimits,
    ...(allowed_domains ? { sign_up: "domains", allowed_domains } : {}),
  });
  for (const own of lists) {
    for (const tenant of lists) {
      for (const client of lists) {
        const upstream = {
          ...trusting,
          ...(own ? { sign_up: "domains", allowed_domains: own } as const : {}),
        };
        const found = arrivalPolicy(upstream, [level(tenant), level(client)]);
        const by = [own, tenant, client].filter((list) => list !== null);
        const expected = ["a.example", "b.example", "c.example"]
          .filter((domain) => by.length > 0 && by.every((list) => list.includes(domain)));
        assertEquals([found.sign_up, found.allowed_domains.toSorted()], [
          by.length > 0 ? "domains" : "free",
          expected,
        ]);
      }
    }
  }
});

Deno.test("a list of a level that does not go by domains says nothing, and a client that is gone lets nobody new in", () => {
  const listed = { ...noLimits, allowed_domains: ["a.example"] };
  assertEquals(arrivalPolicy(trusting, [listed, noLimits]), trusting);
  const gone = arrivalPolicy(trusting, [noLimits, nobodyNew]);
  assertEquals([gone.sign_up, gone.link_by_email], ["never", false]);
});

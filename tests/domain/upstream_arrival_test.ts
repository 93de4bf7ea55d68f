import { assertEquals } from "@std/assert";
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

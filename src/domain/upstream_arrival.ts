import { isOfDomain } from "./email_domain.ts";
import type { UpstreamPolicy } from "./upstream.ts";

/** What an upstream says of a person's address. */
export interface StatedEmail {
  readonly email: string | undefined;
  readonly email_verified: boolean;
}

/** An account, as far as decisions about arriving people need it. */
export interface HolderFacts {
  readonly id: string;
  readonly state: string;
  readonly email_verified: boolean;
}

/** What is known here of somebody who arrives from an upstream. */
export interface ArrivalFacts {
  /** The account that this identity was linked with before. */
  readonly linked: Pick<HolderFacts, "id" | "state"> | undefined;
  readonly stated: StatedEmail;
  /** The account that has the address which is believed, where there is one. */
  readonly holder: HolderFacts | undefined;
}

/** How an identity came to be linked with an account. */
export type LinkEvidence = "created" | "invited" | "verified_email" | "signed_in" | "proof";

/** Why somebody who arrives is not signed in. */
export type ArrivalRefusal =
  | "account_disabled"
  | "other_domain"
  | "not_invited"
  | "no_account";

/** What is done for somebody who arrives from an upstream. */
export type Arrival =
  | { readonly do: "sign_in"; readonly account_id: string }
  | { readonly do: "link"; readonly account_id: string; readonly evidence: "invited" | "verified_email" }
  | { readonly do: "create" }
  /** Somebody has the address: whoever comes has to prove that the account is theirs. */
  | { readonly do: "prove"; readonly account_id: string }
  | { readonly do: "refuse"; readonly why: ArrivalRefusal };

/**
 * The address of a person that is believed: one that the upstream calls verified, where its word counts. Any other is
 * neither compared nor kept, so that nobody takes an account over, or holds an address that is somebody else's.
 */
export const believedEmail = (
  { trust_email, many_issuers }: Pick<UpstreamPolicy, "trust_email" | "many_issuers">,
  { email, email_verified }: StatedEmail,
): string | undefined => trust_email && !many_issuers && email_verified ? email : undefined;

const refuse = (why: ArrivalRefusal): Arrival => ({ do: "refuse", why });

/**
 * What becomes of a person whose address an account has already. Who has to prove that it is theirs learns nothing of it:
 * a disabled one is asked for like any other, and nobody can sign in to it.
 */
function meet({ id, state, email_verified }: HolderFacts, policy: UpstreamPolicy): Arrival {
  // Nobody has ever signed in to it: an administrator made it for whoever has the address.
  if (state === "pending" && policy.sign_up !== "never") {
    return { do: "link", account_id: id, evidence: "invited" };
  }
  // Whoever made an account with an address that was never verified may not be who owns the address.
  return state === "active" && email_verified && policy.link_by_email
    ? { do: "link", account_id: id, evidence: "verified_email" }
    : { do: "prove", account_id: id };
}

/** Decides what becomes of a person whom an upstream vouches for. */
export function arrivalOf(policy: UpstreamPolicy, { linked, stated, holder }: ArrivalFacts): Arrival {
  if (linked) {
    return linked.state === "active" ? { do: "sign_in", account_id: linked.id } : refuse("account_disabled");
  }
  const email = believedEmail(policy, stated);
  if (email !== undefined && holder) return meet(holder, policy);
  switch (policy.sign_up) {
    case "free":
      return { do: "create" };
    case "domains":
      return email !== undefined && isOfDomain(email, policy.allowed_domains)
        ? { do: "create" }
        : refuse("other_domain");
    case "invited":
      return refuse("not_invited");
    case "never":
      return refuse("no_account");
  }
}

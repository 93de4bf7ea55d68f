import { type Guard, machine } from "./machine.ts";
import type { Seconds } from "./time.ts";

const owned = ["browser_digest", "=", "browser", "other_browser"] as const satisfies Guard;
const timely = ["expires_at", ">", "now", "expired"] as const satisfies Guard;

/**
 * What somebody has yet to prove who came from an upstream with the address of an account that is here: that this
 * account is theirs too. It holds who they are at the upstream, which account, and which browser. An address alone never
 * proves it: they sign in to the account, after they were asked to and in the same browser, and then say yes.
 *
 * @see OpenID Connect Core section 5.7 (an address names nobody for good)
 */
export const linkProof = machine({
  name: "link_proof",
  key: ["bucket", "digest"],
  initial: "offered",
  cells: {
    offered: { use: "used", refuse: "refused" },
    used: { use: "!used", refuse: "!used" },
    refused: { use: "!refused", refuse: "!refused" },
  },
  guards: {
    use: [
      owned,
      ["account_id", "=", "account", "other_account"],
      ["created_at", "<=", "signed_in_at", "not_signed_in"],
      timely,
    ],
    refuse: [owned, timely],
  },
  trail: ["upstream_id", "account_id"],
});

/** How long a person may take to sign in to their account and say yes. */
export const linkProofLifetime: Seconds = 600;

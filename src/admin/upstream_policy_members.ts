import Type from "typebox";
import { longestAcr } from "../domain/acr.ts";
import { tokenPattern } from "../domain/oauth_text.ts";
import { signUpPolicies } from "../domain/upstream.ts";
import { emailDomains } from "./email_domain_schema.ts";
import type { UpstreamMembers } from "./upstream_member.ts";

/** What an operator decides about the people who come from an upstream. */
export const upstreamPolicyMembers = {
  trust_email: {
    schema: Type.Boolean({
      description: "Whether an address that it calls verified counts as verified here",
      default: false,
    }),
  },
  sign_up: {
    schema: Type.Enum([...signUpPolicies], {
      description:
        "Who gets an account by signing in for the first time: free: anybody; domains: addresses of allowed_domains; invited: only people whom an administrator created with their address; never: nobody",
      default: "free",
    }),
  },
  allowed_domains: { schema: emailDomains("Domains of addresses, in lower case, for sign_up domains") },
  link_by_email: {
    schema: Type.Boolean({
      description:
        "Whether somebody whose address is verified here and there is signed in to the account that has it",
      default: false,
    }),
  },
  domains: {
    schema: emailDomains(
      "Domains of addresses, in lower case, for which it is the way in: who types one on the sign-in page is led there, and it is told the address",
    ),
  },
  trusted_amr: {
    schema: Type.Array(Type.String({ pattern: "^[\\x21-\\x7e]+$", maxLength: 50 }), {
      description:
        "Its words for how people prove themselves (amr, RFC 8176) that our tokens repeat; it is believed in no other",
      maxItems: 20,
      uniqueItems: true,
      default: [],
      examples: [["otp", "mfa"]],
    }),
  },
  trusted_acr: {
    schema: Type.Array(Type.String({ pattern: tokenPattern, maxLength: longestAcr }), {
      description:
        "Its classes for how well people prove themselves (acr, OpenID Connect Core section 2) that our tokens state and that applications may ask for; any other sign-in with it is 1",
      maxItems: 20,
      uniqueItems: true,
      default: [],
      examples: [["urn:example:two-factors"]],
    }),
  },
  allowed_tids: {
    schema: Type.Array(Type.String({ pattern: "^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$" }), {
      description:
        "Ids of tenants (tid) whose people may come, where the upstream has many; none: those of all tenants",
      maxItems: 100,
      uniqueItems: true,
      default: [],
    }),
  },
} satisfies Partial<UpstreamMembers>;

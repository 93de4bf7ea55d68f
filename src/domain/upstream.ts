import { machine } from "./machine.ts";

/**
 * A server of somebody else's with which people sign in here. Its issuer never changes and its id is never used again,
 * because the identities that people have there hang on both.
 */
export const upstream = machine({
  name: "upstream",
  key: ["id"],
  initial: "active",
  cells: {
    active: { amend: "=", disable: "disabled", enable: "!enabled", delete: "deleted" },
    disabled: { amend: "=", disable: "!disabled", enable: "active", delete: "deleted" },
    deleted: { amend: "!deleted", disable: "!deleted", enable: "!deleted", delete: "!deleted" },
  },
  guards: {
    amend: [["version", "=", "version", "changed_meanwhile"]],
    disable: [],
    enable: [],
    delete: [],
  },
  trail: ["slug"],
});

/** How we authenticate at an upstream's token endpoint (OpenID Connect Core section 9). */
export const upstreamAuthenticationMethods = [
  "client_secret_basic",
  "client_secret_post",
  "client_secret_jwt",
  "private_key_jwt",
  "none",
] as const;
export type UpstreamAuthenticationMethod = typeof upstreamAuthenticationMethods[number];

/** How we sign our requests to an upstream that speaks OAuth 1.0a (RFC 5849 section 3.4). */
export const signatureMethods = ["HMAC-SHA1", "RSA-SHA1", "PLAINTEXT"] as const;
export type SignatureMethod = typeof signatureMethods[number];

/**
 * Whom our assertions name as their audience: the issuer, which nobody else can make us sign for, or the token endpoint,
 * where an upstream takes nothing else (RFC 7523 section 3, FAPI 2.0 Security Profile section 5.3.3.1).
 */
export const assertionAudiences = ["issuer", "token_endpoint"] as const;
export type AssertionAudience = typeof assertionAudiences[number];

/** The methods by which we send a signed assertion (RFC 7523 section 2.2). */
export type AssertionMethod = Extract<UpstreamAuthenticationMethod, `${string}_jwt`>;

export const sendsAssertion = (method: UpstreamAuthenticationMethod): method is AssertionMethod =>
  method === "private_key_jwt" || method === "client_secret_jwt";

/**
 * Who gets an account by signing in with an upstream for the first time: anybody, whoever has an address of an allowed
 * domain, only people for whom an administrator made an account with their address, or nobody.
 */
export const signUpPolicies = ["free", "domains", "invited", "never"] as const;
export type SignUpPolicy = typeof signUpPolicies[number];

/**
 * Whether people who sign out here sign out at an upstream too, where it has an endpoint for that: never, by a link, or
 * always.
 */
export const upstreamLogouts = ["none", "offer", "always"] as const;
export type UpstreamLogout = typeof upstreamLogouts[number];

/** What an operator decides about the people who come from an upstream. */
export interface UpstreamPolicy {
  /** Whether an address that the upstream calls verified counts as verified here. */
  readonly trust_email: boolean;
  readonly sign_up: SignUpPolicy;
  /** Domains of addresses, in lower case. */
  readonly allowed_domains: readonly string[];
  /** Whether somebody whose address is verified here and there is taken for the same person. */
  readonly link_by_email: boolean;
  /** Domains of addresses for which it is the way in, in lower case. */
  readonly domains: readonly string[];
  /** Its words for how people prove themselves that our tokens repeat; it is believed in no other. */
  readonly trusted_amr: readonly string[];
  /** Its classes for how well people prove themselves that it is believed in; any other sign-in is one factor. */
  readonly trusted_acr: readonly string[];
  /** Whether it speaks for issuers of whom any can state any address: then no address is believed, whatever else is set. */
  readonly many_issuers: boolean;
}

/** What an upstream speaks: OpenID Connect with discovery, or OAuth 2 or OAuth 1.0a with an API of its own. */
export const upstreamKinds = ["oidc", "oauth2", "oauth1"] as const;
export type UpstreamKind = typeof upstreamKinds[number];

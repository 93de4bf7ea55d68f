import { ownAcr, reservedAcr } from "../../domain/acr.ts";
import { type FetchRules, fetchTarget, targetWords } from "../../domain/fetch_target.ts";
import type { SigningAlgorithm } from "../../domain/client_metadata.ts";
import { none } from "../../domain/machine.ts";
import type { DecryptionAlgorithm } from "../../domain/provider_key.ts";
import { upstreamClaimFault, type UpstreamClaims } from "../../domain/upstream_claims.ts";
import type {
  AssertionAudience,
  SignatureMethod,
  UpstreamAuthenticationMethod,
  UpstreamKind,
  UpstreamPolicy,
} from "../../domain/upstream.ts";
import { hasOauthParameter } from "./oauth1_rules.ts";
import { allowedDomainsFault } from "../client/sign_up_rules.ts";
import { givenIssuer } from "./presets/preset_issuer.ts";
import { presetQuirks, upstreamPresets } from "./presets/presets.ts";
import { hasManyIssuers } from "./upstream_issuer.ts";
import { kindOf, upstreamAuthenticationRules } from "./upstream_authentication_rules.ts";
import type { UpstreamEndpoints } from "./upstream_quirk.ts";
import type { PlacedFault } from "../validate.ts";

/** An upstream as it would be, as far as its members bind one another. */
export interface JudgedUpstream extends
  Pick<
    UpstreamPolicy,
    "trust_email" | "sign_up" | "allowed_domains" | "link_by_email" | "trusted_amr" | "trusted_acr"
  > {
  readonly token_endpoint_auth_method: UpstreamAuthenticationMethod;
  readonly scopes: readonly string[];
  readonly store_tokens: boolean;
  readonly claims: UpstreamClaims;
  /** Whether it has what it gave us to prove who we are, be it kept or given. */
  readonly has_secret: boolean;
  /** What was given of that, and in which form. */
  readonly given: {
    readonly client_secret: boolean;
    readonly private_key: "readable" | "unreadable" | undefined;
  };
  readonly key_id: string | null;
  readonly team_id: string | null;
  readonly token_endpoint_auth_signing_alg: SigningAlgorithm | null;
  readonly client_assertion_audience: AssertionAudience | null;
  readonly id_token_encrypted_response_alg: DecryptionAlgorithm | null;
  readonly allowed_tids: readonly string[];
  /** How requests are signed, where the upstream speaks OAuth 1.0a; null: they are not. */
  readonly signature_method: SignatureMethod | null;
  /** The ready-made one that it is; `-` where it is none. What follows has to be left out then. */
  readonly preset: string;
  /** Undefined where nothing is said of it. */
  readonly kind: UpstreamKind | undefined;
  readonly issuer: string | undefined;
  readonly endpoints: Readonly<Partial<Record<keyof UpstreamEndpoints, string | undefined>>>;
  readonly has_person: boolean;
}

/** What members of an upstream demand of one another. */
export interface UpstreamRule {
  readonly pointer: string;
  /** @returns what is wrong, after the member's name; undefined where it is right. */
  readonly fault: (upstream: JudgedUpstream, rules: FetchRules) => string | undefined;
}

/** Whether any issuer behind an upstream can state any address. */
const isShared = (upstream: JudgedUpstream) =>
  hasManyIssuers(upstream.issuer ?? "", presetQuirks(upstream.preset));

/** Whether people of any tenant of the upstream come, each of which says of its people what it likes. */
const isAnybodys = (upstream: JudgedUpstream) => isShared(upstream) && upstream.allowed_tids.length === 0;

const anybodysWord =
  "must be empty where allowed_tids is: any tenant of this upstream can state how its people prove themselves";

const ownOf = (preset: string) => `must be left out: the preset ${preset} has its own`;

/** The kinds that have endpoints of their own, in place of a discovery document. */
const withEndpoints: readonly UpstreamKind[] = ["oauth2", "oauth1"];

/** What is wrong with a member that only some kinds of upstreams have, and that they need. */
function absence(
  { preset, kind = "oidc" }: JudgedUpstream,
  due: readonly UpstreamKind[],
  isThere: boolean,
): string | undefined {
  if (preset !== none) return isThere ? ownOf(preset) : undefined;
  if (due.includes(kind)) return isThere ? undefined : `is needed where kind is ${kind}`;
  return isThere ? `must be left out where kind is ${kind}` : undefined;
}

/** What is wrong with an issuer's being there, or not. */
function issuerAbsence(upstream: JudgedUpstream): string | undefined {
  const ready = upstreamPresets.get(upstream.preset), given = ready && givenIssuer(ready);
  if (!ready || !given) return absence(upstream, ["oidc"], upstream.issuer !== undefined);
  return upstream.issuer === undefined
    ? `is needed: everybody's ${ready.name} has its own, such as ${given.example}`
    : given.form && !given.form.pattern.test(upstream.issuer)
    ? `must be ${given.form.words}`
    : undefined;
}

const targetFault = (address: string, rules: FetchRules): string | undefined => {
  const target = fetchTarget(address, rules);
  return target.ok ? undefined : targetWords[target.error];
};

const endpointRule = (
  name: keyof UpstreamEndpoints,
  due: readonly UpstreamKind[] = withEndpoints,
): UpstreamRule => ({
  pointer: `/${name}`,
  fault: (upstream, rules) => {
    const address = upstream.endpoints[name];
    const fault = absence(upstream, due, address !== undefined);
    if (fault !== undefined || address === undefined) return fault;
    if (upstream.kind === "oauth1" && hasOauthParameter(address)) {
      return "must have no parameter that begins with oauth_";
    }
    return address.includes("#") ? "must have no fragment" : targetFault(address, rules);
  },
});

/** Every rule, in the order of the members. */
export const upstreamRules: readonly UpstreamRule[] = [
  {
    pointer: "/kind",
    fault: ({ preset, kind }) => preset !== none && kind !== undefined ? ownOf(preset) : undefined,
  },
  {
    pointer: "/issuer",
    fault: (upstream, rules) => {
      const { issuer } = upstream, fault = issuerAbsence(upstream);
      if (fault !== undefined || issuer === undefined) return fault;
      // OpenID Connect Discovery section 3
      return /[?#]/.test(issuer) ? "must have no query and no fragment" : targetFault(issuer, rules);
    },
  },
  endpointRule("temporary_credential_endpoint", ["oauth1"]),
  endpointRule("authorization_endpoint"),
  endpointRule("token_endpoint"),
  endpointRule("userinfo_endpoint"),
  { pointer: "/person", fault: (upstream) => absence(upstream, withEndpoints, upstream.has_person) },
  ...upstreamAuthenticationRules,
  {
    // OpenID Connect Core section 3.1.2.1
    pointer: "/scopes",
    fault: (upstream) => {
      const { scopes } = upstream, kind = kindOf(upstream);
      if (kind === "oauth1") {
        return scopes.length > 0 ? `must be empty where kind is ${kind}: it knows none` : undefined;
      }
      return kind === "oidc" && !scopes.includes("openid") ? "must have openid" : undefined;
    },
  },
  {
    pointer: "/trust_email",
    fault: (upstream) =>
      upstream.trust_email && isShared(upstream)
        ? "must be false: any tenant of this upstream can state any address"
        : undefined,
  },
  {
    pointer: "/allowed_tids",
    fault: (upstream) =>
      upstream.allowed_tids.length > 0 && !isShared(upstream)
        ? "must be empty: this upstream has one issuer"
        : undefined,
  },
  {
    pointer: "/sign_up",
    fault: ({ sign_up, trust_email }) =>
      (sign_up === "domains" || sign_up === "invited") && !trust_email
        ? `must be free or never where trust_email is false: ${sign_up} goes by addresses`
        : undefined,
  },
  {
    pointer: "/allowed_domains",
    fault: allowedDomainsFault,
  },
  {
    pointer: "/link_by_email",
    fault: ({ link_by_email, trust_email }) =>
      link_by_email && !trust_email ? "must be false where trust_email is false" : undefined,
  },
  {
    // What it issues is of use to nobody but who signs with our secret (RFC 5849 section 3.4).
    pointer: "/store_tokens",
    fault: (upstream) =>
      upstream.store_tokens && kindOf(upstream) === "oauth1"
        ? "must be false where kind is oauth1"
        : undefined,
  },
  {
    pointer: "/claims",
    fault: ({ claims }) =>
      Object.keys(claims).map((name) => ({ name, fault: upstreamClaimFault(name) }))
        .filter(({ fault }) => fault !== undefined)
        .map(({ name, fault }) => `must not have ${name}: ${fault}`)[0],
  },
  {
    pointer: "/trusted_amr",
    fault: (upstream) => {
      if (upstream.trusted_amr.length === 0) return undefined;
      if (isAnybodys(upstream)) return anybodysWord;
      return kindOf(upstream) === "oidc"
        ? undefined
        : "must be empty where kind is not oidc: nothing says there how people prove themselves";
    },
  },
  {
    pointer: "/trusted_acr",
    fault: (upstream) => {
      const { trusted_acr } = upstream, reserved = trusted_acr.find((acr) => reservedAcr.includes(acr));
      if (kindOf(upstream) !== "oidc" && trusted_acr.length > 0) {
        return "must be empty where kind is not oidc: nothing says there how well people prove themselves";
      }
      if (trusted_acr.length > 0 && isAnybodys(upstream)) return anybodysWord;
      return reserved === undefined
        ? undefined
        : `must not have ${reserved}: every sign-in reaches ${ownAcr}, and ${none} and 0 are none at all`;
    },
  },
];

/** What is wrong with an upstream, at each member. */
export const upstreamFaults = (upstream: JudgedUpstream, rules: FetchRules): readonly PlacedFault[] =>
  upstreamRules.flatMap(({ pointer, fault }) => {
    const detail = fault(upstream, rules);
    return detail === undefined ? [] : [{ pointer, detail }];
  });

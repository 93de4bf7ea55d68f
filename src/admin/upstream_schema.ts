import Type, { type Static } from "typebox";
import { signatureMethods, signUpPolicies, upstreamAuthenticationMethods } from "../domain/upstream.ts";
import { mergePatchSchema } from "./merge_patch.ts";
import { pageSchema } from "./page.ts";
import { closed } from "./resource.ts";
import { registrationMembers } from "./upstream_registration.ts";
import { upstreamFollowMembers } from "./upstream_follow_schema.ts";
import { upstreamKeyMembers, upstreamPrivateKey } from "./upstream_key_schema.ts";
import { issuer, kind, lasting, preset } from "./upstream_lasting_schema.ts";

/** What names an upstream in addresses and in a client's record. */
export const upstreamSlug = Type.String({
  description: "Names it in addresses: the redirect URI to register there ends in /rp/callback/{id}",
  pattern: "^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$",
  examples: ["example"],
});

const text = (description: string, maxLength: number, examples: readonly string[]) =>
  Type.String({ description, minLength: 1, maxLength, examples: [...examples] });

const allowed_tids = Type.Optional(
  Type.Array(Type.String({ pattern: "^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$" }), {
    description:
      "Ids of tenants (tid) whose people may come, where the upstream has many; none: those of all tenants",
    maxItems: 100,
    uniqueItems: true,
    default: [],
  }),
);

const signatureMethod = Type.Enum([...signatureMethods], {
  description:
    "How requests are signed where kind is oauth1 (RFC 5849 section 3.4); RSA-SHA1: with a key that is made here, whose public_key is to be registered there, and without client_secret; HMAC-SHA1 where left out",
});

/** A domain of addresses. */
export const emailDomain = Type.String({
  pattern: "^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$",
  maxLength: 253,
  examples: ["example.com"],
});

/** So many domains a list of them may have. */
export const mostDomains = 100;

/** Members that an administrator may change, secrets aside. */
const own = {
  display_name: Type.Optional(
    text("What people read on its button; the preset's name or the id where left out", 80, ["Example"]),
  ),
  client_id: Type.String({
    description: "The client_id that it gave us; OAuth 1.0a calls it the consumer key",
    pattern: "^[\\x20-\\x7e]+$",
    maxLength: 500,
  }),
  token_endpoint_auth_method: Type.Optional(
    Type.Enum([...upstreamAuthenticationMethods], {
      description:
        "How we authenticate at its token endpoint; by default the preset's way or client_secret_basic, and none where there is no client_secret or kind is oauth1",
    }),
  ),
  signature_method: Type.Optional(signatureMethod),
  scopes: Type.Optional(
    Type.Array(Type.String({ pattern: "^[\\x21\\x23-\\x5b\\x5d-\\x7e]+$", maxLength: 200 }), {
      description: "What we ask for; by default the preset's, or openid, profile and email",
      maxItems: 20,
      uniqueItems: true,
    }),
  ),
  trust_email: Type.Optional(
    Type.Boolean({
      description: "Whether an address that it calls verified counts as verified here",
      default: false,
    }),
  ),
  sign_up: Type.Optional(
    Type.Enum([...signUpPolicies], {
      description:
        "Who gets an account by signing in for the first time: free: anybody; domains: addresses of allowed_domains; invited: only people whom an administrator created with their address; never: nobody",
      default: "free",
    }),
  ),
  allowed_domains: Type.Optional(
    Type.Array(
      emailDomain,
      {
        description: "Domains of addresses, in lower case, for sign_up domains",
        maxItems: mostDomains,
        uniqueItems: true,
        default: [],
      },
    ),
  ),
  link_by_email: Type.Optional(
    Type.Boolean({
      description:
        "Whether somebody whose address is verified here and there is signed in to the account that has it",
      default: false,
    }),
  ),
  domains: Type.Optional(
    Type.Array(emailDomain, {
      description:
        "Domains of addresses, in lower case, for which it is the way in: who types one on the sign-in page is led there, and it is told the address",
      maxItems: mostDomains,
      uniqueItems: true,
      default: [],
    }),
  ),
  trusted_amr: Type.Optional(
    Type.Array(Type.String({ pattern: "^[\\x21-\\x7e]+$", maxLength: 50 }), {
      description:
        "Its words for how people prove themselves (amr, RFC 8176) that our tokens repeat; it is believed in no other",
      maxItems: 20,
      uniqueItems: true,
      default: [],
      examples: [["otp", "mfa"]],
    }),
  ),
  allowed_tids,
  ...upstreamFollowMembers,
};

const secret = Type.String({
  description:
    "The client_secret (OAuth 1.0a: consumer secret) that it gave us; it is kept sealed and never shown",
  pattern: "^[\\x20-\\x7e]+$",
  maxLength: 1000,
  writeOnly: true,
});

/** What it gave us to prove who we are. */
const secrets = { client_secret: Type.Optional(secret), private_key: upstreamPrivateKey };

/** What an administrator sets on an upstream beside its secret. */
export const upstreamMembers = Type.Object({ id: upstreamSlug, ...lasting, ...own, ...upstreamKeyMembers }, {
  title: "UpstreamMembers",
  additionalProperties: false,
});

/** An upstream as it is created. */
export const newUpstream = Type.Object({ ...upstreamMembers.properties, ...secrets }, {
  title: "NewUpstream",
  additionalProperties: false,
});
export type NewUpstream = Static<typeof newUpstream>;

/** The members that may be changed afterwards. */
export const changeableMembers = Type.Object({ ...own, ...upstreamKeyMembers, ...secrets }, {
  title: "UpstreamChangeable",
  additionalProperties: false,
});
export type ChangeableMembers = Static<typeof changeableMembers>;

/** A change of an upstream. */
export const upstreamPatch = Type.Object({
  ...mergePatchSchema(Type.Object({ ...own, ...upstreamKeyMembers })).properties,
  client_secret: Type.Optional(Type.Union([secret, Type.Null()])),
  private_key: upstreamPrivateKey,
  enabled: Type.Optional(Type.Boolean({ description: "Nobody signs in with a disabled one" })),
}, { title: "UpstreamPatch", additionalProperties: false });

const instant = (description: string) =>
  Type.String({ description, format: "date-time", examples: ["2026-01-31T12:00:00Z"] });

const canary = closed({
  state: Type.Enum(["well", "broken"]),
  since: instant("Since when it stands so"),
  checked_at: instant("When it was looked at last"),
  found: Type.String({ description: "What is wrong; empty where nothing is" }),
});

/** An upstream as it is shown. */
export const upstreamSchema = Type.Object({
  id: upstreamSlug,
  preset: Type.Union([preset, Type.Null()]),
  documentation: Type.Optional(
    Type.String({ description: "Where it says itself how sign-in with it works, where it is ready-made" }),
  ),
  kind,
  issuer,
  temporary_credential_endpoint: lasting.temporary_credential_endpoint,
  authorization_endpoint: lasting.authorization_endpoint,
  token_endpoint: lasting.token_endpoint,
  userinfo_endpoint: lasting.userinfo_endpoint,
  person: lasting.person,
  ...Type.Required(Type.Object(own)).properties,
  ...upstreamKeyMembers,
  signature_method: Type.Union([signatureMethod, Type.Null()]),
  public_key: Type.Union([
    Type.String({ description: "As PEM, to be registered there, where signature_method is RSA-SHA1" }),
    Type.Null(),
  ]),
  has_client_secret: Type.Boolean(),
  has_private_key: Type.Boolean(),
  ...registrationMembers,
  enabled: Type.Boolean(),
  canary: Type.Union([canary, Type.Null()]),
  created_at: instant("When it was created"),
  updated_at: instant("When it changed last"),
}, { title: "Upstream", additionalProperties: false });

/** A page of upstreams. */
export const upstreamPage = pageSchema("upstreams", upstreamSchema);

/** The parameter that names an upstream in a path. */
export const upstreamParams = closed({ id: upstreamSlug });

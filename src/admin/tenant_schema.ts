import Type from "typebox";
import { colourForm } from "../domain/accent_colour.ts";
import { tokenPattern } from "../domain/oauth_text.ts";
import {
  lifetime,
  registrationPolicies,
  registrationPolicy,
  type TenantPolicy,
} from "../domain/tenant_policy.ts";
import {
  legacyReason,
  responseTypes,
  tenantResponseTypes,
  usualResponseType,
} from "../domain/response_type.ts";
import { lifetimeNames, tenantLifetimes } from "./lifetimes_schema.ts";
import { mergePatchSchema } from "./merge_patch.ts";
import { closed } from "./resource.ts";
import { emailDomain, mostDomains } from "./email_domain_schema.ts";
import { signUpPolicies } from "../domain/upstream.ts";

const scopeList = (description: string) =>
  Type.Array(
    Type.String({
      pattern: tokenPattern,
      maxLength: 200,
      examples: ["invoices.read"],
    }),
    { description, maxItems: 200, uniqueItems: true },
  );

const keyPart = Type.Optional(Type.String({ minLength: 1, maxLength: 3000 }));

/** A public key (RFC 7517 section 4); a private member is none of its own. */
const publicKey = closed({
  kty: Type.Enum(["RSA", "EC", "OKP"]),
  kid: keyPart,
  use: keyPart,
  alg: keyPart,
  n: keyPart,
  e: keyPart,
  crv: keyPart,
  x: keyPart,
  y: keyPart,
});

/** The name of a tenant. */
export const displayNameMember = Type.String({
  description: "What people see of the tenant",
  minLength: 1,
  maxLength: 200,
});

/** What the tenant takes from what upstreams' people may. */
const limitMembers = {
  sign_up: Type.Enum([...signUpPolicies], {
    description:
      "Who at most gets an account by signing in with an upstream: of what tenant, upstream and client say the narrowest counts",
    default: "free",
  }),
  allowed_domains: Type.Array(emailDomain, {
    description: "Domains of addresses, in lower case, for sign_up domains",
    maxItems: mostDomains,
    uniqueItems: true,
    default: [],
  }),
  link_by_email: Type.Boolean({
    description:
      "Whether an address may link an account: where tenant, upstream or client says false it does not",
    default: true,
  }),
};

const policyMembers = {
  display_name: displayNameMember,
  branding: Type.Partial(
    closed({
      accent_color: Type.String({
        description:
          "The colour of links and buttons; made lighter or darker where text would be hard to read",
        pattern: colourForm,
        examples: ["#0d5c54"],
      }),
      logo_uri: Type.String({
        description:
          "A PNG or JPEG, at most 64 KiB and 1024 pixels on a side, which this server fetches and shows",
        pattern: "^https?://[!-~]+$",
        maxLength: 2000,
        examples: ["https://example.com/logo.png"],
      }),
    }),
    { additionalProperties: false },
  ),
  require_pkce: Type.Boolean({ description: "PKCE for clients that say nothing of it", default: true }),
  legacy_assertion_audience: Type.Boolean({
    description:
      "Whether aud of client assertions may be an endpoint or a list, for clients that say nothing of it",
    default: false,
  }),
  require_signed_request_object: Type.Boolean({
    description:
      "Whether every client must send a signed request object, and nothing beside it counts (RFC 9101)",
    default: false,
  }),
  scopes: scopeList("Scopes beside the standard ones"),
  response_types: Type.Array(Type.Enum(Object.keys(responseTypes)), {
    description:
      `What may be asked for at the authorization endpoint. All but code is legacy. ${legacyReason}`,
    default: [usualResponseType],
    minItems: 1,
    uniqueItems: true,
  }),
  session_management: Type.Boolean({
    description:
      "Pages of apps may ask, in a frame, whether sign-ins of this browser changed (OpenID Connect Session Management); it needs a cookie that browsers send to other sites' frames",
    default: false,
  }),
  embedded_sign_in: Type.Boolean({
    description:
      "Requests with prompt=none are answered in frames of other sites too; it needs a session cookie that browsers send there, and an issuer that is https",
    default: false,
  }),
  registration: Type.Enum([...registrationPolicies], {
    description: "Who may register clients: nobody, who has an initial access token, or anybody (RFC 7591)",
    default: "closed",
  }),
  open_scopes: scopeList("Those of the scopes that clients may have for which nobody vouches"),
  software_statement_issuers: Type.Array(
    closed({
      issuer: Type.String({ description: "The iss of its statements", minLength: 1, maxLength: 2000 }),
      jwks: closed({ keys: Type.Array(publicKey, { minItems: 1, maxItems: 50 }) }),
    }),
    { description: "Whose software statements are believed (RFC 7591 section 2.3)", maxItems: 50 },
  ),
  client_id_metadata_documents: Type.Boolean({
    description: "Whether a client may name itself by the URL of its metadata document",
    default: false,
  }),
  ...limitMembers,
};

/** The policy as it is stored: what is absent has its default. */
export const policySchema = Type.Partial(
  closed({
    ...policyMembers,
    lifetimes: Type.Partial(tenantLifetimes, { additionalProperties: false }),
  }),
  { additionalProperties: false },
);

/** A change of the policy. */
export const policyPatch = mergePatchSchema(policySchema, "TenantPatch");

/** A tenant as it is shown. */
export const tenantSchema = Type.Object({
  issuer: Type.String({ description: "The issuer identifier; configured, not set here" }),
  ...policyMembers,
  display_name: Type.Union([policyMembers.display_name, Type.Null()]),
  lifetimes: tenantLifetimes,
}, { title: "Tenant", additionalProperties: false });

/** A tenant as the API shows it: the values in force. */
export const showTenant = (issuer: string, policy: TenantPolicy) => ({
  issuer,
  display_name: policy.display_name ?? null,
  branding: policy.branding ?? {},
  require_pkce: policy.require_pkce ?? true,
  legacy_assertion_audience: policy.legacy_assertion_audience ?? false,
  require_signed_request_object: policy.require_signed_request_object ?? false,
  scopes: policy.scopes ?? [],
  response_types: tenantResponseTypes(policy),
  session_management: policy.session_management ?? false,
  embedded_sign_in: policy.embedded_sign_in ?? false,
  registration: registrationPolicy(policy),
  open_scopes: policy.open_scopes ?? [],
  software_statement_issuers: policy.software_statement_issuers ?? [],
  client_id_metadata_documents: policy.client_id_metadata_documents ?? false,
  sign_up: policy.sign_up ?? "free",
  allowed_domains: policy.allowed_domains ?? [],
  link_by_email: policy.link_by_email ?? true,
  lifetimes: Object.fromEntries(lifetimeNames.map((name) => [name, lifetime(policy, name, undefined)])),
});

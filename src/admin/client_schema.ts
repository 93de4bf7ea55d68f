import Type, { type Static, type TString } from "typebox";
import { tokenGrants } from "../op/token_grants.ts";
import { clientOrigins } from "../domain/client_origin.ts";
import { mostAllowedUpstreams } from "../domain/client_upstreams.ts";
import { groupBounds, groupName } from "../domain/group.ts";
import { implicitGrant, responseTypes } from "../domain/response_type.ts";
import {
  clientMetadataMembers,
  localizedMetadataMembers,
  mostMetadataMembers,
} from "../protocol/client/client_metadata_schema.ts";
import { claimMappings } from "./claim_mapping_schema.ts";
import { clientLifetimes } from "./lifetimes_schema.ts";
import { mergePatchSchema } from "./merge_patch.ts";
import { pageSchema } from "./page.ts";
import { closed } from "./resource.ts";
import { signUpPolicies } from "../domain/upstream.ts";
import { emailDomain, mostDomains } from "./email_domain_schema.ts";
import { upstreamSlug } from "./upstream_schema.ts";
import { userId } from "./user_schema.ts";

const metadataMembers = clientMetadataMembers(
  [...tokenGrants.map((grant) => grant.grantType), implicitGrant],
  Object.keys(responseTypes),
);

/** What people read of a client may be there in other languages too; nothing else may be there. */
const inLanguages = {
  additionalProperties: false,
  patternProperties: localizedMetadataMembers,
  maxProperties: mostMetadataMembers,
} as const;

/** A list of names, or null. */
const names = (items: TString, maxItems: number, description: string) =>
  Type.Optional(
    Type.Union([Type.Array(items, { maxItems, uniqueItems: true }), Type.Null()], {
      description,
      default: null,
    }),
  );

/** What only an administrator sets on a client. */
const ownMembers = {
  description: Type.Optional(Type.String({ description: "A note for administrators", maxLength: 1000 })),
  require_pkce: Type.Optional(
    Type.Union([Type.Boolean(), Type.Null()], {
      description: "Whether this client must use PKCE; null leaves it to the tenant",
      default: null,
    }),
  ),
  first_party: Type.Optional(
    Type.Boolean({
      description: "The client is the operator's own: people are not asked for consent where that is safe",
      default: false,
    }),
  ),
  access_token_format: Type.Optional(
    Type.Enum(["jwt", "opaque"], { description: "jwt is RFC 9068", default: "jwt" }),
  ),
  refresh_rotation: Type.Optional(
    Type.Enum(["always", "never"], {
      description: "Whether a refresh token is replaced at each use; never is for clients that authenticate",
      default: "always",
    }),
  ),
  session_refresh_tokens: Type.Optional(
    Type.Boolean({
      description:
        "Whether there are refresh tokens without offline_access, which end with the person's session",
      default: false,
    }),
  ),
  scope_claims_in_id_token: Type.Optional(
    Type.Boolean({
      description:
        "Whether ID tokens also say what the scopes profile, email, address and phone release at userinfo, for an application that never asks there",
      default: false,
    }),
  ),
  legacy_assertion_audience: Type.Optional(
    Type.Union([Type.Boolean(), Type.Null()], {
      description:
        "Whether aud of this client's assertions may be an endpoint or a list, not the issuer alone; null leaves it to the tenant",
      default: null,
    }),
  ),
  claim_mappings: Type.Optional(claimMappings),
  lifetimes: Type.Optional(clientLifetimes),
  allowed_groups: names(
    Type.String({ pattern: groupName, examples: ["staff"] }),
    groupBounds.ofClient,
    "Groups whose people may use this client, beside allowed_accounts; where both are null everybody may",
  ),
  allowed_accounts: names(
    Type.String({ description: "The id of a user", pattern: userId }),
    groupBounds.accountsOfClient,
    "Ids of users who may use this client, beside allowed_groups; where both are null everybody may",
  ),
  allowed_upstreams: names(
    upstreamSlug,
    mostAllowedUpstreams,
    "Ids of the upstreams that this client's people are offered to sign in with; null: each of them",
  ),
  sign_up: Type.Optional(
    Type.Union([Type.Enum([...signUpPolicies]), Type.Null()], {
      description:
        "Who gets an account by signing in with an upstream for this client, as with sign_up of an upstream; of what tenant, upstream and client say the narrowest counts; null leaves it to them",
      default: null,
    }),
  ),
  allowed_domains: names(
    emailDomain,
    mostDomains,
    "Domains of addresses, in lower case, for sign_up domains",
  ),
  link_by_email: Type.Optional(
    Type.Union([Type.Boolean(), Type.Null()], {
      description:
        "Whether an address links an account for this client; where tenant, upstream or client says false it does not",
      default: null,
    }),
  ),
};

/** A client as it is registered. */
export const newClient = Type.Object({ ...metadataMembers, ...ownMembers }, {
  title: "NewClient",
  ...inLanguages,
});
export type NewClient = Static<typeof newClient>;

/** A change of a client. */
export const clientPatch = mergePatchSchema(newClient, "ClientPatch");

const instant = (description: string) =>
  Type.String({ description, format: "date-time", examples: ["2026-01-31T12:00:00Z"] });

// What a client always has, because there is a default.
const completed = Type.Required(
  Type.Pick(newClient, [
    "application_type",
    "redirect_uris",
    "grant_types",
    "response_types",
    "token_endpoint_auth_method",
    "subject_type",
    "id_token_signed_response_alg",
    "description",
    "require_pkce",
    "first_party",
    "access_token_format",
    "refresh_rotation",
    "session_refresh_tokens",
    "scope_claims_in_id_token",
    "legacy_assertion_audience",
    "allowed_groups",
    "allowed_accounts",
    "allowed_upstreams",
    "sign_up",
    "allowed_domains",
    "link_by_email",
  ]),
);

const shown = {
  client_id: Type.String(),
  ...newClient.properties,
  ...completed.properties,
  origin: Type.Enum([...clientOrigins], {
    description:
      "Who made it: an administrator, the client itself with an initial access token or openly, or its metadata document",
  }),
  unused_until: Type.Optional(instant("When it lapses unless it is used before")),
  enabled: Type.Boolean({ description: "Changed by disable and enable" }),
  client_id_issued_at: Type.Integer({ description: "Seconds since 1970-01-01T00:00:00Z" }),
  created_at: instant("When the client was registered"),
};

/** A client as it is shown. */
export const clientSchema = Type.Object(shown, { title: "Client", ...inLanguages });

/** A client as it is shown when it may have got a secret, which no later answer has. */
export const clientWithSecret = Type.Object({
  ...shown,
  client_secret: Type.Optional(Type.String({ description: "Shown this once" })),
  client_secret_expires_at: Type.Optional(Type.Integer({ description: "0: never" })),
}, { title: "ClientWithSecret", ...inLanguages });

/** A client with its new secret, and how long the one before works. */
export const clientWithNewSecret = Type.Object({
  ...shown,
  client_secret: Type.String({ description: "Shown this once" }),
  client_secret_expires_at: Type.Integer({ description: "0: never" }),
  previous_secret_expires_at: instant("Until when the secret before works as well"),
}, { title: "ClientWithNewSecret", ...inLanguages });

/** A page of clients. */
export const clientPage = pageSchema("clients", clientSchema);

/** The parameter that names a client in a path. */
export const clientParams = closed({
  client_id: Type.String({ pattern: "^[\\x21-\\x7e]{1,200}$" }),
});

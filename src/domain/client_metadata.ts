import type { ArrivalLimits } from "./arrival_policy.ts";
import type { ClaimMappings } from "./claim_mapping.ts";
import type { ClientAccess } from "./client_access.ts";
import type { ClientUpstreams } from "./client_upstreams.ts";
import type { ClientOrigin } from "./client_origin.ts";
import type { ContentDecryptionAlgorithm, DecryptionAlgorithm } from "./provider_key.ts";
import type { ClientLifetimes } from "./tenant_policy.ts";
import type { Instant } from "./time.ts";

/**
 * Members of a client's metadata as RFC 7591 section 2 and OpenID Connect Dynamic Client Registration section 2 name
 * them. Those that people read may stand beside themselves in other languages, under names with a language tag
 * (localized_metadata.ts).
 */
export interface ClientMetadata {
  readonly client_name?: string;
  readonly client_uri?: string;
  readonly logo_uri?: string;
  readonly policy_uri?: string;
  readonly tos_uri?: string;
  readonly contacts?: readonly string[];
  readonly application_type: "web" | "native";
  readonly redirect_uris: readonly string[];
  readonly post_logout_redirect_uris?: readonly string[];
  readonly grant_types: readonly string[];
  readonly response_types: readonly string[];
  readonly token_endpoint_auth_method: ClientAuthenticationMethod;
  readonly token_endpoint_auth_signing_alg?: AssertionAlgorithm;
  readonly jwks?: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
  readonly jwks_uri?: string;
  readonly scope?: string;
  readonly subject_type: SubjectType;
  readonly sector_identifier_uri?: string;
  readonly id_token_signed_response_alg: SigningAlgorithm;
  readonly id_token_encrypted_response_alg?: ClientEncryptionAlgorithm;
  readonly id_token_encrypted_response_enc?: ContentEncryptionAlgorithm;
  readonly userinfo_signed_response_alg?: SigningAlgorithm;
  readonly userinfo_encrypted_response_alg?: ClientEncryptionAlgorithm;
  readonly userinfo_encrypted_response_enc?: ContentEncryptionAlgorithm;
  readonly backchannel_logout_uri?: string;
  readonly backchannel_logout_session_required?: boolean;
  readonly frontchannel_logout_uri?: string;
  readonly frontchannel_logout_session_required?: boolean;
  readonly request_object_signing_alg?: ClientSigningAlgorithm;
  readonly request_object_encryption_alg?: DecryptionAlgorithm;
  readonly request_object_encryption_enc?: ContentDecryptionAlgorithm;
  readonly request_uris?: readonly string[];
  readonly require_signed_request_object?: boolean;
  readonly default_max_age?: number;
  readonly require_auth_time?: boolean;
  readonly default_acr_values?: readonly string[];
  readonly initiate_login_uri?: string;
  readonly software_id?: string;
  readonly software_version?: string;
}

/**
 * Methods of client authentication at the token endpoint (OpenID Connect Core section 9). The registered one is the only
 * one taken. The usual one comes first and none last, because some clients take the first that they find in metadata.
 */
export const clientAuthenticationMethods = [
  "client_secret_basic",
  "client_secret_post",
  "client_secret_jwt",
  "private_key_jwt",
  "none",
] as const;
export type ClientAuthenticationMethod = typeof clientAuthenticationMethods[number];

/** By what a client knows people (OpenID Connect Core section 8): the same identifier as others, or one of its sector's own. */
export const subjectTypes = ["public", "pairwise"] as const;
export type SubjectType = typeof subjectTypes[number];

/** Algorithms that every tenant has a key for (RFC 7518 section 3.1, RFC 8037 section 3.1). */
export const signingAlgorithms = ["RS256", "ES256", "EdDSA"] as const;
export type SigningAlgorithm = typeof signingAlgorithms[number];

/** Algorithms by which clients may sign what they send, with a key of their own (RFC 7518 section 3.1, RFC 8037 section 3.1, RFC 9864 section 2.2). */
export const clientSigningAlgorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
] as const;
export type ClientSigningAlgorithm = typeof clientSigningAlgorithms[number];

/** Algorithms by which clients may sign with their secret (RFC 7518 section 3.2). */
export const clientSecretAlgorithms = ["HS256", "HS384", "HS512"] as const;
export type ClientSecretAlgorithm = typeof clientSecretAlgorithms[number];

/** Algorithms of client assertions. */
export type AssertionAlgorithm = ClientSigningAlgorithm | ClientSecretAlgorithm;

/**
 * Algorithms by which something is encrypted to a client's public key (RFC 7518 section 4.1, RFC 8037 section 3.2).
 * RSA1_5 is none of them (RFC 8725 section 3.2), nor is any that needs a secret that both sides know.
 */
export const clientEncryptionAlgorithms = [
  "RSA-OAEP",
  "RSA-OAEP-256",
  "ECDH-ES",
  "ECDH-ES+A128KW",
  "ECDH-ES+A192KW",
  "ECDH-ES+A256KW",
] as const;
export type ClientEncryptionAlgorithm = typeof clientEncryptionAlgorithms[number];

/** Algorithms by which the content that is for a client is encrypted (RFC 7518 section 5.1). */
export const clientContentAlgorithms = [
  "A128CBC-HS256",
  "A192CBC-HS384",
  "A256CBC-HS512",
  "A128GCM",
  "A192GCM",
  "A256GCM",
] as const;
export type ContentEncryptionAlgorithm = typeof clientContentAlgorithms[number];

/** The one where a client names an algorithm for its key alone (OpenID Connect Dynamic Client Registration section 2). */
export const defaultContentEncryption: ContentEncryptionAlgorithm = "A128CBC-HS256";

/**
 * How a client's secret is stored. A `digest` is enough to compare with what a client sends; what a client signs with its
 * secret takes the secret itself, so that one is `sealed`.
 */
export type SecretStorage = "digest" | "sealed";

/** What each method of client authentication needs: a stored secret, and the algorithms of the assertion where there is one. */
const methodNeeds: Readonly<
  Record<
    ClientAuthenticationMethod,
    { readonly secret?: SecretStorage; readonly signs?: readonly AssertionAlgorithm[] }
  >
> = {
  none: {},
  client_secret_basic: { secret: "digest" },
  client_secret_post: { secret: "digest" },
  client_secret_jwt: { secret: "sealed", signs: clientSecretAlgorithms },
  private_key_jwt: { signs: clientSigningAlgorithms },
};

/** How the secret of a client with this metadata is stored; undefined where it has none. */
export const secretStorage = (
  { token_endpoint_auth_method }: Pick<ClientMetadata, "token_endpoint_auth_method">,
): SecretStorage | undefined => methodNeeds[token_endpoint_auth_method].secret;

/** The algorithms of the assertions of a method; none where it has no assertions. */
export const assertionAlgorithms = (method: ClientAuthenticationMethod): readonly AssertionAlgorithm[] =>
  methodNeeds[method].signs ?? [];

/** A client as the flows see it. */
export interface Client extends ClientAccess, ClientUpstreams, ArrivalLimits {
  readonly client_id: string;
  readonly origin: ClientOrigin;
  /** When the record lapses unless it is used before; `never` once it was, and where an administrator made it. */
  readonly expires_at: Instant;
  readonly metadata: ClientMetadata;
  readonly require_pkce: boolean | null;
  readonly first_party: boolean;
  readonly access_token_format: "jwt" | "opaque";
  readonly refresh_rotation: RefreshRotation;
  readonly session_refresh_tokens: boolean;
  /** Whether its ID tokens say what scopes release at userinfo too, because it never asks there. */
  readonly scope_claims_in_id_token: boolean;
  readonly legacy_assertion_audience: boolean | null;
  /** The custom claims that it is told. */
  readonly claim_mappings: ClaimMappings;
  readonly lifetimes: ClientLifetimes;
  readonly version: number;
}

/** Whether a refresh token is replaced at each use. `never` is for clients that authenticate or whose tokens are bound to a key (RFC 9700 section 4.14.2). */
export type RefreshRotation = "always" | "never";

/** Whether the client proves who it is at the token endpoint (RFC 6749 section 2.1). */
export const isConfidential = (client: Client): boolean =>
  client.metadata.token_endpoint_auth_method !== "none";

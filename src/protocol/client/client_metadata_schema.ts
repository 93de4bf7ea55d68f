import Type, { type TSchema } from "typebox";
import { longestAcr } from "../../domain/acr.ts";
import {
  clientAuthenticationMethods,
  clientContentAlgorithms,
  clientEncryptionAlgorithms,
  clientSecretAlgorithms,
  clientSigningAlgorithms,
  defaultContentEncryption,
  signingAlgorithms,
  subjectTypes,
} from "../../domain/client_metadata.ts";
import { tokenPattern } from "../../domain/oauth_text.ts";
import { contentEncryptionAlgorithms, decryptionAlgorithms } from "../../domain/provider_key.ts";
import { languageTag } from "../../domain/claims_request.ts";
import { localizedMembers } from "../../domain/localized_metadata.ts";
import { mostKeys } from "./client_jwks.ts";

const uri = (description: string) =>
  Type.String({ description, minLength: 1, maxLength: 2000, examples: ["https://app.example/about"] });

const clientName = Type.String({
  description: "What people see of the client",
  minLength: 1,
  maxLength: 200,
  examples: ["My App"],
});

/**
 * The members that people read, in other languages, by patterns of their names.
 *
 * @see RFC 7591 section 2.2
 */
export const localizedMetadataMembers: Readonly<Record<string, TSchema>> = Object.fromEntries(
  localizedMembers.map((member) => [
    `^${member}#${languageTag}$`,
    member === "client_name" ? clientName : uri(`${member} in another language`),
  ]),
);

/** Members that a client's metadata may have at most, those in every language counted. */
export const mostMetadataMembers = 200;

const redirects = (description: string, example: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 2000, examples: [example] }), {
    description,
    maxItems: 100,
    uniqueItems: true,
  });

const jwks = Type.Object({
  keys: Type.Array(Type.Object({ kty: Type.String({ minLength: 1, maxLength: 20, examples: ["EC"] }) }), {
    description: "JSON Web Keys",
    minItems: 1,
    maxItems: mostKeys,
  }),
}, { description: "The client's public keys (RFC 7517 section 5)" });

const encryptionTo = (description: string) =>
  Type.Optional(Type.Enum([...clientEncryptionAlgorithms], { description: `${description}; absent: not` }));

const contentEncryption = Type.Optional(
  Type.Enum([...clientContentAlgorithms], {
    description: "How the content is encrypted, where an algorithm for the key is given",
    default: defaultContentEncryption,
  }),
);

/**
 * The members of a client's metadata that are taken, by name, each as a schema. What one of them means beside another
 * is judged by the table in client_metadata_rules.ts.
 *
 * @param grantTypes Those of the registered grants, and `implicit` where a response type asks for it.
 * @param responseTypes Those that may be had.
 * @see RFC 7591 section 2, OpenID Connect Dynamic Client Registration section 2
 */
export const clientMetadataMembers = (grantTypes: readonly string[], responseTypes: readonly string[]) => ({
  client_name: Type.Optional(clientName),
  client_uri: Type.Optional(uri("The client's home page")),
  logo_uri: Type.Optional(uri("The client's logo")),
  policy_uri: Type.Optional(uri("How the client uses what it learns about people")),
  tos_uri: Type.Optional(uri("The client's terms of service")),
  contacts: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 254, examples: ["team@app.example"] }), {
      description: "Whom to ask about the client, usually e-mail addresses",
      maxItems: 20,
    }),
  ),
  application_type: Type.Optional(Type.Enum(["web", "native"], { default: "web" })),
  redirect_uris: Type.Optional(
    redirects(
      "Where authorization responses may go, compared character by character",
      "https://app.example/callback",
    ),
  ),
  post_logout_redirect_uris: Type.Optional(
    redirects("Where people may be sent after signing out", "https://app.example/"),
  ),
  grant_types: Type.Optional(
    Type.Array(Type.Enum([...grantTypes]), {
      description:
        "What the client may redeem at the token endpoint; implicit: tokens from the authorization endpoint (legacy)",
      minItems: 1,
      uniqueItems: true,
      default: ["authorization_code"],
    }),
  ),
  response_types: Type.Optional(
    Type.Array(Type.Enum([...responseTypes]), {
      description:
        'What the client may ask the authorization endpoint for, where its tenant allows it too; ["code"] with authorization_code',
      uniqueItems: true,
    }),
  ),
  token_endpoint_auth_method: Type.Optional(
    Type.Enum([...clientAuthenticationMethods], {
      description: "How the client authenticates; none makes it a public client",
      default: "client_secret_basic",
    }),
  ),
  jwks: Type.Optional(jwks),
  jwks_uri: Type.Optional(
    Type.String({
      description: "Where the client's public keys are; they may change there at any time",
      minLength: 1,
      maxLength: 2000,
      examples: ["https://app.example/jwks.json"],
    }),
  ),
  token_endpoint_auth_signing_alg: Type.Optional(
    Type.Enum([...clientSecretAlgorithms, ...clientSigningAlgorithms], {
      description:
        "The one algorithm of the client's assertions; absent: any that its token_endpoint_auth_method allows",
    }),
  ),
  scope: Type.Optional(
    Type.String({
      description: "The scopes that the client may ask for, with spaces between; absent: all of the tenant's",
      minLength: 1,
      maxLength: 2000,
      examples: ["openid profile email"],
    }),
  ),
  subject_type: Type.Optional(
    Type.Enum([...subjectTypes], {
      description: "Whether people are known by identifiers that no client of another sector knows",
      default: "public",
    }),
  ),
  sector_identifier_uri: Type.Optional(
    Type.String({
      description: "An https address whose JSON array has every redirect URI; its host is the sector",
      minLength: 1,
      maxLength: 2000,
      examples: ["https://app.example/redirect_uris.json"],
    }),
  ),
  id_token_signed_response_alg: Type.Optional(Type.Enum([...signingAlgorithms], { default: "RS256" })),
  id_token_encrypted_response_alg: encryptionTo("How ID tokens are encrypted to a key of the client"),
  id_token_encrypted_response_enc: contentEncryption,
  userinfo_signed_response_alg: Type.Optional(
    Type.Enum([...signingAlgorithms], { description: "How userinfo is signed; absent: it is not" }),
  ),
  userinfo_encrypted_response_alg: encryptionTo("How userinfo is encrypted to a key of the client"),
  userinfo_encrypted_response_enc: contentEncryption,
  request_object_signing_alg: Type.Optional(
    Type.Enum([...clientSigningAlgorithms], {
      description: "The one algorithm of the client's request objects; absent: any of these",
    }),
  ),
  request_object_encryption_alg: Type.Optional(
    Type.Enum([...decryptionAlgorithms], {
      description: "How the client may encrypt its request objects; it need not, and may do it otherwise",
    }),
  ),
  request_object_encryption_enc: Type.Optional(
    Type.Enum([...contentEncryptionAlgorithms], {
      description:
        "The same for their content; A128CBC-HS256 where request_object_encryption_alg stands alone",
    }),
  ),
  request_uris: Type.Optional(
    Type.Array(
      Type.String({ minLength: 1, maxLength: 512, examples: ["https://app.example/request.jwt"] }),
      {
        description: "Where the client's request objects are; a request_uri is fetched from nowhere else",
        maxItems: 100,
        uniqueItems: true,
      },
    ),
  ),
  require_signed_request_object: Type.Optional(
    Type.Boolean({
      description: "Whether the client must send a signed request object, and nothing beside it counts",
      default: false,
    }),
  ),
  backchannel_logout_uri: Type.Optional(uri("Where the client is told by us that a session ended")),
  backchannel_logout_session_required: Type.Optional(
    Type.Boolean({ description: "Whether logout tokens must have sid; they always have it", default: false }),
  ),
  frontchannel_logout_uri: Type.Optional(
    uri("What the browser loads so that the client learns that a session ended"),
  ),
  frontchannel_logout_session_required: Type.Optional(
    Type.Boolean({ description: "Whether iss and sid are added to frontchannel_logout_uri", default: false }),
  ),
  default_max_age: Type.Optional(
    Type.Integer({
      description: "How long ago a sign-in may be, in seconds, where a request does not say",
      minimum: 0,
      maximum: 2_147_483_647,
    }),
  ),
  require_auth_time: Type.Optional(Type.Boolean({ description: "Whether ID tokens must have auth_time" })),
  default_acr_values: Type.Optional(
    Type.Array(Type.String({ pattern: tokenPattern, maxLength: longestAcr }), {
      description:
        "Authentication context classes, preferred first, where a request does not say; one that is not in acr_values_supported is ignored",
      maxItems: 20,
      uniqueItems: true,
    }),
  ),
  initiate_login_uri: Type.Optional(
    Type.String({
      description: "Where somebody else may send a person to sign in to the client",
      minLength: 1,
      maxLength: 2000,
      examples: ["https://app.example/login"],
    }),
  ),
  software_id: Type.Optional(
    Type.String({
      description: "Names the software, the same for each of its clients",
      minLength: 1,
      maxLength: 200,
    }),
  ),
  software_version: Type.Optional(
    Type.String({ description: "The software's version", minLength: 1, maxLength: 200 }),
  ),
});

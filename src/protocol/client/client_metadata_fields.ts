/** What becomes of a member of a registration request that is not taken. */
type Otherwise =
  /** Left out of the record and of the answer, from which the client sees it (RFC 7591 section 2). */
  | "ignored"
  /** The server sets it; a client cannot choose it (RFC 7591 section 3.2.1). */
  | "server"
  /** Refused where it asks for something: the client relies on a protection that it would not get. */
  | "refused";

/** A member that a standard defines. */
export interface MetadataField {
  /** The sentence that defines it. */
  readonly source: string;
  readonly otherwise: Otherwise;
}

const rfc7591 = "RFC 7591 section 2", rfc7592 = "RFC 7591 section 3.2.1";
const oidc = "OpenID Connect Dynamic Client Registration section 2";
const jarm = "JWT Secured Authorization Response Mode section 3", ciba = "OpenID Connect CIBA section 4";
const introspection = "RFC 9701 section 6", mtls = "RFC 8705 section 2.1.2";

const ignored = (source: string): MetadataField => ({ source, otherwise: "ignored" });
const refused = (source: string): MetadataField => ({ source, otherwise: "refused" });
const server = (source: string): MetadataField => ({ source, otherwise: "server" });

/**
 * Every member of a client's metadata that a standard defines, by name, with what becomes of it as long as it is not
 * one of those that are taken (client_metadata_schema.ts): taking it there is all that changes.
 *
 * @see the OAuth Dynamic Client Registration Metadata registry (RFC 7591 section 4.1)
 */
export const clientMetadataFields: Readonly<Record<string, MetadataField>> = {
  redirect_uris: ignored(rfc7591),
  token_endpoint_auth_method: ignored(rfc7591),
  grant_types: ignored(rfc7591),
  response_types: ignored(rfc7591),
  client_name: ignored(rfc7591),
  client_uri: ignored(rfc7591),
  logo_uri: ignored(rfc7591),
  scope: ignored(rfc7591),
  contacts: ignored(rfc7591),
  tos_uri: ignored(rfc7591),
  policy_uri: ignored(rfc7591),
  jwks_uri: ignored(rfc7591),
  jwks: ignored(rfc7591),
  software_id: ignored(rfc7591),
  software_version: ignored(rfc7591),
  // Taken, but not into the record: what it states goes there.
  software_statement: server("RFC 7591 section 2.3"),

  client_id: server(rfc7592),
  client_secret: server(rfc7592),
  client_id_issued_at: server(rfc7592),
  client_secret_expires_at: server(rfc7592),
  registration_access_token: server("RFC 7592 section 3"),
  registration_client_uri: server("RFC 7592 section 3"),

  application_type: ignored(oidc),
  sector_identifier_uri: ignored(oidc),
  // A client that is promised a subject of its own sector must not get one that others know.
  subject_type: refused(oidc),
  id_token_signed_response_alg: ignored(oidc),
  id_token_encrypted_response_alg: refused(oidc),
  id_token_encrypted_response_enc: refused(oidc),
  userinfo_signed_response_alg: refused(oidc),
  userinfo_encrypted_response_alg: refused(oidc),
  userinfo_encrypted_response_enc: refused(oidc),
  request_object_signing_alg: refused(oidc),
  request_object_encryption_alg: ignored(oidc),
  request_object_encryption_enc: ignored(oidc),
  token_endpoint_auth_signing_alg: ignored(oidc),
  default_max_age: ignored(oidc),
  require_auth_time: ignored(oidc),
  default_acr_values: ignored(oidc),
  initiate_login_uri: ignored(oidc),
  request_uris: ignored(oidc),

  post_logout_redirect_uris: ignored("OpenID Connect RP-Initiated Logout section 3.1"),
  frontchannel_logout_uri: ignored("OpenID Connect Front-Channel Logout section 2"),
  frontchannel_logout_session_required: ignored("OpenID Connect Front-Channel Logout section 2"),
  backchannel_logout_uri: ignored("OpenID Connect Back-Channel Logout section 2.2"),
  backchannel_logout_session_required: ignored("OpenID Connect Back-Channel Logout section 2.2"),

  require_signed_request_object: refused("RFC 9101 section 10.5"),
  require_pushed_authorization_requests: refused("RFC 9126 section 6"),
  tls_client_certificate_bound_access_tokens: refused("RFC 8705 section 3.4"),
  // They say nothing without a method of client authentication that is not taken either.
  tls_client_auth_subject_dn: ignored(mtls),
  tls_client_auth_san_dns: ignored(mtls),
  tls_client_auth_san_uri: ignored(mtls),
  tls_client_auth_san_ip: ignored(mtls),
  tls_client_auth_san_email: ignored(mtls),
  dpop_bound_access_tokens: refused("RFC 9449 section 5.2"),
  authorization_details_types: ignored("RFC 9396 section 10"),

  authorization_signed_response_alg: refused(jarm),
  authorization_encrypted_response_alg: refused(jarm),
  authorization_encrypted_response_enc: refused(jarm),
  introspection_signed_response_alg: refused(introspection),
  introspection_encrypted_response_alg: refused(introspection),
  introspection_encrypted_response_enc: refused(introspection),

  backchannel_token_delivery_mode: ignored(ciba),
  backchannel_client_notification_endpoint: ignored(ciba),
  backchannel_authentication_request_signing_alg: ignored(ciba),
  backchannel_user_code_parameter: ignored(ciba),

  client_registration_types: ignored("OpenID Federation section 5.1.2"),
  organization_name: ignored("OpenID Federation section 5.2.2"),
  signed_jwks_uri: ignored("OpenID Federation section 5.2.1"),
  claims_redirect_uris: ignored("UMA 2.0 Grant for OAuth 2.0 Authorization section 2"),
};

/** Values with which a client asks for nothing beside what it gets anyway. */
const asksNothing: readonly unknown[] = [undefined, null, false, "public"];

/**
 * The members with which a client asks for a protection that it would not get.
 *
 * @param taken Names of the members that are taken.
 */
export const refusedFields = (
  body: Readonly<Record<string, unknown>>,
  taken: readonly string[],
): readonly string[] =>
  Object.entries(clientMetadataFields).filter(([name, { otherwise }]) =>
    otherwise === "refused" && !taken.includes(name) && Object.hasOwn(body, name) &&
    !asksNothing.includes(body[name])
  ).map(([name]) => name);

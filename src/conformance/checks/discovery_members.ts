import { isObject } from "../json.ts";

/** The JSON type of a metadata member. */
export type MemberKind = "text" | "uri" | "https" | "texts" | "flag" | "number" | "object";

const every = (kind: MemberKind, ...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, kind] as const));

const algorithms = (...prefixes: readonly string[]) =>
  every(
    "texts",
    ...prefixes.flatMap((prefix) =>
      ["signing_alg", "encryption_alg", "encryption_enc"].map((suffix) =>
        `${prefix}_${suffix}_values_supported`
      )
    ),
  );

const authenticated = (...endpoints: readonly string[]) =>
  every(
    "texts",
    ...endpoints.flatMap((
      endpoint,
    ) => [
      `${endpoint}_endpoint_auth_methods_supported`,
      `${endpoint}_endpoint_auth_signing_alg_values_supported`,
    ]),
  );

/** The members of the registry "OAuth Authorization Server Metadata" and of OpenID Connect Discovery section 3. */
export const memberKinds: Readonly<Record<string, MemberKind>> = {
  ...every(
    "https",
    "authorization_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
    "registration_endpoint",
    "introspection_endpoint",
    "revocation_endpoint",
    "end_session_endpoint",
    "device_authorization_endpoint",
    "backchannel_authentication_endpoint",
    "pushed_authorization_request_endpoint",
    "challenge_endpoint",
    "global_token_revocation_endpoint",
    "federation_fetch_endpoint",
    "grant_management_endpoint",
  ),
  ...every(
    "uri",
    "issuer",
    "jwks_uri",
    "check_session_iframe",
    "service_documentation",
    "op_policy_uri",
    "op_tos_uri",
    "signed_jwks_uri",
  ),
  ...algorithms("id_token", "userinfo", "request_object", "authorization", "introspection"),
  ...authenticated("token", "introspection", "revocation"),
  ...every(
    "texts",
    "scopes_supported",
    "response_types_supported",
    "response_modes_supported",
    "grant_types_supported",
    "acr_values_supported",
    "subject_types_supported",
    "display_values_supported",
    "claim_types_supported",
    "claims_supported",
    "claims_locales_supported",
    "ui_locales_supported",
    "code_challenge_methods_supported",
    "prompt_values_supported",
    "authorization_details_types_supported",
    "dpop_signing_alg_values_supported",
    "backchannel_token_delivery_modes_supported",
    "backchannel_authentication_request_signing_alg_values_supported",
    "grant_management_actions_supported",
    "client_registration_types_supported",
    "protected_resources",
  ),
  ...every(
    "flag",
    "claims_parameter_supported",
    "request_parameter_supported",
    "request_uri_parameter_supported",
    "require_request_uri_registration",
    "require_signed_request_object",
    "require_pushed_authorization_requests",
    "authorization_response_iss_parameter_supported",
    "tls_client_certificate_bound_access_tokens",
    "frontchannel_logout_supported",
    "frontchannel_logout_session_supported",
    "backchannel_logout_supported",
    "backchannel_logout_session_supported",
    "backchannel_user_code_parameter_supported",
    "grant_management_action_required",
    "client_id_metadata_document_supported",
    "native_sso_supported",
  ),
  ...every("object", "mtls_endpoint_aliases", "jwks", "verified_claims_supported"),
  ...every("text", "signed_metadata", "organization_name"),
};

const isUri = (value: unknown) => typeof value === "string" && URL.canParse(value);

/** Whether a value is of a kind. */
export const isOfKind: Readonly<Record<MemberKind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === "string",
  uri: isUri,
  https: isUri, // that it is https is a rule of its own, for every member that ends in _endpoint
  texts: (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
  flag: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number",
  object: isObject,
};

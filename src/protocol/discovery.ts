import {
  assertionAlgorithms,
  clientAuthenticationMethods,
  clientContentAlgorithms,
  clientEncryptionAlgorithms,
  clientSigningAlgorithms,
  signingAlgorithms,
  subjectTypes,
} from "../domain/client_metadata.ts";
import { contentEncryptionAlgorithms, decryptionAlgorithms } from "../domain/provider_key.ts";
import { claimTypes } from "../domain/claim_source.ts";
import { scopeClaims } from "../domain/claims.ts";
import {
  grantTypesOf,
  issuesOf,
  legacyReason,
  tenantResponseTypes,
  usualResponseType,
} from "../domain/response_type.ts";
import { tenantScopes } from "../domain/scope.ts";
import { registrationPolicy, type TenantPolicy } from "../domain/tenant_policy.ts";
import { endpoints } from "./endpoints.ts";
import { codeChallengeMethods } from "./authorize/pkce.ts";
import { responseModes } from "./authorize/response_mode.ts";

/** What the registries hold; metadata is computed from it and from nothing else. */
export interface Registered {
  readonly grantTypes: readonly string[];
  readonly locales: readonly string[];
  /** The custom claims that any client is told. */
  readonly mappedClaims: readonly string[];
  /** The authentication context classes that somebody vouches for. */
  readonly acrValues: readonly string[];
}

const assertionAlgorithmsSupported = [...new Set(clientAuthenticationMethods.flatMap(assertionAlgorithms))];
/** Whether an ID token comes with a code, whose hash it then has (OpenID Connect Core section 3.3.2.11). */
const hashesCode = (responseType: string) =>
  ["code", "id_token"].every((issue) => issuesOf(responseType)?.some((issued) => issued === issue));

const grantTypesFor = (responseType: string) => grantTypesOf(issuesOf(responseType) ?? []);

/** Endpoints that are there only where the policy says so. */
const offered: Readonly<Record<string, (policy: TenantPolicy) => boolean>> = {
  registration_endpoint: (policy) => registrationPolicy(policy) !== "closed",
  check_session_iframe: ({ session_management }) => session_management ?? false,
};

const confidentialMethods = clientAuthenticationMethods.filter((method) => method !== "none");

/**
 * The metadata document of an issuer, for OpenID Connect Discovery section 3 and RFC 8414 section 2 alike.
 *
 * @param issuer The issuer as configured; every URL is built from it, never from a request.
 */
export function discoveryDocument(
  issuer: string,
  policy: TenantPolicy,
  registered: Registered,
): Readonly<Record<string, unknown>> {
  const urls = Object.fromEntries(
    Object.entries(endpoints).filter(([name]) => offered[name]?.(policy) ?? true).map((
      [name, path],
    ) => [name, issuer + path]),
  );
  const allowed = tenantResponseTypes(policy), legacy = allowed.filter((type) => type !== usualResponseType);
  return {
    issuer,
    ...urls,
    scopes_supported: tenantScopes(policy),
    response_types_supported: allowed,
    ...(legacy.length > 0 ? { legacy_response_types: { values: legacy, reason: legacyReason } } : {}),
    response_modes_supported: responseModes,
    grant_types_supported: [...new Set([...registered.grantTypes, ...allowed.flatMap(grantTypesFor)])],
    acr_values_supported: registered.acrValues,
    subject_types_supported: subjectTypes,
    id_token_signing_alg_values_supported: signingAlgorithms,
    id_token_encryption_alg_values_supported: clientEncryptionAlgorithms,
    id_token_encryption_enc_values_supported: clientContentAlgorithms,
    userinfo_signing_alg_values_supported: signingAlgorithms,
    userinfo_encryption_alg_values_supported: clientEncryptionAlgorithms,
    userinfo_encryption_enc_values_supported: clientContentAlgorithms,
    token_endpoint_auth_methods_supported: clientAuthenticationMethods,
    token_endpoint_auth_signing_alg_values_supported: assertionAlgorithmsSupported,
    introspection_endpoint_auth_methods_supported: confidentialMethods,
    introspection_endpoint_auth_signing_alg_values_supported: assertionAlgorithmsSupported,
    revocation_endpoint_auth_methods_supported: clientAuthenticationMethods,
    revocation_endpoint_auth_signing_alg_values_supported: assertionAlgorithmsSupported,
    code_challenge_methods_supported: codeChallengeMethods,
    prompt_values_supported: ["none", "login", "consent", "select_account"],
    claim_types_supported: claimTypes,
    claims_supported: [
      ...new Set([
        ...Object.values(scopeClaims).flat(),
        "iss",
        "aud",
        "exp",
        "iat",
        "auth_time",
        "nonce",
        "acr",
        "amr",
        "sid",
        "at_hash",
        ...(legacy.some(hashesCode) ? ["c_hash"] : []),
        ...registered.mappedClaims,
      ]),
    ],
    ui_locales_supported: registered.locales,
    claims_parameter_supported: true,
    request_parameter_supported: true,
    request_uri_parameter_supported: true,
    require_request_uri_registration: true,
    request_object_signing_alg_values_supported: clientSigningAlgorithms,
    request_object_encryption_alg_values_supported: decryptionAlgorithms,
    request_object_encryption_enc_values_supported: contentEncryptionAlgorithms,
    require_signed_request_object: policy.require_signed_request_object ?? false,
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: policy.client_id_metadata_documents ?? false,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    frontchannel_logout_supported: true,
    frontchannel_logout_session_supported: true,
  };
}

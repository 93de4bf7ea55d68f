import { isJsonObject } from "../../domain/json.ts";
import { err, ok, type Result } from "../../domain/result.ts";

/** What we use of an upstream's metadata (OpenID Connect Discovery section 3, RFC 8414 section 2). */
export interface UpstreamMetadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly userinfo_endpoint: string | undefined;
  /** Where people sign out there (OpenID Connect RP-Initiated Logout section 2.1). */
  readonly end_session_endpoint: string | undefined;
  /** Whether its authorization responses say whose they are (RFC 9207 section 3). */
  readonly sends_iss: boolean;
  /** Whether they come by form post alone (OpenID Connect Discovery section 3, response_modes_supported). */
  readonly posts_only: boolean;
}

/** Why a document is not an upstream's metadata. */
export type UpstreamMetadataFault = "not_an_object" | "other_issuer" | "endpoint" | "no_code";

/** Where the metadata of an issuer is (OpenID Connect Discovery section 4.1). */
export const metadataAddress = (issuer: string): string =>
  `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;

/** A place that metadata may name: whether anybody may go there is judged when somebody does. */
const isAddress = (value: unknown): value is string =>
  typeof value === "string" && /^https?:\/\/[\x21-\x7e]+$/.test(value) && URL.canParse(value) &&
  !value.includes("#");

const takesCode = (types: unknown) => types === undefined || Array.isArray(types) && types.includes("code");

const postsOnly = (modes: unknown) =>
  Array.isArray(modes) && modes.includes("form_post") && !modes.includes("query");

/**
 * Reads an upstream's metadata.
 *
 * @param issuer What it has to call itself (OpenID Connect Discovery section 4.3).
 */
export function readUpstreamMetadata(
  document: unknown,
  issuer: string,
): Result<UpstreamMetadata, UpstreamMetadataFault> {
  if (!isJsonObject(document)) return err("not_an_object");
  if (document.issuer !== issuer) return err("other_issuer");
  const { authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint } = document;
  if (!isAddress(authorization_endpoint) || !isAddress(token_endpoint) || !isAddress(jwks_uri)) {
    return err("endpoint");
  }
  if (userinfo_endpoint !== undefined && !isAddress(userinfo_endpoint)) return err("endpoint");
  if (!takesCode(document.response_types_supported)) return err("no_code");
  return ok({
    issuer,
    authorization_endpoint,
    token_endpoint,
    jwks_uri,
    userinfo_endpoint,
    end_session_endpoint: isAddress(document.end_session_endpoint)
      ? document.end_session_endpoint
      : undefined,
    sends_iss: document.authorization_response_iss_parameter_supported === true,
    posts_only: postsOnly(document.response_modes_supported),
  });
}

import Type from "typebox";
import type { ClientMetadata } from "../../domain/client_metadata.ts";
import type { ClientOrigin } from "../../domain/client_origin.ts";
import { isVouchedFor } from "../../domain/client_origin.ts";
import { visibleText } from "../../domain/display_name.ts";
import type { FetchRules } from "../../domain/fetch_target.ts";
import { isJsonObject } from "../../domain/json.ts";
import { describable } from "../../domain/oauth_text.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import {
  carriesToken,
  implicitGrant,
  issuesOf,
  responseTypeName,
  tenantResponseTypes,
} from "../../domain/response_type.ts";
import { openScopes, parseScope, tenantScopes } from "../../domain/scope.ts";
import { inEveryLanguage, isLocalized } from "../../domain/localized_metadata.ts";
import type { TenantPolicy } from "../../domain/tenant_policy.ts";
import { refusedFields } from "./client_metadata_fields.ts";
import { clientMetadataChangeFaults } from "./client_metadata_change.ts";
import { clientMetadataFaults, type MetadataFault } from "./client_metadata_rules.ts";
import { type GivenClientMetadata, withMetadataDefaults } from "./client_metadata_defaults.ts";
import {
  clientMetadataMembers,
  localizedMetadataMembers,
  mostMetadataMembers,
} from "./client_metadata_schema.ts";
import type { OAuthError } from "../oauth_error.ts";
import { applicationTypeOf, registrationRules } from "./self_registration_rules.ts";
import { validate } from "../validate.ts";

/** Who registers, and where. */
export interface RegistrationSetting {
  readonly origin: ClientOrigin;
  readonly policy: TenantPolicy;
  /** What the operator says about addresses to fetch from. */
  readonly fetchRules: FetchRules;
  /** The metadata as they were, where this is a change. */
  readonly before?: ClientMetadata | undefined;
  /** Those of the registered grants. */
  readonly grantTypes: readonly string[];
}

type Members = Readonly<Record<string, unknown>>;

/** The refusal of a registration request (RFC 7591 section 3.2.2). */
function refuse(
  pointer: string,
  detail: string,
  { error, rule }: {
    readonly error?: "invalid_redirect_uri" | "invalid_client_metadata";
    readonly rule?: string;
  } = {},
): Result<never, OAuthError> {
  const [, member = "the body", ...rest] = pointer.split("/"), place = [member, ...rest].join("/");
  const code = error ?? (member === "redirect_uris" ? "invalid_redirect_uri" : "invalid_client_metadata");
  // The place may come from the request.
  const description = describable(`${place} ${detail}`.replaceAll('"', "'"));
  return err({ code, why: `registration.${rule ?? member}`, description });
}

/** The refusal of a registration for what is wrong with its metadata. */
export const refuseFault = (fault: MetadataFault): Result<never, OAuthError> =>
  refuse(fault.pointer, fault.detail, fault);

/** Reads a body as the members of an object. Members that are null are as good as left out (RFC 7592 section 2.2). */
export function readMembers(body: unknown): Result<Members, OAuthError> {
  if (!isJsonObject(body)) {
    return refuse("", "must be a JSON object", { rule: "object" });
  }
  return ok(Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)));
}

/** A list without what this server has no use for, as long as something is left (RFC 7591 section 2). */
function narrowed(list: unknown, known: readonly string[]): unknown {
  if (!Array.isArray(list)) return list;
  const kept = list.filter((value) => known.includes(value));
  return kept.length === 0 ? list : [...new Set(kept)];
}

/** Response types by their registered names. */
const named = (list: unknown): unknown =>
  Array.isArray(list) ? list.map((type) => typeof type === "string" ? responseTypeName(type) : type) : list;

/** The grant types that there are: those of the token endpoint, and what the tenant's response types ask for. */
const tenantGrants = ({ policy, grantTypes }: RegistrationSetting): readonly string[] =>
  tenantResponseTypes(policy).some((type) => carriesToken(issuesOf(type) ?? []))
    ? [...grantTypes, implicitGrant]
    : grantTypes;

const optional = <T>(name: string, value: T | undefined) => value === undefined ? {} : { [name]: value };

/** Puts what may be changed without asking into a form that is taken: names, scopes, grant and response types. */
function adapted(
  metadata: GivenClientMetadata,
  { origin, policy }: RegistrationSetting,
): GivenClientMetadata {
  const { scope, ...rest } = metadata;
  const names = inEveryLanguage(metadata, ["client_name"]).map(([name, value]) => [name, visibleText(value)]);
  const allowed = isVouchedFor({ origin }) ? tenantScopes(policy) : openScopes(policy);
  const scopes = parseScope(scope ?? "").filter((name) => allowed.includes(name));
  return {
    ...Object.fromEntries(
      Object.entries({ ...rest, ...Object.fromEntries(names) }).filter(([, value]) => value !== ""),
    ),
    ...optional("scope", scopes.join(" ") || undefined),
    application_type: metadata.application_type ?? applicationTypeOf(metadata.redirect_uris ?? []),
  };
}

/**
 * Judges what a client says about itself at registration, and completes it.
 *
 * Members that are not known are ignored, and so are those of the standards that are not supported, but for the ones
 * with which a client asks for a protection. Grant and response types, scopes and invisible characters that it cannot
 * have are left out; the answer shows it what was registered.
 *
 * @param members Of the request, with those of a software statement in their place.
 * @returns err: the first fault, `invalid_redirect_uri` or `invalid_client_metadata`.
 * @see RFC 7591 section 2 and 3.1, OpenID Connect Dynamic Client Registration section 3.1
 */
export function judgeRegistration(
  members: Members,
  setting: RegistrationSetting,
): Result<ClientMetadata, OAuthError> {
  const { origin, policy, fetchRules, before } = setting, responseTypes = tenantResponseTypes(policy);
  const grantTypes = tenantGrants(setting), known = clientMetadataMembers(grantTypes, responseTypes);
  const [unsafe] = refusedFields(members, Object.keys(known));
  if (unsafe !== undefined) {
    return refuse(`/${unsafe}`, "is not supported, and leaving it out would be unsafe");
  }
  const usable = isVouchedFor({ origin })
    ? grantTypes
    : grantTypes.filter((grantType) => grantType !== "client_credentials");
  const given = Object.fromEntries(
    [...Object.keys(known), ...Object.keys(members).filter(isLocalized)].filter((name) =>
      Object.hasOwn(members, name)
    ).map((name) => [
      name,
      name === "grant_types"
        ? narrowed(members[name], usable)
        : name === "response_types"
        ? narrowed(named(members[name]), responseTypes)
        : members[name],
    ]),
  );
  const fits = validate(
    Type.Object(known, { patternProperties: localizedMetadataMembers, maxProperties: mostMetadataMembers }),
    given,
  );
  if (!fits.ok) return refuse(fits.error[0]!.pointer, fits.error[0]!.detail);
  const metadata = withMetadataDefaults(adapted(fits.value as GivenClientMetadata, setting));
  const [fault] = [
    ...clientMetadataFaults(metadata, fetchRules, registrationRules(origin)),
    ...(before ? clientMetadataChangeFaults(before, metadata) : []),
  ];
  return fault ? refuseFault(fault) : ok(metadata);
}

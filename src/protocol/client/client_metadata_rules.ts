import type { FetchRules } from "../../domain/fetch_target.ts";
import type { ClientMetadata } from "../../domain/client_metadata.ts";
import { inEveryLanguage } from "../../domain/localized_metadata.ts";
import { redirectUriFault } from "../../domain/redirect_uri.ts";
import { grantTypesOf, implicitGrant, responseTypes } from "../../domain/response_type.ts";
import { isScopeList } from "../../domain/scope.ts";
import { sectorIdentifier } from "../../domain/sector_identifier.ts";
import { clientEncryptionRules } from "./client_encryption_rules.ts";
import { clientKeyRules } from "./client_key_rules.ts";
import { fetchableRule } from "./fetchable_rule.ts";
import { requestObjectRules } from "../request_object/request_object_rules.ts";

/** What is wrong with a client's metadata: where, and what would be accepted. */
export interface MetadataFault {
  /** A JSON Pointer to the member or to one of its elements (RFC 6901). */
  readonly pointer: string;
  readonly detail: string;
  /** The rule that does not hold. */
  readonly rule: string;
  /** The error of a registration request (RFC 7591 section 3.2.2). */
  readonly error: "invalid_redirect_uri" | "invalid_client_metadata";
}

/** A rule of a client's metadata: a row of the table. */
export interface MetadataRule {
  /** Stable name: member and rule. */
  readonly id: string;
  /** The sentence that asks for it. */
  readonly section: string;
  readonly error: MetadataFault["error"];
  /** Where it does not hold, with what would be accepted; nothing where it does. */
  readonly faults: (
    metadata: ClientMetadata,
    rules: FetchRules,
  ) => readonly Pick<MetadataFault, "pointer" | "detail">[];
}

const redirectWords: Readonly<Record<string, string>> = {
  not_printable: "must be printable ASCII without spaces: percent-encode everything else",
  backslash: "must hold no backslash: write / or %5C",
  not_absolute: "must be an absolute URI, such as https://app.example/callback",
  fragment: "must have no fragment (nothing from # on)",
  dangerous_scheme:
    "must not use a scheme that a browser runs or opens as a file: use https, or the app's own scheme such as com.example.app:/callback",
  cleartext: "must use https: http is for loopback alone (http://127.0.0.1, http://[::1], http://localhost)",
  credentials: "must hold no user name and no password",
  bad_host: "must name a host of letters, digits, dots and hyphens, or an IP address",
};

const redirectFaults = (member: string, uris: readonly string[] | undefined) =>
  (uris ?? []).flatMap((uri, at) => {
    const fault = redirectUriFault(uri);
    return fault
      ? [{ pointer: `/${member}/${at}`, detail: redirectWords[fault] ?? `must not be ${fault}` }]
      : [];
  });

/** Members with an address of a web page or picture that people are shown. */
export const webMembers = ["client_uri", "logo_uri", "policy_uri", "tos_uri"] as const;

const isWebUri = (uri: string) => /^https?:\/\//i.test(uri) && redirectUriFault(uri) === undefined;

/** Whether a text is an https address that nothing else can be read into. */
export const isHttpsUri = (uri: string): boolean =>
  /^https:\/\//i.test(uri) && redirectUriFault(uri) === undefined;

const codeGrant = "authorization_code";

/** Each grant that response types ask for, with those among them that do. */
const responding = [codeGrant, implicitGrant].map((grant) => ({
  grant,
  types: Object.keys(responseTypes).filter((type) => grantTypesOf(responseTypes[type]!).includes(grant)),
}));

/** Every rule between the members of a client's metadata and about their values. Registration of any kind runs it. */
export const clientMetadataRules: readonly MetadataRule[] = [
  {
    id: "redirect_uris.present",
    section: "RFC 7591 section 2",
    error: "invalid_redirect_uri",
    faults: (metadata) =>
      metadata.redirect_uris.length > 0
        ? []
        : responding.filter(({ grant }) => metadata.grant_types.includes(grant)).map(({ grant }) => ({
          pointer: "/redirect_uris",
          detail: `must have at least one URI, because grant_types has ${grant}`,
        })),
  },
  {
    id: "redirect_uris.form",
    section: "RFC 6749 section 3.1.2, RFC 9700 section 2.6",
    error: "invalid_redirect_uri",
    faults: (metadata) => redirectFaults("redirect_uris", metadata.redirect_uris),
  },
  {
    id: "post_logout_redirect_uris.form",
    section: "OpenID Connect RP-Initiated Logout section 3.1",
    error: "invalid_client_metadata",
    faults: (metadata) => redirectFaults("post_logout_redirect_uris", metadata.post_logout_redirect_uris),
  },
  {
    id: "response_types.have_grant",
    section: "RFC 7591 section 2.1",
    error: "invalid_client_metadata",
    faults: (metadata) =>
      responding.flatMap(({ grant, types }) => {
        const asking = metadata.response_types.find((type) => types.includes(type));
        return asking === undefined || metadata.grant_types.includes(grant)
          ? []
          : [{ pointer: "/grant_types", detail: `must have ${grant}, because response_types has ${asking}` }];
      }),
  },
  {
    id: "grant_types.have_response",
    section: "RFC 7591 section 2.1",
    error: "invalid_client_metadata",
    faults: (metadata) =>
      responding.filter(({ grant, types }) =>
        metadata.grant_types.includes(grant) && !metadata.response_types.some((type) => types.includes(type))
      ).map(({ grant, types }) => ({
        pointer: "/response_types",
        detail: `must have ${types.join(" or ")}, because grant_types has ${grant}`,
      })),
  },
  {
    id: "grant_types.client_credentials_confidential",
    section: "RFC 6749 section 4.4",
    error: "invalid_client_metadata",
    faults: (metadata) =>
      metadata.grant_types.includes("client_credentials") && metadata.token_endpoint_auth_method === "none"
        ? [{
          pointer: "/token_endpoint_auth_method",
          detail:
            "must not be none, because grant_types has client_credentials: only a client that authenticates may use that grant",
        }]
        : [],
  },
  {
    id: "uris.web",
    section: "RFC 7591 section 2",
    error: "invalid_client_metadata",
    faults: (metadata) =>
      inEveryLanguage(metadata, webMembers).filter(([, uri]) => !isWebUri(uri))
        .map(([member]) => ({
          pointer: `/${member}`,
          detail: "must be an https address of a web page (http is for loopback alone)",
        })),
  },
  {
    id: "initiate_login_uri.https",
    section: "OpenID Connect Core section 4",
    error: "invalid_client_metadata",
    faults: ({ initiate_login_uri }) =>
      initiate_login_uri === undefined || isHttpsUri(initiate_login_uri) ? [] : [{
        pointer: "/initiate_login_uri",
        detail: "must be an https address",
      }],
  },
  fetchableRule("sector_identifier_uri", "OpenID Connect Dynamic Client Registration section 5"),
  {
    id: "subject_type.one_sector",
    section: "OpenID Connect Core section 8.1",
    error: "invalid_client_metadata",
    faults: (metadata) =>
      metadata.subject_type === "pairwise" && metadata.sector_identifier_uri === undefined &&
        sectorIdentifier(metadata) === undefined
        ? [{
          pointer: "/sector_identifier_uri",
          detail:
            "is needed, because subject_type is pairwise and redirect_uris have not one host in common: an https address whose JSON array has all of them",
        }]
        : [],
  },
  {
    id: "frontchannel_logout_uri.web",
    section: "OpenID Connect Front-Channel Logout section 2",
    error: "invalid_client_metadata",
    faults: ({ frontchannel_logout_uri: uri }) =>
      uri === undefined || isWebUri(uri) ? [] : [{
        pointer: "/frontchannel_logout_uri",
        detail: "must be an https address without a fragment (http is for loopback alone)",
      }],
  },
  {
    id: "backchannel_logout_uri.fragment",
    section: "OpenID Connect Back-Channel Logout section 2.2",
    error: "invalid_client_metadata",
    faults: ({ backchannel_logout_uri: uri }) =>
      uri?.includes("#")
        ? [{ pointer: "/backchannel_logout_uri", detail: "must have no fragment (nothing from # on)" }]
        : [],
  },
  fetchableRule("backchannel_logout_uri", "OpenID Connect Back-Channel Logout section 2.2 and 4"),
  {
    id: "frontchannel_logout_uri.own_origin",
    section: "OpenID Connect Front-Channel Logout section 2",
    error: "invalid_client_metadata",
    faults: ({ frontchannel_logout_uri: uri, redirect_uris }) =>
      uri === undefined || !URL.canParse(uri) ||
        redirect_uris.some((redirect) =>
          URL.canParse(redirect) && new URL(redirect).origin === new URL(uri).origin
        )
        ? []
        : [{
          pointer: "/frontchannel_logout_uri",
          detail: "must have scheme, host and port of one of redirect_uris",
        }],
  },
  {
    id: "scope.grammar",
    section: "RFC 6749 section 3.3",
    error: "invalid_client_metadata",
    faults: ({ scope }) =>
      scope === undefined || isScopeList(scope) ? [] : [{
        pointer: "/scope",
        detail: 'must be scopes with one space between them, such as "openid profile"',
      }],
  },
  ...clientKeyRules,
  ...clientEncryptionRules,
  ...requestObjectRules,
];

/**
 * Everything that is wrong with a client's metadata, in the order of the table.
 *
 * @param fetchRules What the operator says about addresses to fetch from.
 * @param table Those of every registration, unless more apply.
 */
export const clientMetadataFaults = (
  metadata: ClientMetadata,
  fetchRules: FetchRules,
  table: readonly MetadataRule[] = clientMetadataRules,
): readonly MetadataFault[] =>
  table.flatMap((rule) =>
    rule.faults(metadata, fetchRules).map((fault) => ({ ...fault, rule: rule.id, error: rule.error }))
  );

import { type Check, shown } from "../check.ts";
import { mediaTypeOf, type WireResponse } from "../exchange.ts";
import { isOfKind, memberKinds } from "./discovery_members.ts";

/** The metadata document. */
export interface Discovered {
  /** The issuer whose document it is, as it was named. */
  readonly issuer: string;
  readonly response: WireResponse;
  /** Empty where the answer is no JSON object. */
  readonly document: Readonly<Record<string, unknown>>;
}

type Row = Check<Discovered>;

const list = (value: unknown): readonly unknown[] => Array.isArray(value) ? value : [];

const listed = (names: readonly unknown[]) => names.length === 0 ? undefined : names.join(", ");

/** Members without which nothing works (OpenID Connect Discovery section 3). */
const required = [
  "authorization_endpoint",
  "token_endpoint",
  "jwks_uri",
  "response_types_supported",
  "subject_types_supported",
  "id_token_signing_alg_values_supported",
];

/** Without these nothing in it can be used. */
export const discoveryFound: readonly Row[] = [
  {
    id: "discovery.document",
    section: "OpenID Connect Discovery section 4.2",
    level: "failure",
    expects: "Status 200 and a JSON object",
    judge: ({ response, document }) =>
      response.status === 200 && Object.keys(document).length > 0 ? undefined : `Status ${response.status}`,
  },
  {
    id: "discovery.issuer",
    section: "OpenID Connect Discovery section 4.3",
    level: "failure",
    expects: "The issuer under whose address it stands",
    judge: ({ document, issuer }) =>
      String(document.issuer).replace(/\/$/, "") === issuer.replace(/\/$/, "")
        ? undefined
        : shown(document.issuer),
  },
  {
    id: "discovery.required",
    section: "OpenID Connect Discovery section 3",
    level: "failure",
    expects: required.join(", "),
    judge: ({ document }) => {
      const missing = required.filter((name) => document[name] === undefined);
      return missing.length === 0 ? undefined : `Missing: ${missing.join(", ")}`;
    },
  },
];

/** What every metadata document keeps to. */
export const discoveryChecks: readonly Row[] = [
  {
    id: "discovery.media_type",
    section: "OpenID Connect Discovery section 4.2",
    level: "failure",
    expects: "application/json",
    judge: ({ response }) => {
      const type = mediaTypeOf(response);
      return type === "application/json" ? undefined : shown(type);
    },
  },
  {
    id: "discovery.endpoints",
    section: "OpenID Connect Discovery section 3",
    level: "failure",
    expects: "An https URL in every member that ends in _endpoint",
    judge: ({ document }) =>
      listed(
        Object.entries(document).filter(([name, value]) =>
          name.endsWith("_endpoint") && !/^https:\/\//.test(String(value))
        )
          .map(([name]) => name),
      ),
  },
  {
    id: "discovery.types",
    section: "RFC 8414 section 2",
    level: "failure",
    expects: "Each member of the type that it has",
    judge: ({ document }) =>
      listed(
        Object.entries(document).filter(([name, value]) =>
          Object.hasOwn(memberKinds, name) && !isOfKind[memberKinds[name]!](value)
        ).map(([name]) => name),
      ),
  },
  {
    id: "discovery.id_token_rs256",
    section: "OpenID Connect Discovery section 3",
    level: "failure",
    expects: "RS256 in id_token_signing_alg_values_supported",
    judge: ({ document: { id_token_signing_alg_values_supported: found } }) =>
      list(found).includes("RS256") ? undefined : shown(found),
  },
  {
    id: "discovery.scope_text",
    section: "RFC 6749 section 3.3",
    level: "failure",
    expects: "Scopes of the characters that are allowed in them",
    judge: ({ document }) =>
      listed(
        list(document.scopes_supported).filter((scope) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(String(scope))),
      ),
  },
];

const languageTag = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;

const locales = ({ ui_locales_supported, claims_locales_supported }: Discovered["document"]) =>
  [...list(ui_locales_supported), ...list(claims_locales_supported)].map(String);

/** The casing that BCP 47 recommends: language small, script capitalised, region in capitals. */
const recommended = (tag: string) =>
  tag.split("-").map((part, at) => {
    if (at === 0) return part.toLowerCase();
    if (part.length === 2) return part.toUpperCase();
    return part.length === 4 ? part[0]!.toUpperCase() + part.slice(1).toLowerCase() : part.toLowerCase();
  }).join("-");

/** What is looked at once, by the module that looks at the document alone. */
export const discoveryDetailChecks: readonly Row[] = [
  {
    id: "discovery.response_types",
    section: "OpenID Connect Discovery section 3",
    level: "failure",
    expects: "At least one response type in response_types_supported",
    judge: ({ document: { response_types_supported: found } }) =>
      list(found).length > 0 ? undefined : shown(found),
  },
  {
    id: "discovery.locales",
    section: "OpenID Connect Discovery section 3",
    level: "failure",
    expects: "Language tags of BCP 47 in ui_locales_supported and claims_locales_supported",
    judge: ({ document }) => listed(locales(document).filter((tag) => !languageTag.test(tag))),
  },
  {
    id: "discovery.locale_casing",
    section: "RFC 5646 section 2.1.1",
    level: "warning",
    expects: "Language tags in the casing that is recommended",
    judge: ({ document }) =>
      listed(locales(document).filter((tag) => languageTag.test(tag) && tag !== recommended(tag))),
  },
  {
    id: "discovery.unknown_members",
    section: "RFC 8414 section 2",
    level: "warning",
    expects: "No members but registered ones",
    judge: ({ document }) =>
      listed(Object.keys(document).filter((name) => !Object.hasOwn(memberKinds, name))),
  },
  {
    id: "discovery.userinfo_endpoint",
    section: "OpenID Connect Discovery section 3",
    level: "warning",
    expects: "A userinfo_endpoint",
    judge: ({ document }) => document.userinfo_endpoint === undefined ? "None" : undefined,
  },
  {
    id: "discovery.scopes_supported",
    section: "OpenID Connect Discovery section 3",
    level: "warning",
    expects: "scopes_supported with openid",
    judge: ({ document: { scopes_supported: found } }) =>
      list(found).includes("openid") ? undefined : shown(found),
  },
  {
    id: "discovery.claims_supported",
    section: "OpenID Connect Discovery section 3",
    level: "warning",
    expects: "claims_supported",
    judge: ({ document: { claims_supported: found } }) => list(found).length > 0 ? undefined : shown(found),
  },
  {
    id: "discovery.request_object_rs256",
    section: "OpenID Connect Discovery section 3",
    level: "warning",
    expects: "RS256 in request_object_signing_alg_values_supported",
    judge: ({ document: { request_object_signing_alg_values_supported: found } }) =>
      list(found).includes("RS256") ? undefined : shown(found),
  },
];

/** Response types that a provider has to have which registers clients dynamically (OpenID Connect Core section 15.2). */
export const dynamicResponseTypes: readonly string[] = ["code", "id_token", "id_token token"];

/** What a provider that registers clients dynamically has to support (OpenID Connect Core section 15.2). */
export const dynamicDiscoveryChecks: readonly Row[] = [
  {
    id: "discovery.dynamic_response_types",
    section: "OpenID Connect Core section 15.2",
    level: "failure",
    expects: "code, id_token and id_token token in response_types_supported",
    judge: ({ document: { response_types_supported: found } }) => {
      const kinds = list(found).map((type) => String(type).split(" ").sort().join(" "));
      const missing = dynamicResponseTypes.filter((type) => !kinds.includes(type));
      return missing.length === 0 ? undefined : `Missing: ${missing.join(", ")}`;
    },
  },
  {
    id: "discovery.dynamic_grant_types",
    section: "OpenID Connect Discovery section 3",
    level: "failure",
    expects: "Where there is grant_types_supported, authorization_code and implicit in it",
    judge: ({ document: { grant_types_supported: found } }) => {
      if (found === undefined) return undefined;
      const missing = ["authorization_code", "implicit"].filter((type) => !list(found).includes(type));
      return missing.length === 0 ? undefined : `Missing: ${missing.join(", ")}`;
    },
  },
];

/** What a module wants to see announced before it asks for it. */
const announced = (
  id: string,
  member: string,
): Check<{ readonly alg: string; readonly supported: readonly string[] }> => ({
  id,
  section: "OpenID Connect Discovery section 3",
  level: "failure",
  expects: `The algorithm in ${member}`,
  judge: ({ alg, supported }) => supported.includes(alg) ? undefined : shown(supported),
});

/** Before a client asks for signed userinfo. */
export const userinfoAlgAnnounced = announced(
  "discovery.userinfo_signing_alg",
  "userinfo_signing_alg_values_supported",
);

/** Before a client signs its requests. */
export const requestObjectAlgAnnounced = announced(
  "discovery.request_object_signing_alg",
  "request_object_signing_alg_values_supported",
);

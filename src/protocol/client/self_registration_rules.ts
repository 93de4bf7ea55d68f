import type { ClientMetadata } from "../../domain/client_metadata.ts";
import { type ClientOrigin, isVouchedFor } from "../../domain/client_origin.ts";
import { inEveryLanguage } from "../../domain/localized_metadata.ts";
import { clientDocumentRules } from "./client_document_rules.ts";
import { clientMetadataRules, isHttpsUri, type MetadataRule, webMembers } from "./client_metadata_rules.ts";

const loopback = /^http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d{1,5})?(?:[/?]|$)/i;

/** Whether a URI has a scheme that an app owns by its maker's domain name, reversed (RFC 8252 section 7.1). */
const isPrivateUse = (uri: string) => /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:/i.test(uri);

const isWeb = (uri: string) => /^https:/i.test(uri);
const isNative = (uri: string) => isWeb(uri) || loopback.test(uri) || isPrivateUse(uri);

/** What each kind of application may have as an address to which it has people sent. */
const kinds = {
  web: {
    section: "OpenID Connect Dynamic Client Registration section 2",
    accepts: isWeb,
    detail: "must use https for application_type web; an app on a device is native",
  },
  native: {
    section: "RFC 8252 section 7",
    accepts: isNative,
    detail:
      "must use https, http on loopback, or a scheme with a dot that is the app's own, such as com.example.app:/callback",
  },
} as const;

const sentTo = {
  redirect_uris: "invalid_redirect_uri",
  post_logout_redirect_uris: "invalid_client_metadata",
} as const;

const redirectRule = (member: keyof typeof sentTo, type: keyof typeof kinds): MetadataRule => ({
  id: `${member}.${type}`,
  section: kinds[type].section,
  error: sentTo[member],
  faults: (metadata) =>
    metadata.application_type !== type ? [] : (metadata[member] ?? []).flatMap((uri, at) =>
      // Other rules say what is wrong with what is no URI at all.
      kinds[type].accepts(uri) || !URL.canParse(uri)
        ? []
        : [{ pointer: `/${member}/${at}`, detail: kinds[type].detail }]
    ),
});

/** The rules for every client that registers itself, beside those for all clients. */
export const selfRegistrationRules: readonly MetadataRule[] = [
  redirectRule("redirect_uris", "web"),
  redirectRule("redirect_uris", "native"),
  redirectRule("post_logout_redirect_uris", "web"),
  redirectRule("post_logout_redirect_uris", "native"),
  {
    id: "shown_uris.https",
    section: "RFC 7591 section 5",
    error: "invalid_client_metadata",
    faults: (metadata) =>
      inEveryLanguage(metadata, webMembers).filter(([, uri]) => !isHttpsUri(uri))
        .map(([member]) => ({ pointer: `/${member}`, detail: "must be an https address" })),
  },
];

/** The rules for clients that nobody vouches for, beside the others. */
export const openRegistrationRules: readonly MetadataRule[] = [
  {
    id: "grant_types.with_a_person",
    section: "RFC 7591 section 5",
    error: "invalid_client_metadata",
    faults: (metadata) =>
      metadata.grant_types.includes("client_credentials")
        ? [{
          pointer: "/grant_types",
          detail: "must not have client_credentials: nobody answers for a client that registered itself",
        }]
        : [],
  },
];

/** Every rule that a registration of this origin has to keep. */
export const registrationRules = (origin: ClientOrigin): readonly MetadataRule[] => [
  ...clientMetadataRules,
  ...selfRegistrationRules,
  ...(isVouchedFor({ origin }) ? [] : openRegistrationRules),
  ...(origin === "document" ? clientDocumentRules : []),
];

/** What kind of application a client is that does not say: one with a redirect URI of a device is native. */
export const applicationTypeOf = (redirectUris: readonly string[]): ClientMetadata["application_type"] =>
  redirectUris.every(isWeb) ? "web" : "native";

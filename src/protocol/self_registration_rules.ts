import type { ClientMetadata } from "../domain/client_metadata.ts";
import { type ClientOrigin, isVouchedFor } from "../domain/client_origin.ts";
import { clientMetadataRules, isHttpsUri, type MetadataRule } from "./client_metadata_rules.ts";

const loopback = /^http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d{1,5})?(?:[/?]|$)/i;

/** Whether a URI has a scheme that an app owns by its maker's domain name, reversed (RFC 8252 section 7.1). */
const isPrivateUse = (uri: string) => /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:/i.test(uri);

const isWeb = (uri: string) => /^https:/i.test(uri);
const isNative = (uri: string) => isWeb(uri) || loopback.test(uri) || isPrivateUse(uri);

const redirects = (
  metadata: ClientMetadata,
  { type, accepts, detail }: {
    readonly type: ClientMetadata["application_type"];
    readonly accepts: (uri: string) => boolean;
    readonly detail: string;
  },
) =>
  metadata.application_type !== type ? [] : metadata.redirect_uris.flatMap((uri, at) =>
    // Other rules say what is wrong with what is no URI at all.
    accepts(uri) || !URL.canParse(uri) ? [] : [{ pointer: `/redirect_uris/${at}`, detail }]
  );

const shownMembers = ["client_uri", "logo_uri", "policy_uri", "tos_uri"] as const;

/** The rules for every client that registers itself, beside those for all clients. */
export const selfRegistrationRules: readonly MetadataRule[] = [
  {
    id: "redirect_uris.web",
    section: "OpenID Connect Dynamic Client Registration section 2",
    error: "invalid_redirect_uri",
    faults: (metadata) =>
      redirects(metadata, {
        type: "web",
        accepts: isWeb,
        detail: "must use https for application_type web; an app on a device is native",
      }),
  },
  {
    id: "redirect_uris.native",
    section: "RFC 8252 section 7",
    error: "invalid_redirect_uri",
    faults: (metadata) =>
      redirects(metadata, {
        type: "native",
        accepts: isNative,
        detail:
          "must use https, http on loopback, or a scheme with a dot that is the app's own, such as com.example.app:/callback",
      }),
  },
  {
    id: "shown_uris.https",
    section: "RFC 7591 section 5",
    error: "invalid_client_metadata",
    faults: (metadata) =>
      shownMembers.filter((member) => metadata[member] !== undefined && !isHttpsUri(metadata[member]))
        .map((member) => ({ pointer: `/${member}`, detail: "must be an https address" })),
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
];

/** What kind of application a client is that does not say: one with a redirect URI of a device is native. */
export const applicationTypeOf = (redirectUris: readonly string[]): ClientMetadata["application_type"] =>
  redirectUris.every(isWeb) ? "web" : "native";

import { header, metadata, status } from "../proxy/alter.ts";
import { inKnownWords, inModule, type Mutation } from "./mutation.ts";

const without = (list: unknown, ...values: readonly string[]) =>
  (list as readonly string[]).filter((value) => !values.includes(value));

/** What a provider has whose clients register themselves, in the words that certification has for it. */
const everyFlow = metadata(() => ({
  legacy_response_types: undefined,
  response_types_supported: ["code", "id_token", "id_token token"],
  grant_types_supported: ["authorization_code", "implicit"],
}));

export const mutations: readonly Mutation[] = [
  ...inModule("oidcc-discovery-endpoint-verification", [
    { id: "metadata with status 404", fails: ["discovery.document"], alter: status("metadata", 404) },
    {
      id: "the metadata of another issuer",
      fails: ["discovery.issuer"],
      alter: metadata(() => ({ issuer: "https://attacker.example" })),
    },
    {
      id: "metadata without jwks_uri",
      fails: ["discovery.required"],
      alter: metadata(() => ({ jwks_uri: undefined })),
    },
    {
      id: "metadata as plain text",
      fails: ["discovery.media_type"],
      alter: header("metadata", "content-type", "text/plain"),
    },
    {
      id: "an endpoint without https",
      fails: ["discovery.endpoints"],
      alter: metadata(({ revocation_endpoint }) => ({
        revocation_endpoint: String(revocation_endpoint).replace("https:", "http:"),
      })),
    },
    {
      id: "a flag as a text",
      fails: ["discovery.types"],
      alter: metadata(() => ({ claims_parameter_supported: "true" })),
    },
    {
      id: "no RS256 for ID tokens",
      fails: ["discovery.id_token_rs256"],
      alter: metadata(({ id_token_signing_alg_values_supported: found }) => ({
        id_token_signing_alg_values_supported: without(found, "RS256"),
      })),
    },
    {
      id: "a scope of two words",
      fails: ["discovery.scope_text"],
      alter: metadata(({ scopes_supported }) => ({
        scopes_supported: [...scopes_supported as string[], "two words"],
      })),
    },
    {
      id: "no response type",
      fails: ["discovery.response_types"],
      alter: metadata(() => ({ response_types_supported: [] })),
    },
    {
      id: "a language tag with an underscore",
      fails: ["discovery.locales"],
      alter: metadata(() => ({ ui_locales_supported: ["en_GB"] })),
    },
    {
      id: "a language tag in capitals",
      fails: ["discovery.locale_casing"],
      alter: metadata(() => ({ claims_locales_supported: ["EN-GB"] })),
    },
    {
      id: "a member that nobody registered",
      fails: ["discovery.unknown_members"],
      alter: metadata(() => ({ colour: "blue" })),
    },
    {
      id: "no userinfo_endpoint",
      fails: ["discovery.userinfo_endpoint"],
      alter: metadata(() => ({ userinfo_endpoint: undefined })),
    },
    {
      id: "scopes_supported without openid",
      fails: ["discovery.scopes_supported"],
      alter: metadata(({ scopes_supported }) => ({ scopes_supported: without(scopes_supported, "openid") })),
    },
    {
      id: "no claims_supported",
      fails: ["discovery.claims_supported"],
      alter: metadata(() => ({ claims_supported: undefined })),
    },
    {
      id: "no RS256 for request objects",
      fails: ["discovery.request_object_rs256"],
      alter: metadata(({ request_object_signing_alg_values_supported: found }) => ({
        request_object_signing_alg_values_supported: without(found, "RS256"),
      })),
    },
  ], inKnownWords),
  ...inModule("oidcc-discovery-endpoint-verification", [
    {
      id: "no implicit flow beside the code flow",
      fails: ["discovery.dynamic_response_types"],
      alter: metadata(() => ({ response_types_supported: ["code"] })),
    },
    {
      id: "no implicit grant",
      fails: ["discovery.dynamic_grant_types"],
      alter: metadata(() => ({ grant_types_supported: ["authorization_code"] })),
    },
  ], { plan: "oidcc-dynamic-certification-test-plan", given: everyFlow }),
  ...inModule("oidcc-userinfo-rs256", [
    {
      id: "signed userinfo that is not announced",
      fails: ["discovery.userinfo_signing_alg"],
      alter: metadata(() => ({ userinfo_signing_alg_values_supported: ["ES256"] })),
    },
  ]),
  ...inModule("oidcc-request-uri-signed-rs256", [
    {
      id: "signed request objects that are not announced",
      fails: ["discovery.request_object_signing_alg"],
      alter: metadata(() => ({ request_object_signing_alg_values_supported: ["ES256"] })),
    },
  ]),
];

import { clientSigningAlgorithms } from "../../domain/client_metadata.ts";
import { type TargetFault, targetWords } from "../../domain/fetch_target.ts";
import { failure, type Finding, fine, warning } from "../../domain/finding.ts";
import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import type { Result } from "../../domain/result.ts";
import { mostKeys, readJwks } from "../client/client_jwks.ts";
import { verifies } from "../client/client_key_fit.ts";
import { type UpstreamMetadataFault } from "./upstream_metadata.ts";
import type { JudgedUpstream } from "./upstream_rules.ts";

/** What kept a place of an upstream from answering, or what it answered instead of a document. */
export interface Missed {
  readonly why:
    | TargetFault
    | "unresolved"
    | "unreachable"
    | "timeout"
    | "too_large"
    | "status"
    | "type"
    | "encoding"
    | "busy";
  /** The status, the media type, or what the network says. */
  readonly detail: string;
}

// Only places on the public internet, or ones that this server's operator allows, are ever reached; so what is told of
// the others is the same, whether there is anything or not.
const nowhere = "its name leads to no place on the public internet";

/** What is said of a place that gave no document. */
export function missedWords({ why, detail }: Missed): string {
  switch (why) {
    case "unresolved":
    case "private_address":
      return nowhere;
    case "unreachable":
      return `it cannot be reached${detail === "" ? "" : ` (${detail})`}`;
    case "timeout":
      return "it does not answer in time";
    case "too_large":
      return "its answer is too large";
    case "status":
      return `it answers with the status ${detail}`;
    case "type":
      return `it answers with ${detail || "no media type"} and not with JSON`;
    case "encoding":
      return `it answers with the content coding ${detail}, which was not asked for`;
    case "busy":
      return "this server fetches too much at once just now";
    default:
      return `it ${targetWords[why]}`;
  }
}

/** What somebody else wrote, as much of it as a line can hold. */
const told = (texts: readonly string[]) => texts.join(", ").slice(0, 200);

const toReach =
  "Look whether it works elsewhere, and mend its name, certificate or firewall; a host of your own network goes into LATCHKEY_FETCH_ALLOW";

const endpoints = ["authorization_endpoint", "token_endpoint", "jwks_uri"];

const metadataFaults: Readonly<
  Record<UpstreamMetadataFault, (document: unknown, issuer: string) => readonly [string, string]>
> = {
  not_an_object: () => [
    "is no JSON object",
    "The issuer has to be the one of an OpenID Provider: make the upstream anew with the right one",
  ],
  other_issuer: (document, issuer) => [
    `says that its issuer is ${told([String((document as JsonObject).issuer)])}, and here it is ${issuer}`,
    "Both have to be the very same, the slash at the end included: make the upstream anew with the issuer that it says",
  ],
  endpoint: (document) => {
    const lacking = endpoints.filter((name) => typeof (document as JsonObject)[name] !== "string");
    const what = lacking.length > 0 ? `lacks ${lacking.join(", ")}` : "has an endpoint that is no address";
    return [what, "Its operator has to mend the document, or describe it yourself with kind oauth2"];
  },
  no_code: () => [
    "lists no response type code",
    "Only the code flow is used: let its operator switch it on",
  ],
};

/** What is found of the place of an upstream's discovery document. */
export const missedDocument = (address: string, missed: Missed): Finding =>
  failure("discovery", `${address}: ${missedWords(missed)}`, toReach);

/** What is found of an upstream's discovery document. @param fault Why it is none; undefined where it is one. */
export function discoveryFinding(
  document: unknown,
  { issuer, fault }: { readonly issuer: string; readonly fault: UpstreamMetadataFault | undefined },
): Finding {
  if (fault === undefined) return fine("discovery", `the document of ${issuer} is as it has to be`);
  const [found, remedy] = metadataFaults[fault](document, issuer);
  return failure("discovery", `the document ${found}`, remedy);
}

/** What is found of an upstream's keys. @param fetched The decoded answer of its jwks_uri. */
export function keysFinding(fetched: Result<unknown, Missed>): Finding {
  if (!fetched.ok) return failure("keys", `jwks_uri: ${missedWords(fetched.error)}`, toReach);
  const read = readJwks(fetched.value);
  if (!read.ok) {
    const found = read.error === "not_a_jwks" ? "are no JWK Set" : `are more than ${mostKeys}`;
    return failure("keys", `what jwks_uri has ${found}`, "Its operator has to mend the document");
  }
  const all = (fetched.value as { readonly keys: readonly unknown[] }).keys.length;
  const usable = read.value.filter((key) => clientSigningAlgorithms.some((alg) => verifies(key, alg)));
  const kinds = [...new Set(usable.map(({ kty, crv }) => crv ?? kty))].join(", ");
  if (usable.length > 0) return fine("keys", `${usable.length} of ${all} can be used (${kinds})`);
  return failure(
    "keys",
    `none of ${all} can be used to verify a signature`,
    `Let its operator publish a public key for one of ${clientSigningAlgorithms.join(", ")}`,
  );
}

const textsIn = (document: JsonObject, name: string): readonly string[] | undefined => {
  const value = document[name];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : undefined;
};

/** What we need of an upstream's promises. */
type PromisedTo = Pick<JudgedUpstream, "scopes" | "token_endpoint_auth_method" | "trusted_acr" | "claims">;

/** What an upstream's discovery document promises of what we need. What it says nothing of is not found wrong. */
const promises: readonly ((
  document: JsonObject,
  upstream: PromisedTo,
) => Finding | undefined)[] = [
  (document) => {
    const listed = textsIn(document, "id_token_signing_alg_values_supported");
    if (!listed || listed.some((alg) => clientSigningAlgorithms.some((known) => known === alg))) {
      return undefined;
    }
    return failure(
      "signing_algorithms",
      `it signs ID tokens with ${told(listed)} alone`,
      `Let it sign with one of ${clientSigningAlgorithms.join(", ")}`,
    );
  },
  (document, { token_endpoint_auth_method: method }) => {
    const listed = textsIn(document, "token_endpoint_auth_methods_supported");
    return !listed || listed.includes(method) ? undefined : warning(
      "authentication_method",
      `it takes ${told(listed)}, and here it is ${method}`,
      "Change token_endpoint_auth_method to one that it takes",
    );
  },
  (document, { scopes }) => {
    const listed = textsIn(document, "scopes_supported");
    const lacking = listed ? scopes.filter((scope) => !listed.includes(scope)) : [];
    return lacking.length === 0 ? undefined : warning(
      "scopes",
      `it does not list ${lacking.join(", ")}`,
      "Change scopes to ones that it has, unless it is known to take them",
    );
  },
  (document, { trusted_acr }) => {
    const listed = textsIn(document, "acr_values_supported");
    const lacking = listed ? trusted_acr.filter((acr) => !listed.includes(acr)) : [];
    return lacking.length === 0 ? undefined : warning(
      "acr_values",
      `it does not list ${told(lacking)}`,
      "Change trusted_acr to classes as it writes them, unless it is known to have these",
    );
  },
  (document, { claims }) => {
    const listed = textsIn(document, "claims_supported");
    const lacking = Object.values(claims).filter((path) =>
      !listed?.some((name) => path === name || path.startsWith(`${name}.`))
    );
    return !listed || lacking.length === 0 ? undefined : warning(
      "claims",
      `it does not list ${told(lacking)}`,
      "Change claims to places where it tells something, unless it is known to tell them",
    );
  },
  (document) => {
    const listed = textsIn(document, "code_challenge_methods_supported");
    return !listed || listed.includes("S256") ? undefined : warning(
      "pkce",
      `it lists ${told(listed) || "nothing"} for PKCE`,
      "Let its operator switch S256 on: without it state alone ties its answers to us",
    );
  },
];

/** What is found of what an upstream's discovery document promises. */
export const promiseFindings = (
  document: unknown,
  upstream: PromisedTo,
): readonly Finding[] =>
  isJsonObject(document)
    ? promises.map((promise) => promise(document, upstream)).filter((finding) => finding !== undefined)
    : [];
